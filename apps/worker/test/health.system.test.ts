import { createServer } from 'node:net';
import { startProcess } from '@connectory/harness';
import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

test('a worker reports liveness and readiness to an orchestrator', async () => {
  const port = await freePort();
  const worker = startProcess({
    app: 'worker',
    env: { DATABASE_URL: database.workerUrl, REDIS_URL: '', WORKER_HEALTH_PORT: String(port) },
  });
  const statusOf = async (path: string): Promise<number> => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
  try {
    await worker.untilOutput('worker ready');
    // Another address of this machine, where HOST does not listen by default.
    const other = fetch(`http://127.0.0.2:${port}/healthz`).then(
      () => 'responds',
      () => 'refused',
    );
    expect(await other).toBe('refused');
    expect([await statusOf('/healthz'), await statusOf('/readyz'), await statusOf('/')]).toEqual([200, 200, 404]);
  } finally {
    await worker.stop();
  }
});
