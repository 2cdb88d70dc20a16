import { consumeJobs, createQueueProducer, migrateQueue, type QueueConsumer } from '@connectory/queue';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../src/index.ts';

test('the queue on PostgreSQL delivers jobs without writing events that nobody reads', async () => {
  const database = await createTestDatabase();
  // A second migration, as after an upgrade.
  await migrateQueue(database.url);
  const options = { databaseUrl: database.url, prefix: 'events', onError: () => undefined };
  const producer = createQueueProducer(options);
  const consumers: QueueConsumer[] = [];
  const delivered = new Promise<string>((resolve) => {
    const process = async ({ importId }: { importId: string }): Promise<void> => resolve(importId);
    consumers.push(consumeJobs('import', { ...options, concurrency: 1, lockDurationMs: 30_000 }, process));
  });
  await producer.add('import', 'job', { importId: 'an import' });
  expect(await delivered).toBe('an import');
  await Promise.all(consumers.map((consumer) => consumer.close()));
  await producer.close();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  expect((await client.query('select event from bullmq.event')).rows).toEqual([]);
  await client.end();
  await database.drop();
});
