import { describe, expect, it } from 'vitest';
import { createConnectionShares } from '../src/scope/connection-shares.ts';

describe('The shares of connections', () => {
  it('leave connections to others while one organisation asks for all of them', () => {
    const shares = createConnectionShares({ poolSize: 10, timeoutMs: 60_000 });
    const ready: string[] = [];
    for (let index = 0; index < 20; index += 1) shares.take('a', () => ready.push('a'));
    shares.take('b', () => ready.push('b'));
    expect(ready).toEqual([...Array.from({ length: 7 }, () => 'a'), 'b']);
    expect(shares.waiting).toBe(13);
  });

  it('pass to those that wait, in their order, and are all free in the end', () => {
    const shares = createConnectionShares({ poolSize: 1, timeoutMs: 60_000 });
    const ready: number[] = [];
    for (let index = 0; index < 3; index += 1) shares.take('a', () => ready.push(index));
    expect(ready).toEqual([0]);
    for (let index = 0; index < 3; index += 1) shares.free('a');
    expect(ready).toEqual([0, 1, 2]);
    expect(shares.waiting).toBe(0);
    shares.take('a', () => ready.push(3));
    expect(ready).toEqual([0, 1, 2, 3]);
  });

  it('fail a request that waits too long, and give it no connection later', async () => {
    const shares = createConnectionShares({ poolSize: 1, timeoutMs: 1 });
    const outcomes: unknown[] = [];
    shares.take('a', () => undefined);
    const error = await new Promise((resolve) => {
      shares.take('a', (refusal) => {
        outcomes.push(refusal);
        resolve(refusal);
      });
    });
    expect(String(error)).toContain('timeout exceeded');
    shares.free('a');
    expect(outcomes).toHaveLength(1);
    expect(shares.waiting).toBe(0);
  });
});
