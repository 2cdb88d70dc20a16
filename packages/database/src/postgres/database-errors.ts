/**
 * The name of the unique constraint that a write violated, or undefined for any other error. Prisma 7 with a driver adapter
 * gives P2002 without `meta.target`; the adapter's own error, its cause, names the index or its fields. Errors of `pg` name it themselves.
 */
export function violatedConstraint(error: unknown): string | undefined {
  if (!isRecord(error)) return undefined;
  if (error['code'] === uniqueViolation)
    return typeof error['constraint'] === 'string' ? error['constraint'] : undefined;
  if (error['code'] !== 'P2002') return undefined;
  const meta = error['meta'];
  const adapterError = isRecord(meta) ? meta['driverAdapterError'] : undefined;
  const cause = isRecord(adapterError) ? adapterError['cause'] : undefined;
  const original = isRecord(cause) ? cause['originalMessage'] : undefined;
  return typeof original === 'string' ? /unique constraint "([^"]+)"/.exec(original)?.[1] : undefined;
}

/** The name of the foreign key that a statement of `pg` violated, or undefined for any other error. */
export function violatedReference(error: unknown): string | undefined {
  if (!isRecord(error) || error['code'] !== foreignKeyViolation) return undefined;
  return typeof error['constraint'] === 'string' ? error['constraint'] : undefined;
}

/** SQLSTATE foreign_key_violation (PostgreSQL manual, appendix A). */
const foreignKeyViolation = '23503';

/** SQLSTATE unique_violation (PostgreSQL manual, appendix A). */
const uniqueViolation = '23505';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
