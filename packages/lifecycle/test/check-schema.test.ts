import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkSchema, renameReferences } from '../src/index.ts';

const messagesOf = (schema: Parameters<typeof checkSchema>[0]): readonly string[] =>
  checkSchema(schema, { hasName: () => true, schemaOf: () => undefined }).map(({ message }) => message);

afterEach(() => {
  vi.restoreAllMocks();
});

/** Records what the engine has to read. */
function watchPatterns(): () => readonly string[] {
  const spy = vi.spyOn(globalThis, 'RegExp');
  return () => spy.mock.calls.map(([pattern]) => String(pattern));
}

describe('patterns of a schema', () => {
  it.each([
    [String.raw`\p{L}+\p{Lu}\P{L}[\p{L}\p{L}_-]`, true],
    [String.raw`\p{L}\\\p{L}\\\\p`, true],
    [String.raw`\p{L}\p{Nonsense}`, false],
    [String.raw`\p{L}[\p{L}-z]`, false],
    [String.raw`\p{L}\\p{L}`, false],
    [String.raw`\p{L}\p{L`, false],
    ['(', false],
    [String.raw`(?<a>\p{L})\k<a>\p{L}{2,3}`, true],
  ])('are regular expressions or are reported: %s', (pattern, isRight) => {
    let engine = true;
    try {
      expect(new RegExp(pattern, 'u')).toBeInstanceOf(RegExp);
    } catch {
      engine = false;
    }
    expect(engine).toBe(isRight);
    expect(messagesOf({ pattern })).toEqual(isRight ? [] : [expect.stringContaining('no regular expression')]);
  });

  it('give the engine each class of a property once', () => {
    const patterns = watchPatterns();
    expect(messagesOf({ pattern: String.raw`\p{L}`.repeat(10_000) })).toEqual([]);
    expect(patterns().map((pattern) => pattern.split('p{L}').length - 1)).toEqual([1]);
  });

  it('are checked up to a number of characters, whether they are few or many', () => {
    for (const properties of [
      { a: { pattern: '(' + 'x'.repeat(500_000) } },
      Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`p${at}`, { pattern: `[${'x'.repeat(500)}]` }])),
    ]) {
      const patterns = watchPatterns();
      expect(messagesOf({ properties })).toEqual([]);
      expect(patterns().reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(64 * 1024);
      vi.restoreAllMocks();
    }
  });
});

describe('references of a schema', () => {
  it('to an anchor lead to one of the schema', () => {
    const $defs = { a: { $anchor: 'here' }, b: { $dynamicAnchor: 'there' } };
    expect(messagesOf({ $defs, allOf: [{ $ref: '#here' }, { $dynamicRef: '#there' }, { $ref: '#' }] })).toEqual([]);
    const gone = ['The reference "#gone" leads nowhere.', 'The reference "#%F0" leads nowhere.'];
    expect(messagesOf({ $defs, allOf: [{ $ref: '#gone' }, { $dynamicRef: '#%F0' }] })).toEqual(gone);
  });

  it('are renamed in one pass, each from its first name', () => {
    const names = new Map([
      ['A', 'B'],
      ['B', 'A'],
      ['C', 'D'],
    ]);
    const schema = {
      allOf: ['A.json', 'B.json#/x', 'C.json', 'E.json', '#/A'].map(($ref) => ({ $ref })),
      const: 'A.json',
    };
    expect(renameReferences(schema, (name) => names.get(name) ?? name)).toEqual({
      allOf: ['B.json', 'A.json#/x', 'D.json', 'E.json', '#/A'].map(($ref) => ({ $ref })),
      const: 'A.json',
    });
  });
});
