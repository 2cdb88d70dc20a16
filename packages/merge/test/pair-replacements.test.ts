import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairReplacements } from '../src/index.ts';

const key = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined });
const entities = (prefix: string) =>
  fc
    .array(fc.tuple(key, key), { maxLength: 6 })
    .map((list) => list.map((keys, index) => ({ id: `${prefix}${index}`, keys })));

describe('the replacements of deleted entities', () => {
  it('pair each entity once, by a common key, and leave no two with one', () => {
    fc.assert(
      fc.property(entities('deleted'), entities('made'), (deleted, made) => {
        const pairs = pairReplacements(deleted, made);
        expect(new Set(pairs.values()).size).toBe(pairs.size);
        const share = (one: (typeof deleted)[number], other: (typeof made)[number]): boolean =>
          one.keys.some((value, level) => value !== undefined && value === other.keys[level]);
        for (const one of deleted)
          for (const other of made) {
            if (pairs.get(other.id) === one.id) expect(share(one, other)).toBe(true);
            const isFree = !pairs.has(other.id) && ![...pairs.values()].includes(one.id);
            if (isFree) expect(share(one, other)).toBe(false);
          }
      }),
    );
  });

  it('pair by a stronger key first', () => {
    const deleted = [
      { id: 'byName', keys: ['GET /b', 'get'] },
      { id: 'byPath', keys: ['GET /a', 'list'] },
    ];
    expect(pairReplacements(deleted, [{ id: 'made', keys: ['GET /a', 'get'] }])).toEqual(new Map([['made', 'byPath']]));
  });

  it('are none without deleted or made entities', () => {
    expect(pairReplacements([], [{ id: 'made', keys: ['a'] }])).toEqual(new Map());
    expect(pairReplacements([{ id: 'deleted', keys: ['a'] }], [])).toEqual(new Map());
  });
});
