import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNames, definitionNames, operationNames } from '../src/names/names.ts';
import { readPathTemplate } from '../src/operations/path-template.ts';
import { unicodePattern } from '../src/schemas/regular-expression.ts';
import { globPattern } from '../src/selection/glob-pattern.ts';
import { trimBoth } from '../src/text/trim.ts';

/** The meaning of a glob as a regular expression, which takes exponential time. */
function expressionOf(glob: string): RegExp {
  const parts = glob.replaceAll(/\*{2,}/g, '**').split(/(\*\*|\*|\?)/);
  const wildcards = new Map([
    ['**', '.*'],
    ['*', '[^/]*'],
    ['?', '[^/]'],
  ]);
  return new RegExp(`^${parts.map((part) => wildcards.get(part) ?? part).join('')}$`, 's');
}

describe('Work that grows with a text of the document', () => {
  it('gives globs the meaning of their regular expressions', () => {
    const text = (characters: string) => fc.string({ unit: fc.constantFrom(...characters.split('')), maxLength: 12 });
    fc.assert(
      fc.property(text('ab/*?*'), text('ab/'), (glob, name) => {
        expect(globPattern(glob)(name)).toBe(expressionOf(glob).test(name));
      }),
    );
  });

  it('matches a glob of 250 stars with a name of 20,000 characters', () => {
    expect(globPattern('*a'.repeat(250))('a'.repeat(20_000))).toBe(true);
    expect(globPattern(`${'**a'.repeat(150)}b`)('a'.repeat(20_000))).toBe(false);
  });

  it('reads a path of 20 million characters', () => {
    expect(readPathTemplate(`/${'a'.repeat(20_000_000)}/{id}`, () => false).names).toEqual(new Set(['id']));
  });

  it('trims runs of 200,000 characters', () => {
    const run = '_'.repeat(200_000);
    expect(trimBoth(`${run}a${run}b${run}`, '_')).toBe(`a${run}b`);
  });

  it('frees the hyphens of a pattern that a validator refuses, but not those of its classes', () => {
    expect(unicodePattern(String.raw`a\-b[c\-d]\-[e\-f`)).toBeUndefined();
    expect(unicodePattern(String.raw`a\-b[c\-d]\-e`)).toBe(String.raw`a-b[c\-d]-e`);
    expect(unicodePattern(String.raw`\-`.repeat(100_000))).toBe('-'.repeat(100_000));
  });

  it('numbers 100,000 entities of the same name and hash', () => {
    const names = createNames(operationNames);
    const given = Array.from({ length: 100_000 }, () => names.give('Get', () => 'Get'));
    expect(new Set(given).size).toBe(given.length);
    expect(given[0]).toBe('Get');
    expect(given.slice(-2)).toEqual([expect.stringMatching(/^Get_\w{8}_99998$/), expect.stringMatching(/_99999$/)]);
  });

  it('passes over numbered names that a document has', () => {
    const named = (before: readonly string[]): readonly string[] => {
      const names = createNames(definitionNames);
      for (const name of before) names.give(name, () => '');
      return Array.from({ length: 5 }, () => names.give('Pet', () => 'Pet'));
    };
    const [, hashed] = named([]);
    const given = named([`${hashed}_2`.toUpperCase(), `${hashed}_4`]);
    expect(given).toEqual(['Pet', hashed, `${hashed}_3`, `${hashed}_5`, `${hashed}_6`]);
  });
});
