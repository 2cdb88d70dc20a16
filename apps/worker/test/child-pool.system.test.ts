import { createDatabase } from '@connectory/database';
import { createLogger } from '@connectory/runtime';
import { afterAll, describe, expect, test } from 'vitest';
import { type ChildPoolOptions, createChildPool } from '../src/imports/child-pool.ts';
import { ChildDiedError, type ImportChild } from '../src/imports/import-child.ts';
import { ImportDefectError } from '../src/imports/import-defect-error.ts';

const options: ChildPoolOptions = {
  entry: new URL('./fixtures/misbehaving-child.mjs', import.meta.url),
  size: 2,
  // Odd, because V8 rejects a flag with a fractional size: half of it must be rounded.
  heapMb: 65,
  timeoutMs: 120_000,
  logger: createLogger({ service: 'test', level: 'silent' }),
  // Never connects: no statement is sent.
  openDatabase: () => createDatabase({ url: 'postgresql://127.0.0.1:1/x', poolSize: 1, onError: () => undefined }),
};
const pool = createChildPool(options);

/** Calls a child that does what `behaviour` says. @returns the parts of its reply. */
const ask =
  (behaviour: string) =>
  async (child: ImportChild): Promise<readonly (readonly [string, unknown])[]> => {
    const parts: (readonly [string, unknown])[] = [];
    for await (const { part, bytes } of child.call('plan', behaviour as never))
      parts.push([part, JSON.parse(bytes.toString())]);
    return parts;
  };
const run = (behaviour: string, signal = new AbortController().signal) => pool.run(ask(behaviour), signal);
const deathOf = async (behaviour: string): Promise<unknown> => {
  const error = await run(behaviour).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof ChildDiedError ? error.death : error;
};

describe('a pool of import children', () => {
  afterAll(() => pool.close());

  test('returns the parts of a reply', async () => {
    expect(await run('progress')).toEqual([['progress', { stage: 'mapping', done: 1, total: 2 }]]);
  });

  test('has no environment: no URL of a database, no secret', async () => {
    const [[, seen] = []] = await run('environment');
    expect(seen).toEqual({ env: [], argv: [] });
  });

  test('reports what a call threw as a defect, and keeps the child', async () => {
    await expect(run('throw')).rejects.toThrow(ImportDefectError);
    expect(await run('answer')).toEqual([]);
  });

  test.each(['no-frame', 'no-parts', 'part-beyond-frame', 'bytes-of-no-part'])(
    'kills a child that sends anything but frames of parts: %s',
    async (behaviour) => {
      expect(await deathOf(behaviour)).toBe('killed');
    },
  );

  test('replaces a child whose reply was not read to the end', async () => {
    const impatient = async (child: ImportChild): Promise<void> => {
      for await (const _ of child.call('plan', 'progress' as never)) throw new Error('enough');
    };
    await expect(pool.run(impatient, new AbortController().signal)).rejects.toThrow('enough');
    expect(await run('answer')).toEqual([]);
  });

  test('runs more tasks than it has children', async () => {
    const ends = await Promise.all(Array.from({ length: 20 }, () => run('answer')));
    expect(ends).toHaveLength(20);
  });

  test.each(['fill-heap', 'one-large-allocation'])(
    'survives a child that exceeds its heap (%s) and reports the cause',
    async (task) => {
      expect(await deathOf(task)).toBe('out-of-memory');
      expect(await run('answer')).toEqual([]);
    },
  );

  test('kills a child that exceeds its time limit in an endless loop', async () => {
    const hasty = createChildPool({ ...options, size: 1, timeoutMs: 3_000 });
    const looping = hasty.run(ask('loop-forever'), new AbortController().signal);
    await expect(looping).rejects.toMatchObject({ death: 'timed-out' });
    await hasty.close();
  });

  test('reports a child that exits without a result', async () => {
    expect(await deathOf('exit')).toBe('killed');
  });

  test('reports a child that the system could not start, and continues once it can', async () => {
    const other = createChildPool({ ...options, size: 1 });
    const runOther = () => other.run(ask('answer'), new AbortController().signal);
    const { execPath } = process;
    process.execPath = '/no/such/node';
    try {
      await expect(runOther()).rejects.toMatchObject({ death: 'killed' });
    } finally {
      process.execPath = execPath;
    }
    expect(await runOther()).toEqual([]);
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
    expect(await run('answer')).toEqual([]);
    expect(await deaths).toEqual(['killed', 'killed', 'killed', 'killed']);
  });
});
