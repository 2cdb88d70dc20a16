import { type ImportError, type ImportStatus, type ImportTimings, parseStored } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';

/** How an import ended, for logs and metrics. */
export interface ImportEndFacts {
  readonly status: ImportStatus;
  /** The error's code; empty when there is none. */
  readonly code: string;
  /** Milliseconds by stage. */
  readonly timings: ImportTimings;
  readonly connectorId: string;
  readonly version: string | null;
}

export interface StoredImportEnd extends ImportEndFacts {
  /** The number of the last attempt. */
  readonly attempts: number;
}

interface EndRow extends Omit<StoredImportEnd, 'code' | 'timings'> {
  readonly error: string | null;
  readonly timings: string;
}

/** @returns undefined when there is no such import. */
export async function findImportEnd(database: Database, importId: string): Promise<StoredImportEnd | undefined> {
  const [row] = await database.sql.$queryRaw<EndRow[]>`
    select status, attempts, error, timings, connector_id as "connectorId", version from imports where id = ${importId}`;
  if (row === undefined) return undefined;
  const { error, timings, ...facts } = row;
  const code = error === null ? '' : parseStored<ImportError>(error).code;
  return { ...facts, code, timings: parseStored<ImportTimings>(timings) };
}
