import type { Database } from '../database.ts';
import type { ImportStatus } from '../generated/enums.ts';
import { type ImportError, type ImportTimings, parseStored } from './import-record.ts';

/** What there is to tell of an import that has ended. */
export interface ImportEndFacts {
  readonly status: ImportStatus;
  /** The number of the attempt that was made last. */
  readonly attempts: number;
  /** The error's code; empty when there is none. */
  readonly code: string;
  /** Milliseconds by stage. */
  readonly timings: ImportTimings;
  readonly connectorId: string;
  readonly version: string | null;
}

interface EndRow extends Omit<ImportEndFacts, 'code' | 'timings'> {
  readonly error: string | null;
  readonly timings: string;
}

/** @returns undefined when there is no such import. */
export async function findImportEnd(database: Database, importId: string): Promise<ImportEndFacts | undefined> {
  const [row] = await database.sql.$queryRaw<EndRow[]>`
    select status, attempts, error, timings, connector_id as "connectorId", version from imports where id = ${importId}`;
  if (row === undefined) return undefined;
  const { error, timings, ...facts } = row;
  const code = error === null ? '' : parseStored<ImportError>(error).code;
  return { ...facts, code, timings: parseStored<ImportTimings>(timings) };
}
