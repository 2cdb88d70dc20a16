import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchDefinitions, matchOperations, type OperationIdentity } from '../src/index.ts';

const operation = (name: string, method: string, path?: string, operationId?: string): OperationIdentity => ({
  name,
  method,
  path,
  operationId,
});

describe('operations are matched', () => {
  test.each([
    [
      'by operationId, whatever else changed',
      [operation('a', 'GET', '/a', 'x'), operation('b', 'GET', '/b')],
      [operation('c', 'POST', '/b', 'x'), operation('d', 'GET', '/b')],
      [
        { before: 0, after: 0, by: 'operationId' },
        { before: 1, after: 1, by: 'methodAndPath' },
      ],
    ],
    [
      'by method and path, whatever the parameters are called',
      [operation('a', 'GET', '/users/{id}/pets/{pet}', 'x')],
      [operation('b', 'GET', '/users/{userId}/pets/{petId}', 'y')],
      [{ before: 0, after: 0, by: 'methodAndPath' }],
    ],
    [
      'by name, when nothing better is left',
      [operation('onPetSold', 'POST')],
      [operation('onPetSold', 'POST')],
      [{ before: 0, after: 0, by: 'name' }],
    ],
    [
      'never on a guess: a repeated key counts for nothing',
      [operation('a', 'GET', '/a/{x}'), operation('b', 'GET', '/a/{y}')],
      [operation('c', 'GET', '/a/{z}')],
      [],
    ],
    ['never when the method is another', [operation('a', 'GET', '/a')], [operation('b', 'PUT', '/a')], []],
  ])('%s', (_what, before, after, matches) => {
    expect(matchOperations(before, after)).toEqual(matches);
  });
});

describe('definitions are matched', () => {
  test('by name without regard to case, then by content', () => {
    const before = [
      { name: 'Pet', content: '1' },
      { name: 'Tag', content: '2' },
      { name: 'Old', content: '3' },
    ];
    const after = [
      { name: 'Label', content: '2' },
      { name: 'pet', content: '9' },
      { name: 'New', content: '4' },
    ];
    expect(matchDefinitions(before, after)).toEqual([
      { before: 1, after: 0, by: 'content' },
      { before: 0, after: 1, by: 'name' },
    ]);
  });
});

test('no item is matched twice, and swapping the versions gives the same pairs', () => {
  const text = fc.constantFrom('a', 'b', 'c', 'd');
  const any = fc.record({
    name: text,
    method: fc.constantFrom('GET', 'PUT'),
    path: text,
    operationId: fc.option(text, { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(any), fc.array(any), (before, after) => {
      const matches = matchOperations(before, after);
      expect(new Set(matches.map((match) => match.before)).size).toBe(matches.length);
      expect(new Set(matches.map((match) => match.after)).size).toBe(matches.length);
      const mirrored = matchOperations(after, before).map((match) => ({
        before: match.after,
        after: match.before,
        by: match.by,
      }));
      expect(new Set(mirrored.map((match) => JSON.stringify(match)))).toEqual(
        new Set(matches.map((match) => JSON.stringify(match))),
      );
    }),
  );
});
