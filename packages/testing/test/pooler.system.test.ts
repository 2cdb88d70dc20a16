import { execFileSync } from 'node:child_process';
import { type PgBouncer, startPgBouncer, startProcess } from '@connectory/harness';
import { requireOwnSessions } from '@connectory/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../src/index.ts';

const isInstalled = (): boolean => {
  try {
    execFileSync('pgbouncer', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

let database: TestDatabase;
let pooler: PgBouncer | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('a direct connection is a session of its own', async () => {
  await requireOwnSessions(database.apiUrl);
});

const modes = (['session', 'transaction'] as const).flatMap((mode) =>
  [false, true].map((ignoresOptions) => ({ mode, ignoresOptions })),
);

describe.runIf(process.env['REQUIRE_PGBOUNCER'] === '1' || isInstalled())('PgBouncer', () => {
  const open = async (options: (typeof modes)[number]): Promise<PgBouncer> =>
    (pooler = await startPgBouncer({ ...options, urls: [database.apiUrl, database.workerUrl] }));
  const expected = ({ ignoresOptions }: (typeof modes)[number]): string =>
    `pooler that ${ignoresOptions ? 'drops' : 'refuses'} the startup parameter "options": connect to PostgreSQL directly`;

  test.each(modes)('in $mode mode is found, options ignored: $ignoresOptions', async (options) => {
    const { urlOf, stop } = await open(options);
    try {
      await expect(requireOwnSessions(urlOf(database.apiUrl))).rejects.toThrow(expected(options));
    } finally {
      await stop();
    }
  });

  test.each(modes.slice(0, 1))(
    'in front of API and worker: both start, are not ready, and say what to do',
    async (options) => {
      const { urlOf, stop } = await open(options);
      const env = {
        DATABASE_URL: urlOf(database.apiUrl),
        DATABASE_WORKER_URL: urlOf(database.workerUrl),
        REDIS_URL: '',
      };
      const [api, worker] = (['api', 'worker'] as const).map((app) =>
        startProcess({ app, env: { ...env, PORT: '0' } }),
      );
      try {
        const [, baseUrl = ''] = (await api?.untilOutput(/"baseUrl":"([^"]+)"/)) ?? [];
        for (const running of [api, worker]) await running?.untilOutput('is behind a pooler');
        const response = await fetch(`${baseUrl}/readyz`);
        expect([response.status, await response.json()]).toMatchObject([
          503,
          { message: expect.stringContaining(expected(options)) },
        ]);
      } finally {
        await Promise.all([api?.stop(), worker?.stop()]);
        await stop();
      }
    },
    60_000,
  );
});

afterAll(() => pooler?.stop());
