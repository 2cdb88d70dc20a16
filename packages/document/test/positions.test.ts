import type { Json } from '@connectory/importer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Draw, type Printed, printJson, printYaml } from './print-document.ts';
import { locateOne, read } from './read.ts';

const key = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '200',
    '0200',
    '1.10',
    '1e3',
    'on',
    'True',
    'null',
    '~',
    '/a/{b}',
    '<<',
    'a: b',
    '- a',
  ),
);
const { node } = fc.letrec<{ node: Json; leaf: Json; list: Json; map: Json }>((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('list'), tie('map')),
  leaf: fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom<Json>('a: b', '# no', '{x', '"', "'", ': ', ' :'),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  ),
  list: fc.array(tie('node'), { maxLength: 4 }),
  map: members(tie('node')),
}));

/** Random objects whose keys are all own members, `__proto__` included. */
function members(value: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 4 }).map(own);
}

function own(entries: readonly (readonly [string, Json])[]): Json {
  return Object.fromEntries(entries);
}

const documents = fc
  .uniqueArray(fc.tuple(key, node), { selector: ([name]) => name, maxLength: 4 })
  .map((entries) => own([['openapi', '3.1.0'], ...entries.filter(([name]) => name !== 'openapi' && name !== '<<')]));

/** Random choices that fast-check can shrink. */
const draws = fc.array(fc.nat({ max: 59 }), { minLength: 1, maxLength: 80 }).map((numbers) => (): Draw => {
  let at = 0;
  return (count) => (numbers[at++ % numbers.length] ?? 0) % count;
});

async function expectPlaces(value: Json, printed: Printed): Promise<void> {
  const parsed = await read(printed.text);
  expect(parsed.root).toEqual(value);
  const found = parsed.locate(new Set(printed.offsets.keys()));
  const expected = new Map(
    [...printed.offsets].map(([pointer, offset]) => [pointer, positionOf(printed.text, offset)]),
  );
  expect(found).toEqual(expected);
  // Located one by one, so that the cursor skips all other values.
  for (const [pointer, position] of expected) {
    expect(parsed.locate(new Set([pointer]))).toEqual(new Map([[pointer, position]]));
  }
}

/** Line and column by plain counting. */
function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

describe('locate', { timeout: 60_000 }, () => {
  test('finds every key and item of JSON with any blanks between them', async () => {
    await fc.assert(
      fc.asyncProperty(documents, draws, async (value, draw) => expectPlaces(value, printJson(value, draw()))),
      { numRuns: 400 },
    );
  });

  test('finds every key and item of YAML in block and flow style, between comments and blank lines', async () => {
    await fc.assert(
      fc.asyncProperty(documents, draws, async (value, draw) => expectPlaces(value, printYaml(value, draw()))),
      { numRuns: 600 },
    );
  });

  test('counts columns in UTF-16 code units', async () => {
    expect(locateOne(await read('{"openapi":"3.0.0","😀":1,"b":2}'), '/b')).toBe('1:27');
    expect(locateOne(await read('{openapi: 3.0.0, 😀: 1, b: 2}'), '/b')).toBe('1:25');
  });

  test('finds values behind aliases and merge keys where they are written', async () => {
    const yaml = [
      'openapi: 3.0.0',
      'x-base: &base',
      '  &first one: {deep: 1}',
      '  two: 2',
      'x-list: &list [*base, three]',
      'x-use: *list',
      'x-merged:',
      '  <<: [*base, {four: 4}]',
      '  two: own',
      '  "<<": text',
    ].join('\n');
    const document = await read(yaml);
    expect(locateOne(document, '/x-use/0/two')).toBe('4:3');
    expect(locateOne(document, '/x-use/1')).toBe('5:23');
    expect(locateOne(document, '/x-merged/one/deep')).toBe('3:16');
    expect(locateOne(document, '/x-merged/four')).toBe('8:16');
    expect(locateOne(document, '/x-merged/two')).toBe('9:3');
    expect(locateOne(document, '/x-merged/<<')).toBe('10:3');
  });

  test('finds keys without a blank after them, keys after a tag or anchor, and keys without a value', async () => {
    expect(locateOne(await read(`{"openapi":"3.0.0",'a':1,"b":[2],}`), '/b/0')).toBe('1:31');
    expect(locateOne(await read('openapi: 3.0.0\na: !!map\n  !!str b: 1\n  &c d: 2'), '/a/d')).toBe('4:3');
    expect(locateOne(await read('? openapi\n: 3.0.0\n? a\n: b: 1'), '/a/b')).toBe('4:3');
    expect(locateOne(await read('openapi: 3.0.0\na: {b, c: 1}\n'), '/a/c')).toBe('2:8');
    expect(locateOne(await read('openapi: 3.0.0\na: {b, c: 1}\n'), '/a/b')).toBe('2:5');
    expect(locateOne(await read('openapi: 3.0.0\na:\nb:\n  c: 1\n'), '/a')).toBe('2:1');
    expect(locateOne(await read('openapi: 3.0.0\na:\nb:\n  c: 1\n'), '/b/c')).toBe('4:3');
  });

  test.each([
    ['JSON', '{"openapi": "3.0.0", "a": [1, {"b": 2}]}'],
    ['YAML', 'openapi: 3.0.0\na: [1, {b: 2}]'],
  ])('leaves out pointers that lead nowhere in %s', async (_, text) => {
    const document = await read(text);
    const nowhere = ['/b', '/a/2', '/a/-1', '/a/01', '/a/1/c', '/a/1/b/0', '/openapi/0', '/a/length', '/toString'];
    expect([...document.locate(new Set([...nowhere, '/a/1/b'])).keys()]).toEqual(['/a/1/b']);
  });

  test('finds the last of two members with the same key', async () => {
    expect(locateOne(await read('{"openapi":"3.0.0",\n"a":{"b":1},\n"a":{"b":2}}'), '/a/b')).toBe('3:6');
    expect(locateOne(await read('openapi: 3.0.0\na: {b: 1}\na: {b: 2}'), '/a/b')).toBe('3:5');
  });

  test('finds members inherited through a chain of 20,000 merges', async () => {
    const links = Array.from({ length: 20_000 }, (_, at) => `a${at + 1}: &a${at + 1} {<<: *a${at}}`);
    const document = await read(['openapi: 3.0.0', 'a0: &a0 {x: 1}', ...links].join('\n'));
    expect(locateOne(document, '/a20000/x')).toBe('2:10');
  });

  test('ends for mappings that merge themselves and for doubling aliases', async () => {
    const links = Array.from({ length: 60 }, (_, at) => `a${at + 1}: &a${at + 1} {<<: [*a${at}, *a${at}]}`);
    const document = await read(['openapi: 3.0.0', 'a0: &a0 {x: 1}', ...links].join('\n'));
    expect(locateOne(document, '/a60/x')).toBe('2:10');
    expect(locateOne(document, '/a60/y')).toBeUndefined();
  });
});
