import { createLogger } from '@connectory/runtime';
import { afterAll, describe, expect, test } from 'vitest';
import { ChildDiedError, createChildPool } from '../src/imports/child-pool.ts';

const pool = createChildPool({
  entry: new URL('./fixtures/misbehaving-child.mjs', import.meta.url),
  size: 2,
  // Odd: what is worked out of it must be whole all the same.
  heapMb: 65,
  timeoutMs: 5_000,
  logger: createLogger({ service: 'test', level: 'silent' }),
});
const run = (
  importId: string,
  signal = new AbortController().signal,
  onStep: (step: object) => void = () => undefined,
) => pool.run({ importId, claimToken: '', attempt: 1, requestId: null, traced: false }, { signal, onStep });
const deathOf = async (importId: string): Promise<unknown> => {
  const error = await run(importId).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof ChildDiedError ? error.death : error;
};

describe('a pool of import children', () => {
  afterAll(() => pool.close());

  test('gives back the answer and the steps of a child', async () => {
    const steps: object[] = [];
    expect(await run('step', undefined, (step) => steps.push(step))).toMatchObject({ outcome: 'succeeded' });
    expect(steps).toEqual([{ kind: 'step', stage: 'mapping', done: 1, total: 2 }]);
  });

  test('runs more tasks than it has children', async () => {
    const ends = await Promise.all(Array.from({ length: 20 }, () => run('answer')));
    expect(ends).toHaveLength(20);
  });

  test.each(['fill-heap', 'one-large-allocation'])(
    'survives a child that exceeds its heap (%s) and says so',
    async (task) => {
      expect(await deathOf(task)).toBe('out-of-memory');
      expect(await run('answer')).toMatchObject({ outcome: 'succeeded' });
    },
  );

  test('ends a child that takes too long, though it never yields, and goes on', async () => {
    expect(await deathOf('loop-forever')).toBe('timed-out');
    expect(await run('answer')).toMatchObject({ outcome: 'succeeded' });
  });

  test('tells of a child that was killed or left without an answer', async () => {
    expect(await deathOf('exit')).toBe('killed');
  });

  test('tells of a child that the system would not start, and goes on once it does', async () => {
    const other = createChildPool({
      entry: new URL('./fixtures/misbehaving-child.mjs', import.meta.url),
      size: 1,
      heapMb: 64,
      timeoutMs: 60_000,
      logger: createLogger({ service: 'test', level: 'silent' }),
    });
    const task = { importId: 'answer', claimToken: '', attempt: 1, requestId: null, traced: false };
    const runOther = () => other.run(task, { signal: new AbortController().signal, onStep: () => undefined });
    const { execPath } = process;
    process.execPath = '/no/such/node';
    try {
      await expect(runOther()).rejects.toMatchObject({ death: 'killed' });
    } finally {
      process.execPath = execPath;
    }
    expect(await runOther()).toMatchObject({ outcome: 'succeeded' });
    await other.close();
  });

  test('a task that is no longer wanted ends its child at once', async () => {
    const unwanted = new AbortController();
    const ended = run('loop-forever', unwanted.signal).catch((error: unknown) => error);
    unwanted.abort();
    expect(await ended).toMatchObject({ death: 'stopped' });
  });

  test('tasks that wait while children die are run by their successors', async () => {
    const deaths = Promise.all([deathOf('exit'), deathOf('exit'), deathOf('exit'), deathOf('exit')]);
    expect(await run('answer')).toMatchObject({ outcome: 'succeeded' });
    expect(await deaths).toEqual(['killed', 'killed', 'killed', 'killed']);
  });
});
