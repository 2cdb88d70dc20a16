import { gzipSync } from 'node:zlib';
import type { Json } from '@connectory/importer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultDocumentLimits, readDocument } from '../src/index.ts';
import { locateOne, read, readFault } from './read.ts';

const { maxDepth } = defaultDocumentLimits;

/** Documents that nest to `depth` levels, the root included. */
const nested: readonly (readonly [string, (depth: number) => string])[] = [
  ['JSON arrays', (depth) => `{"openapi":"3.0.0","a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`],
  ['JSON objects', (depth) => `{"openapi":"3.0.0","a":${'{"a":'.repeat(depth - 2)}{}${'}'.repeat(depth - 2)}}`],
  ['YAML flow', (depth) => `openapi: 3.0.0\na: ${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}`],
  ['YAML blocks', (depth) => `openapi: 3.0.0\n${blocks(depth - 1)}${' '.repeat(depth - 1)}x: 1`],
  ['YAML dashes', (depth) => `openapi: 3.0.0\na:\n  ${'- '.repeat(depth - 1)}x`],
  ['YAML aliases of aliases', (depth) => `openapi: 3.0.0\na0: &a0 [x]\n${aliases(depth - 2)}`],
];

function blocks(count: number): string {
  return Array.from({ length: count }, (_, at) => `${' '.repeat(at)}a:\n`).join('');
}

