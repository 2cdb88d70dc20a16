import { errorCodeOf } from '@connectory/database';
import { ForgedRowsError } from '@connectory/encoding';
import type { Verdict } from '../documents/fetch-failures.ts';
import { ImportDefectError } from './import-defect-error.ts';

/**
 * The verdict for each error code, or for the start of a code: PostgreSQL's SQLSTATE and its classes, and Prisma's codes.
 * Sources: PostgreSQL manual, appendix A; Prisma error reference.
 */
const verdicts: readonly { readonly code: string; readonly verdict: Verdict; readonly why: string }[] = [
  { code: '08', verdict: 'retry', why: 'connection exception' },
  { code: '40', verdict: 'retry', why: 'transaction rolled back: deadlock or serialization failure' },
  { code: '53', verdict: 'retry', why: 'insufficient resources: disk full, too many connections' },
  { code: '55P03', verdict: 'retry', why: 'lock not available' },
  { code: '57', verdict: 'retry', why: 'operator intervention: shutdown, crash, cannot connect now' },
  { code: '58', verdict: 'retry', why: 'system error outside PostgreSQL' },
  { code: '22', verdict: 'final', why: 'data exception: PostgreSQL rejects the value' },
  { code: '23', verdict: 'final', why: 'integrity constraint violated' },
  { code: '42', verdict: 'final', why: 'syntax error or unknown table: a defect' },
  { code: '54', verdict: 'final', why: 'program limit exceeded: too large for PostgreSQL' },
  { code: 'P2000', verdict: 'final', why: 'value too long for its column' },
  { code: 'P2002', verdict: 'final', why: 'unique constraint violated' },
  { code: 'P2003', verdict: 'final', why: 'foreign key violated' },
];

/** Errors that are not in the table are retried: attempts are limited, and a needless retry is better than a lost import. */
export function judgeError(error: unknown): Verdict {
  if (error instanceof ImportDefectError || error instanceof ForgedRowsError) return 'final';
  const code = errorCodeOf(error);
  if (code === undefined) return 'retry';
  // Longest first, so that a code takes precedence over its class.
  const matching = verdicts.filter((row) => code.startsWith(row.code)).sort((a, b) => b.code.length - a.code.length);
  return matching[0]?.verdict ?? 'retry';
}
