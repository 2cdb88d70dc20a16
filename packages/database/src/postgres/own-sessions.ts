import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { UnfitDatabaseError } from './required-migrations.ts';

/** Sessions are not those of PostgreSQL: a pooler shares them, or drops their settings. */
export class PooledSessionsError extends UnfitDatabaseError {
  override readonly name = 'PooledSessionsError';
  constructor(fault: string) {
    const advice = 'connect to PostgreSQL directly (docs/operating.md, "Poolers")';
    super(`is behind a pooler that ${fault}: ${advice}`, `The database is behind a pooler that ${fault}: ${advice}.`);
  }
}

/**
 * Row-level security, LISTEN, advisory locks and prepared statements belong to sessions.
 * @throws PooledSessionsError unless each connection is a session with the settings that it began with.
 */
export async function requireOwnSessions(url: string): Promise<void> {
  const marks: readonly string[] = [randomUUID(), randomUUID()];
  const clients = marks.map((mark) => new pg.Client({ connectionString: withMark(url, mark) }));
  for (const client of clients) client.on('error', () => undefined);
  try {
    for (const client of clients) await client.connect();
    for (const [index, client] of clients.entries()) {
      const seen = await readMark(client);
      if (seen === marks[index]) continue;
      throw new PooledSessionsError(marks.includes(seen) ? 'shares sessions' : 'drops the startup parameter "options"');
    }
  } catch (error) {
    if (error instanceof Error && error.message.includes('unsupported startup parameter'))
      throw new PooledSessionsError('refuses the startup parameter "options"');
    throw error;
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
}

function withMark(url: string, mark: string): string {
  const given = new URL(url);
  const options = [given.searchParams.get('options') ?? '', `-c connectory.session=${mark}`];
  given.searchParams.set('options', options.join(' ').trim());
  given.searchParams.set('application_name', 'connectory session check');
  return given.href;
}

async function readMark(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ mark: string | null }>(
    "select current_setting('connectory.session', true) as mark",
  );
  return rows[0]?.mark ?? '';
}
