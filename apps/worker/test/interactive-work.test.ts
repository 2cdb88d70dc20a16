import { describe, expect, test } from 'vitest';
import { createInteractiveWork } from '../src/imports/interactive-work.ts';

/** Work that ends when `end` is called. */
function pending(): { promise: Promise<void>; end: () => void } {
  let end: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { promise, end };
}

describe('bulk work', () => {
  test('does not wait while nothing interactive runs', async () => {
    await createInteractiveWork().untilQuiet(60_000);
  });

  test('waits until the last interactive import has succeeded or failed', async () => {
    const interactive = createInteractiveWork();
    const [first, second] = [pending(), pending()];
    const done = interactive.during(() => first.promise);
    const failed = interactive.during(async () => {
      await second.promise;
      throw new Error('failed');
    });
    let quiet = false;
    const waiting = interactive.untilQuiet(60_000).then(() => {
      quiet = true;
    });
    first.end();
    await done;
    expect(quiet).toBe(false);
    second.end();
    await expect(failed).rejects.toThrow('failed');
    await waiting;
    await interactive.untilQuiet(60_000);
  });

  test('sees interactive imports as recent for a while after their end', async () => {
    const interactive = createInteractiveWork();
    expect(interactive.isRecent(60_000)).toBe(false);
    const work = pending();
    const running = interactive.during(() => work.promise);
    expect(interactive.isRecent(0)).toBe(true);
    work.end();
    await running;
    expect([interactive.isRecent(60_000), interactive.isRecent(-1)]).toEqual([true, false]);
  });

  test('continues after its patience while interactive imports are running', async () => {
    const interactive = createInteractiveWork();
    const endless = pending();
    const running = interactive.during(() => endless.promise);
    await interactive.untilQuiet(10);
    endless.end();
    await running;
  });
});
