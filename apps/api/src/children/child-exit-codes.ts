import type { TransientFault } from '../http/database-fault.ts';

/** Exit codes that children of every kind share. Every other code but 0 and those of its kind is a failure. */
export const childExitCodes = {
  /** The task is larger than its limit, or its output is. */
  tooLarge: 10,
  /** The disk for temporary files is full. */
  storageFull: 20,
} as const;

/** Exit codes of faults of the database. The parent responds as if its own query had failed. */
const databaseExitCodes: { readonly [Kind in TransientFault]: number } = {
  unreachable: 21,
  overloaded: 22,
  'read-only': 23,
  'storage-full': 24,
  conflict: 25,
};

/** Ends a child whose database is at fault. */
export class ChildDatabaseError extends Error {
  override readonly name = 'ChildDatabaseError';
  readonly exitCode: number;

  constructor(fault: TransientFault, cause: unknown) {
    super(`the database is at fault: ${fault}`, { cause });
    this.exitCode = databaseExitCodes[fault];
  }
}

/** @returns the fault of the database that an exit code stands for. */
export function databaseFaultOfExit(exitCode: number | null): TransientFault | undefined {
  return Object.keys(databaseExitCodes)
    .filter(isTransientFault)
    .find((fault) => databaseExitCodes[fault] === exitCode);
}

function isTransientFault(text: string): text is TransientFault {
  return Object.hasOwn(databaseExitCodes, text);
}
