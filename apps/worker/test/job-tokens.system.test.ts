import { randomBytes } from 'node:crypto';
import {
  acceptImport,
  cancelImport,
  claimNextImport,
  createDatabase,
  createOrganisation,
  type Database,
  releaseImport,
} from '@connectory/database';
import { createQueueProducer, type QueueProducer } from '@connectory/queue';
import { createLogger } from '@connectory/runtime';
import { createTestDatabase, describeOnQueues, type TestDatabase } from '@connectory/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sweepImports } from '../src/upkeep/sweeper.ts';

const lane = { lane: 'import', maxRunning: 0 } as const;
const staleAfterMs = 30_000;

describeOnQueues('jobs as tokens on $name', (backend) => {
  let testDatabase: TestDatabase;
  let database: Database;
  let queue: QueueProducer;
  let organisationId: string;
  const logger = createLogger({ service: 'test', level: 'silent' });

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = createDatabase({ url: testDatabase.url, poolSize: 2, onError: () => undefined });
    ({ id: organisationId } = await createOrganisation(database, 'Test'));
  });

  beforeEach(async () => {
    await database.pool.query('truncate imports cascade');
    await queue?.close();
    queue = createQueueProducer({
      databaseUrl: testDatabase.url,
      redisUrl: backend.redisUrl,
      prefix: `test-${randomBytes(4).toString('hex')}`,
      onError: () => undefined,
    });
  });

  afterAll(async () => {
    await queue.close();
    await database.close();
    await testDatabase.drop();
  });

  const accept = async (): Promise<string> => {
    const options = { schemaURL: 'https://example.com/' };
    const acceptance = await acceptImport(database, { organisationId, options, requestId: 'test' });
    if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
    return acceptance.import.id;
  };
  /** Accepts imports so long ago that their jobs count as lost, unless the queue has them. */
  const acceptEarlier = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) await accept();
    await database.pool.query("update imports set enqueued_at = now() - interval '1 hour'");
  };
  /** Accepts imports that have a job each. */
  const acceptBehind = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) await accept();
    await addJobs(count, 0);
  };
  const addJobs = async (count: number, delayMs: number): Promise<void> => {
    for (let index = 0; index < count; index += 1)
      await queue.add('import', `of-others-${index}-${delayMs}`, { importId: 'other' }, delayMs);
  };
  const sweep = () => sweepImports({ database, queue, logger }, staleAfterMs);

  test('the sweeper adds no job while the queue holds one for each waiting import', async () => {
    await acceptEarlier(5);
    await addJobs(3, 0);
    await addJobs(2, 60_000);
    expect(await sweep()).toEqual({ released: 0, enqueued: 0 });
    expect(await queue.countUndelivered('import')).toBe(5);
  });

  test('the sweeper adds as many jobs as are missing', async () => {
    await acceptEarlier(5);
    await addJobs(3, 0);
    expect(await sweep()).toEqual({ released: 0, enqueued: 2 });
    expect(await queue.countUndelivered('import')).toBe(5);
    expect(await sweep()).toEqual({ released: 0, enqueued: 0 });
  });

  test('the sweeper adds a job for each import of an emptied queue', async () => {
    await acceptEarlier(5);
    expect(await sweep()).toEqual({ released: 0, enqueued: 5 });
  });

  test('sweepers at one time share a long backlog without jobs, and each goes on while there are more', async () => {
    await database.pool.query(
      `insert into imports (id, organisation_id, connector_id, creates_connector, options, request_id, enqueued_at)
       select lpad(n::text, 26, '0'), $1, lpad(n::text, 26, '0'), true, '{}', 'test', null from generate_series(1, 700) n`,
      [organisationId],
    );
    const shares = await Promise.all([sweep(), sweep(), sweep()]);
    expect(shares.reduce((sum, { enqueued }) => sum + enqueued, 0)).toBe(700);
    expect(await queue.countUndelivered('import')).toBe(700);
    expect(await sweep()).toEqual({ released: 0, enqueued: 0 });
  });

  test('an import whose worker died gets a new job in the sweep that releases it, in front of a backlog with jobs', async () => {
    const importId = await accept();
    await claimNextImport(database, lane);
    await database.pool.query("update imports set heartbeat_at = now() - interval '1 minute' where id = $1", [
      importId,
    ]);
    await acceptBehind(20);
    expect(await sweep()).toEqual({ released: 1, enqueued: 1 });
    expect(await claimNextImport(database, lane)).toMatchObject({ importId, attempt: 2 });
  });

  test('the sweeper adds a job for an import whose job could not be added, whatever the queue holds', async () => {
    await accept();
    await database.pool.query('update imports set enqueued_at = null');
    await addJobs(4, 0);
    expect(await sweep()).toEqual({ released: 0, enqueued: 1 });
  });

  test('a failed attempt makes the import due later, with a new job; others are claimed meanwhile', async () => {
    const importId = await accept();
    const claim = await claimNextImport(database, lane);
    if (claim === undefined) throw new Error('not claimed');
    expect(await releaseImport(database, claim, { delayMs: 3_600_000 })).toEqual({ importId, enqueues: 2 });
    expect(await claimNextImport(database, lane)).toBeUndefined();
    const other = await accept();
    expect(await claimNextImport(database, lane)).toMatchObject({ importId: other });
    await database.pool.query('update imports set due_at = now() where id = $1', [importId]);
    expect(await claimNextImport(database, lane)).toMatchObject({ importId, attempt: 2 });
  });

  test('the job of a cancelled import claims another import', async () => {
    const cancelled = await accept();
    const other = await accept();
    await cancelImport(database, cancelled);
    expect(await claimNextImport(database, lane)).toMatchObject({ importId: other });
    expect(await claimNextImport(database, lane)).toBeUndefined();
  });
});
