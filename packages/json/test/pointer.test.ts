import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendToken, childAt, encodeFragment, joinPointer, splitPointer } from '../src/index.ts';

describe('JSON Pointers', () => {
  it('split into the tokens that they were joined from, for any tokens', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (tokens) => {
        expect(splitPointer(joinPointer(tokens))).toEqual(tokens);
      }),
    );
  });

  it('escape ~ and / as RFC 6901, section 3, says', () => {
    expect(joinPointer(['a/b', 'm~n', '~1', 0])).toBe('/a~1b/m~0n/~01/0');
    expect(appendToken('/paths', '/users')).toBe('/paths/~1users');
    expect(splitPointer('')).toEqual([]);
  });

  it('are percent-encoded as fragments, lone surrogates included', () => {
    expect(encodeFragment(['a b', 'c%d', '\ud800'])).toBe('/a%20b/c%25d/%EF%BF%BD');
  });

  it('name own members and array items only', () => {
    expect(childAt({ constructor: 1 }, 'constructor')).toBe(1);
    expect(childAt({}, 'constructor')).toBeUndefined();
    expect(childAt(['x'], '0')).toBe('x');
    expect(childAt(['x'], '00')).toBeUndefined();
    expect(childAt('text', '0')).toBeUndefined();
  });
});
