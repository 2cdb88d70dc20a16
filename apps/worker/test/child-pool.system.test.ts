import { createLogger } from '@connectory/runtime';
import { afterAll, describe, expect, test } from 'vitest';
import { ChildDiedError, createChildPool } from '../src/imports/child-pool.ts';

const pool = createChildPool({
  entry: new URL('./fixtures/misbehaving-child.mjs', import.meta.url),
  size: 2,
  // Odd, because V8 rejects a flag with a fractional size: half of it must be rounded.
  heapMb: 65,
  timeoutMs: 5_000,
  logger: createLogger({ service: 'test', level: 'silent' }),
});
const run = (
  importId: string,
  signal = new AbortController().signal,
  onProgress: (progress: object) => void = () => undefined,
) => pool.run({ importId, claimToken: '', attempt: 1, requestId: null, traced: false }, { signal, onProgress });
const deathOf = async (importId: string): Promise<unknown> => {
  const error = await run(importId).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof ChildDiedError ? error.death : error;
};

describe('a pool of import children', () => {
  afterAll(() => pool.close());

  test('returns the result and the progress of a child', async () => {
    const reported: object[] = [];
    expect(await run('progress', undefined, (progress) => reported.push(progress))).toMatchObject({
      outcome: 'succeeded',
    });
    expect(reported).toEqual([{ kind: 'progress', stage: 'mapping', done: 1, total: 2 }]);
  });

  test('runs more tasks than it has children', async () => {
    const ends = await Promise.all(Array.from({ length: 20 }, () => run('answer')));
    expect(ends).toHaveLength(20);
  });

  test.each(['fill-heap', 'one-large-allocation'])(
    'survives a child that exceeds its heap (%s) and reports the cause',
    async (task) => {
      expect(await deathOf(task)).toBe('out-of-memory');
      expect(await run('answer')).toMatchObject({ outcome: 'succeeded' });
    },
  );

  test('kills a child that exceeds its time limit in an endless loop, and continues', async () => {
    expect(await deathOf('loop-forever')).toBe('timed-out');
    expect(await run('answer')).toMatchObject({ outcome: 'succeeded' });
  });

  test('reports a child that exits without a result', async () => {
    expect(await deathOf('exit')).toBe('killed');
  });

  test('reports a child that the system could not start, and continues once it can', async () => {
    const other = createChildPool({
      entry: new URL('./fixtures/misbehaving-child.mjs', import.meta.url),
      size: 1,
      heapMb: 64,
      timeoutMs: 60_000,
      logger: createLogger({ service: 'test', level: 'silent' }),
    });
    const task = { importId: 'answer', claimToken: '', attempt: 1, requestId: null, traced: false };
    const runOther = () => other.run(task, { signal: new AbortController().signal, onProgress: () => undefined });
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

  test('an aborted task kills its child at once', async () => {
    const unwanted = new AbortController();
    const ended = run('loop-forever', unwanted.signal).catch((error: unknown) => error);
    unwanted.abort();
    expect(await ended).toMatchObject({ death: 'stopped' });
  });

  test('tasks that wait while children die run in new children', async () => {
    const deaths = Promise.all([deathOf('exit'), deathOf('exit'), deathOf('exit'), deathOf('exit')]);
    expect(await run('answer')).toMatchObject({ outcome: 'succeeded' });
    expect(await deaths).toEqual(['killed', 'killed', 'killed', 'killed']);
  });
});