function aliases(count: number): string {
  return Array.from({ length: count }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}]\n`).join('');
}

describe('depth', { timeout: 60_000 }, () => {
  test.each(nested)('%s are accepted up to the limit and refused one level beyond', async (_, build) => {
    await read(build(maxDepth));
    const fault = await readFault(build(maxDepth + 1));
    expect(fault.code).toBe('document_too_deep');
    expect(fault.message).toMatch(/deeper than 500 levels.*line \d+, column \d+/);
  });

  test.each(nested)('3,000 levels of %s end in one clear fault', async (_, build) => {
    expect((await readFault(build(3_000))).code).toBe('document_too_deep');
  });

  test('a million brackets that never close end in one clear fault', async () => {
    expect((await readFault('['.repeat(1_000_000))).code).toBe('document_too_deep');
    expect((await readFault('{"a":'.repeat(200_000))).code).toBe('document_too_deep');
  });

  test('brackets in YAML text do not count as nesting', async () => {
    await read(`openapi: 3.0.0\na: |\n${'  [\n'.repeat(2_000)}`);
  });

  test('brackets inside strings do not count as nesting', async () => {
    await read(JSON.stringify({ openapi: '3.0.0', a: '[{'.repeat(2_000), '"[': '\\"[' }));
  });
});

describe('aliases', { timeout: 60_000 }, () => {
  test('a bomb is refused by its expanded size, without being expanded', async () => {
    const lines = Array.from(
      { length: 30 },
      (_, at) => `a${at + 1}: &a${at + 1} [${Array(10).fill(`*a${at}`).join(',')}]`,
    );
    const before = process.cpuUsage();
    const fault = await readFault(`openapi: 3.0.0\na0: &a0 [x]\n${lines.join('\n')}`);
    expect(fault.code).toBe('document_alias_bomb');
    expect(process.cpuUsage(before).user).toBeLessThan(10_000_000);
  });

  test('a bomb of merge keys is refused early', async () => {
    const base = Array.from({ length: 5_000 }, (_, at) => `  k${at}: 1`).join('\n');
    const fault = await readFault(`openapi: 3.0.0\nb: &b\n${base}\nc:\n${'  - <<: *b\n'.repeat(5_000)}`);
    expect(fault.code).toBe('document_alias_bomb');
    expect(fault.message).toMatch(/line \d+, column \d+/);
  });

  test('merge keys of a large real document are no bomb', async () => {
    const base = Array.from({ length: 200 }, (_, at) => `  k${at}: 1`).join('\n');
    await read(`openapi: 3.0.0\nb: &b\n${base}\nc:\n${'  - <<: *b\n'.repeat(1_000)}`);
  });

  test('a node that many aliases share counts each time it is used', async () => {
    const yaml = 'openapi: 3.0.0\na: &a [1, 2, 3]\nb: [*a, *a]';
    // Root, version, three arrays of three items, and the array that holds two of them.
    await read(yaml, { maxNodes: 15 });
    expect((await readFault(yaml, { maxNodes: 14 })).code).toBe('document_alias_bomb');
  });
});

describe('names of inherited members', () => {
  const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'prototype'];

  test.each([
    ['JSON', `{"openapi":"3.0.0",${names.map((name) => `"${name}":{"polluted":true}`).join(',')}}`],
    ['YAML', `openapi: 3.0.0\n${names.map((name) => `${name}: {polluted: true}`).join('\n')}`],
    ['YAML merges', `openapi: 3.0.0\n<<: {${names.map((name) => `${name}: {polluted: true}`).join(', ')}}`],
  ])('are members like any other in %s', async (_, text) => {
    const { root, notices } = await read(text);
    const expected = Object.fromEntries([['openapi', '3.0.0'], ...names.map((name) => [name, { polluted: true }])]);
    expect(JSON.stringify(root)).toBe(JSON.stringify(expected));
    expect(notices).toEqual([]);
    expect(Object.getPrototypeOf(root)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  test('keep a value that JSON cannot represent', async () => {
    const { root } = await read('{"openapi":"3.0.0","__proto__":1e999}');
    expect(Object.getOwnPropertyDescriptor(root, '__proto__')?.value).toBe(Number.MAX_VALUE);
  });
});

describe('size', { timeout: 60_000 }, () => {
  test('strings of 10 MB pass, made of escapes or not', async () => {
    const long = 'x'.repeat(10_000_000);
    expect((await read(`{"openapi":"3.0.0","a":"${long}","b":1}`)).root).toMatchObject({ b: 1 });
    expect((await read(`openapi: 3.0.0\na: ${long}\nb: 1`)).root).toMatchObject({ b: 1 });
    const escapes = await read(`{"openapi":"3.0.0","a":"${'\\\\'.repeat(2_000_000)}","b":1}`);
    expect(locateOne(escapes, '/b')).toBe('1:4000027');
  });

  test('300,000 keys pass, and the last is found', async () => {
    const keys = Array.from({ length: 300_000 }, (_, at) => `k${at}`);
    const json = await read(`{"openapi":"3.0.0",\n${keys.map((key) => `"${key}":1`).join(',\n')}}`);
    expect(locateOne(json, '/k299999')).toBe('300001:1');
    const yaml = await read(`openapi: 3.0.0\n${keys.map((key) => `${key}: 1`).join('\n')}`);
    expect(yaml.locate(new Set(keys.slice(-5_000).map((key) => `/${key}`))).size).toBe(5_000);
  });

  test('a gzip bomb stops at the limit', async () => {
    const fault = await readFault(gzipSync(Buffer.alloc(20_000_000, 0x20)), { maxBytes: 1_000_000 });
    expect(fault.code).toBe('document_too_large');
  });
});

describe('any bytes at all', { timeout: 60_000 }, () => {
  const outcomeOf = async (bytes: Uint8Array): Promise<void> => {
    const outcome = await readDocument(bytes, { limits: defaultDocumentLimits });
    if (!outcome.ok) {
      expect(outcome.fault.code).toMatch(/^(document|archive)_[a-z_]+$/);
      expect(outcome.fault.message.length).toBeGreaterThan(20);
    }
  };

  test('give a document or a fault, never an exception', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), outcomeOf), { numRuns: 500 });
  });

  test('give a document or a fault when they look like YAML', async () => {
    const token = fc.constantFrom(
      'openapi',
      ': ',
      '3.0.0',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '&a',
      '*a',
      '<<',
      '!t',
      '"',
      "'",
      '|',
      '? ',
      '#',
      '---',
      '%YAML 1.2',
      '0',
      '~',
    );
    const text = fc.array(token, { maxLength: 30 }).map((tokens) => Buffer.from(`openapi: 3.0.0\n${tokens.join('')}`));
    await fc.assert(fc.asyncProperty(text, outcomeOf), { numRuns: 2_000 });
  });

  test('give a document or a fault with an existing place when a byte of JSON changes', async () => {
    const text = JSON.stringify({ openapi: '3.0.0', info: { title: 'é', list: [1, true, null] } }, null, 2);
    const change = fc.tuple(
      fc.nat({ max: text.length - 1 }),
      fc.constantFrom('', '"', '{', ',', ':', '\\', '\n', '\0'),
    );
    await fc.assert(
      fc.asyncProperty(change, async ([at, replacement]) => {
        const changed = text.slice(0, at) + replacement + text.slice(at + 1);
        const outcome = await readDocument(Buffer.from(changed), { limits: defaultDocumentLimits });
        if (outcome.ok) return;
        for (const { line, column } of outcome.fault.locations) {
          const row = changed.split('\n')[(line ?? 0) - 1];
          expect(row).toBeDefined();
          expect(column).toBeLessThanOrEqual((row?.length ?? 0) + 1);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test('every accepted YAML document becomes plain JSON', async () => {
  const scalars = fc.constantFrom(
    '.inf',
    '-.INF',
    '.nan',
    '~',
    '2020-01-01',
    '0o7',
    '1e999',
    '-0',
    '',
    'yes',
    '!!binary aGk=',
    '&x 1.10',
    '*y',
    '<<',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(scalars, { maxLength: 6 }), async (values) => {
      const yaml = `openapi: 3.0.0\nx-y: &y {0x1F: 01}\nx-z:\n${values.map((value) => `  - a: ${value}\n  - ${value}\n`).join('')}`;
      const { root } = await read(yaml);
      const copy: Json = JSON.parse(JSON.stringify(root));
      // Negative zero is the one number that JSON.stringify changes.
      expect(normal(root)).toEqual(normal(copy));
    }),
  );
});

function normal(value: Json): Json {
  return value === 0
    ? 0
    : Array.isArray(value)
      ? value.map(normal)
      : typeof value !== 'object' || value === null
        ? value
        : Object.fromEntries(Object.entries(value).map(([key, child]) => [key, normal(child)]));
}

describe('the text of a fault', () => {
  const huge = 'k'.repeat(1_000_000);

  test.each([
    ['keys', `{"${huge}": 1}`],
    ['anchors', `openapi: 3.0.0\na: *${huge}`],
    ['versions', `{"openapi": "${huge}"}`],
    ['keys above a cycle', `openapi: 3.0.0\n${'k'.repeat(900)}: &a {b: *a}`],
    ['JSON strings before the error', `{"openapi":"3.0.0","a":"${huge.repeat(10)}",\n"b": ]}`],
  ])('is short, however long %s are', async (_, text) => {
    expect((await readFault(text)).message.length).toBeLessThan(700);
  });

  test('is found behind a string of 10 MB', async () => {
    const fault = await readFault(`{"openapi":"3.0.0","a":"${huge.repeat(10)}",\n"b": ]}`);
    expect(fault.locations).toEqual([{ pointer: '', line: 2, column: 6 }]);
  });
});

describe('time', { timeout: 60_000 }, () => {
  test.each([
    ['a million comments', `${'# c\n'.repeat(1_000_000)}openapi: 3.0.0\n${'# c\n'.repeat(300_000)}a: 1`],
    ['a million empty lines', `openapi: 3.0.0\n${'\n'.repeat(1_000_000)}a: 1`],
    [
      'nested flow lists that might be keys',
      `openapi: 3.0.0\na:\n${`  - ${'['.repeat(40)}${']'.repeat(40)}\n`.repeat(500)}`,
    ],
    ['half a million duplicates', `{"openapi":"3.0.0",${'"a":1,'.repeat(500_000)}"a":2}`],
  ])('of reading and locating stays small over %s', async (_, text) => {
    const before = process.cpuUsage();
    const document = await read(text);
    expect(locateOne(document, '/a')).toBeDefined();
    expect(process.cpuUsage(before).user).toBeLessThan(20_000_000);
  });
});
