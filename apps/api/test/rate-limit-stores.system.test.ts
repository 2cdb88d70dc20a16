import { createDatabase, type Database } from '@connectory/database';
import { waitFor } from '@connectory/harness';
import { createTestDatabase, describeOnQueues, type TestDatabase } from '@connectory/testing';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRateLimits, type RateLimits } from '../src/access/rate-limits.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.apiUrl, poolSize: 4, onError: () => undefined });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

async function takeTimes(
  limits: RateLimits,
  budget: { name: string; limit: number; windowSeconds: number },
  times: number,
) {
  const limit = limits.limit(budget);
  return Promise.all(Array.from({ length: times }, () => limit.take('caller')));
}

describeOnQueues('rate limits counted in $name', ({ redisUrl }) => {
  const prefix = `test-${randomBytes(4).toString('hex')}`;
  /** Two processes, as it were, once both count in the store: a Redis is connected to in the background. */
  const openTwo = async (): Promise<readonly [RateLimits, RateLimits]> => {
    const open = (): RateLimits => createRateLimits({ database, redisUrl, prefix, onError: () => undefined });
    const [first, second] = [open(), open()];
    const [once, again] = [first, second].map((limits) => limits.limit({ name: 'probe', limit: 1, windowSeconds: 60 }));
    await waitFor(
      async () => {
        const key = randomBytes(8).toString('hex');
        await once?.take(key);
        const verdict = await again?.take(key);
        return verdict !== undefined && !verdict.allowed;
      },
      { describe: 'both count in the store' },
    );
    return [first, second];
  };

  it('allow the budget of requests over all processes together', async () => {
    const [first, second] = await openTwo();
    const budget = { name: 'together', limit: 10, windowSeconds: 60 };
    const verdicts = (await Promise.all([takeTimes(first, budget, 20), takeTimes(second, budget, 20)])).flat();
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(10);
    for (const { resetSeconds } of verdicts) {
      expect(resetSeconds).toBeGreaterThan(0);
      expect(resetSeconds).toBeLessThanOrEqual(60);
    }
    await Promise.all([first.close(), second.close()]);
  });

  it('count each budget and key separately, and return the remaining quota', async () => {
    const [limits, other] = await openTwo();
    const [reads, writes] = ['apart-a', 'apart-b'].map((name) => limits.limit({ name, limit: 3, windowSeconds: 60 }));
    await reads?.take('one');
    expect(await reads?.take('one')).toMatchObject({ allowed: true, remaining: 1 });
    expect(await reads?.take('other')).toMatchObject({ allowed: true, remaining: 2 });
    expect(await writes?.take('one')).toMatchObject({ allowed: true, remaining: 2 });
    await Promise.all([limits.close(), other.close()]);
  });

  it('start again after the window', async () => {
    const [limits, other] = await openTwo();
    const limit = limits.limit({ name: 'window', limit: 1, windowSeconds: 1 });
    expect((await limit.take('one')).allowed).toBe(true);
    expect(await limit.take('one')).toMatchObject({ allowed: false, remaining: 0, resetSeconds: 1 });
    await expect.poll(async () => (await limit.take('one')).allowed).toBe(true);
    await Promise.all([limits.close(), other.close()]);
  });
});

describe('rate limits with an unreachable store', () => {
  it.each([
    ['a Redis', 'redis://127.0.0.1:1'],
    ['a database', undefined],
  ])('are counted per process, which is logged once: %s', async (_what, redisUrl) => {
    const nowhere = createDatabase({
      url: 'postgresql://nobody@127.0.0.1:1/none',
      poolSize: 1,
      onError: () => undefined,
    });
    const errors: Error[] = [];
    const limits = createRateLimits({
      database: nowhere,
      redisUrl,
      prefix: 'test',
      onError: (error) => errors.push(error),
    });
    const verdicts = await takeTimes(limits, { name: 'alone', limit: 2, windowSeconds: 60 }, 4);
    expect(verdicts.map(({ allowed }) => allowed)).toEqual([true, true, false, false]);
    expect(errors).toHaveLength(1);
    await limits.close();
    await nowhere.close();
  });
});

it('the table of counts is unlogged, because every request writes to it', async () => {
  const client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
  const { rows } = await client.query("select relpersistence from pg_class where relname = 'rate_limits'");
  expect(rows).toEqual([{ relpersistence: 'u' }]);
  await client.end();
});
