import type { ThrownError } from './import-messages.ts';

/** `retry`: the world failed and may be well again. `final`: the same would happen again. */
export type Verdict = 'retry' | 'final';

/**
 * What to do about an error, by its code or, for classes, the start of it. PostgreSQL's SQLSTATE classes, Prisma's codes and Node's.
 * Sources: PostgreSQL manual, appendix A; Prisma error reference.
 */
const verdicts: readonly { readonly code: string; readonly verdict: Verdict; readonly why: string }[] = [
  { code: '08', verdict: 'retry', why: 'connection exception' },
  { code: '40', verdict: 'retry', why: 'transaction rolled back: deadlock or serialization failure' },
  { code: '53', verdict: 'retry', why: 'insufficient resources: disk full, too many connections' },
  { code: '55P03', verdict: 'retry', why: 'lock not available' },
  { code: '57', verdict: 'retry', why: 'operator intervention: shutdown, crash, cannot connect now' },
  { code: '58', verdict: 'retry', why: 'system error outside PostgreSQL' },
  { code: '22', verdict: 'final', why: 'data exception: the value itself is refused' },
  { code: '23', verdict: 'final', why: 'integrity constraint violated' },
  { code: '42', verdict: 'final', why: 'syntax error or unknown table: a defect' },
  { code: '54', verdict: 'final', why: 'program limit exceeded: too large for PostgreSQL' },
  { code: 'P2000', verdict: 'final', why: 'value too long for its column' },
  { code: 'P2002', verdict: 'final', why: 'unique constraint violated' },
  { code: 'P2003', verdict: 'final', why: 'foreign key violated' },
];

/** Errors that no line names are retried: attempts are limited, and losing an import is worse than trying it again. */
export function judgeError(error: ThrownError): Verdict {
  if (error.deterministic) return 'final';
  const { code } = error;
  if (code === undefined) return 'retry';
  // Longest first, so that a code wins over its class.
  const matching = verdicts.filter((row) => code.startsWith(row.code)).sort((a, b) => b.code.length - a.code.length);
  return matching[0]?.verdict ?? 'retry';
}
