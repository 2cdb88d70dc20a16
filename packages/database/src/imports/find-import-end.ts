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

/** @returns undefined when there is no such import. */
export async function findImportEnd(database: Database, importId: string): Promise<ImportEndFacts | undefined> {
  const row = await database.prisma.import.findUnique({
    where: { id: importId },
    select: { status: true, attempts: true, error: true, timings: true, connectorId: true, version: true },
  });
  if (row === null) return undefined;
  const code = row.error === null ? '' : parseStored<ImportError>(row.error).code;
  return { ...row, code, timings: parseStored<ImportTimings>(row.timings) };
}
