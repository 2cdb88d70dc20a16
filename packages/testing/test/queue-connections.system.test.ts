import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { waitFor } from '@connectory/harness';
import { consumeJobs, createQueueProducer } from '@connectory/queue';
import { afterAll, beforeAll, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../src/index.ts';

/** `ReadyForQuery` of an idle session: the last message of the server when a connection opens. */
const readyForQuery = Buffer.from('5a0000000549', 'hex');

/** `ErrorResponse` of an administrator's `pg_terminate_backend`. */
const terminated = errorResponse('SFATAL', 'C57P01', 'Mterminating connection due to administrator command');

function errorResponse(...fields: string[]): Buffer {
  const body = Buffer.concat([...fields.map((field) => Buffer.from(`${field}\0`)), Buffer.from([0])]);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** A proxy of PostgreSQL. A connection is ended in the very packet that opens it if `breaks` says so. */
async function startProxy(databaseUrl: string, breaks: () => boolean) {
  const url = new URL(databaseUrl);
  const target = { host: url.hostname, port: Number(url.port) };
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target);
    let ready = false;
    for (const socket of [client, upstream]) open.add(socket.on('error', () => undefined));
    client.pipe(upstream);
    upstream.on('data', (data) => {
      const becomesReady = !ready && data.subarray(-readyForQuery.length).equals(readyForQuery);
      ready ||= becomesReady;
      if (becomesReady && breaks()) {
        client.end(Buffer.concat([data, terminated]));
        upstream.destroy();
      } else {
        client.write(data);
      }
    });
    upstream.on('close', () => client.destroySoon());
    client.on('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url.port = String((server.address() as AddressInfo).port);
  // Without the socket file, which would bypass the proxy.
  url.search = '';
  return {
    url: url.href,
    stop: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

// The first connection of a worker reads the schema of the queue, the second one listens, later ones take jobs. An error without a listener
// ends this process.
test.each([[[1]], [[2]], [[3]], [[1, 2, 3, 4, 5, 6]], [[2, 4, 6, 8]]])(
  'a consumer replaces its connections %j that break while they open',
  async (broken) => {
    let opened = 0;
    const proxy = await startProxy(database.url, () => broken.includes((opened += 1)));
    const options = { databaseUrl: database.url, prefix: `breaking-${broken.join('-')}`, onError: () => undefined };
    const producer = createQueueProducer(options);
    const done: string[] = [];
    const consumer = consumeJobs(
      'import',
      { ...options, databaseUrl: proxy.url, concurrency: 1, lockDurationMs: 2_000 },
      async ({ importId }) => void done.push(importId),
    );
    try {
      await producer.add('import', 'import-1', { importId: 'import-1' });
      await waitFor(async () => done.includes('import-1'), {
        timeoutMs: 60_000,
        describe: () => `the job is done; ${opened} connections opened`,
      });
      // A consumer that waits for a job listens.
      await producer.add('import', 'import-2', { importId: 'import-2' });
      await waitFor(async () => done.includes('import-2'), {
        timeoutMs: 60_000,
        describe: () => `the second job is done; ${opened} connections opened`,
      });
    } finally {
      await consumer.close();
      await producer.close();
      await proxy.stop();
    }
  },
  150_000,
);
