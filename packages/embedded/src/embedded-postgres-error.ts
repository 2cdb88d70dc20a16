/** The embedded PostgreSQL cannot be used. The message is one paragraph for the user: the reason, and the next step. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** The message of a caught value. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
