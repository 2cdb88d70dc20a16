import { describe, expect, it } from 'vitest';
import { newId } from '../src/auth-schemes/new-id.ts';

describe('newId', () => {
  it('makes ULIDs that sort by time and differ', () => {
    const ids = [0, 1, 31, 32, 1_795_000_000_000, 2 ** 48 - 1].map((time) => newId(time));
    for (const id of ids) expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    expect([...ids].sort()).toEqual(ids);
    expect(newId(5)).not.toBe(newId(5));
  });

  it('writes the time as the specification of ULID does', () => {
    expect(newId(1_469_918_176_385).slice(0, 10)).toBe('01ARYZ6S41');
  });
});
