import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { UnfitDatabaseError } from './required-migrations.ts';

/** Sessions are not those of PostgreSQL: a pooler shares them, or keeps their settings. */
export class PooledSessionsError extends UnfitDatabaseError {
  override readonly name = 'PooledSessionsError';
  constructor(fault: string, setting: string) {
    const advice = `set "${setting}" of PgBouncer, or connect to PostgreSQL directly (docs/operating.md, "Poolers")`;
    super(`is behind a pooler that ${fault}: ${advice}`, `The database is behind a pooler that ${fault}: ${advice}.`);
  }
}

/** Turns of two clients, each a statement. A pooler that gives sessions in turn is found by the repeated ones. */
const turns = [0, 1, 0, 0, 1, 1];

/** How long a pooler without a free session may take. */
const timeoutMs = 10_000;

/**
 * Row-level security, LISTEN, advisory locks and prepared statements belong to sessions.
 * @throws PooledSessionsError unless each connection is a session of its own, without the settings of an earlier one.
 */
export async function requireOwnSessions(url: string): Promise<void> {
  await withClients(url, 2, async (clients) => {
    const sessions = new Map<pg.Client, number>();
    for (const turn of turns) {
      const client = clients[turn];
      if (client === undefined) continue;
      const session = await readSession(client);
      const isShared = [...sessions].some(([other, known]) => (other === client) !== (known === session));
      if (isShared) throw new PooledSessionsError('shares sessions', 'pool_mode = session');
      sessions.set(client, session);
    }
  });
  // A pooler gives the next client the session that became free last.
  const mark = randomUUID();
  await withClients(url, 1, async ([client]) => {
    await client?.query("select set_config('connectory.session', $1, false)", [mark]);
  });
  await withClients(url, 1, async ([client]) => {
    const result = await client?.query<{ mark: string | null }>(
      "select current_setting('connectory.session', true) as mark",
    );
    if (result?.rows[0]?.mark === mark)
      throw new PooledSessionsError('keeps the settings of earlier sessions', 'server_reset_query = DISCARD ALL');
  });
}

async function withClients(
  url: string,
  count: number,
  action: (clients: readonly pg.Client[]) => Promise<void>,
): Promise<void> {
  const clients = Array.from({ length: count }, () => createClient(url));
  for (const client of clients) client.on('error', () => undefined);
  try {
    for (const client of clients) await client.connect();
    await action(clients);
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
}

function createClient(url: string): pg.Client {
  return new pg.Client({
    connectionString: url,
    application_name: 'connectory session check',
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
}

/** @returns the process of PostgreSQL that executes statements of the client. */
async function readSession(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
}
