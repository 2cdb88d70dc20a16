import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { read } from './read.ts';

describe('charset', () => {
  const text = '{"openapi":"3.1.0","a":"é😀"}';
  const bigEndian = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();
  const utf32 = (value: string, littleEndian: boolean): Buffer => {
    const bytes = Buffer.alloc(Array.from(value).length * 4);
    Array.from(value).forEach((character, at) => {
      const point = character.codePointAt(0) ?? 0;
      if (littleEndian) bytes.writeUInt32LE(point, at * 4);
      else bytes.writeUInt32BE(point, at * 4);
    });
    return bytes;
  };

  test.each<[string, (value: string) => Uint8Array]>([
    ['UTF-8', (value) => Buffer.from(value)],
    ['UTF-16LE', (value) => Buffer.from(value, 'utf16le')],
    ['UTF-16BE', (value) => bigEndian(Buffer.from(value, 'utf16le'))],
    ['UTF-32LE', (value) => utf32(value, true)],
    ['UTF-32BE', (value) => utf32(value, false)],
    ['gzip', (value) => gzipSync(value)],
  ])('%s is read with a byte order mark and without', async (_, encode) => {
    const expected = { openapi: '3.1.0', a: 'é😀' };
    expect((await read(encode(text))).root).toEqual(expected);
    const marked = await read(encode(`\uFEFF${text}`));
    expect(marked.root).toEqual(expected);
    expect(marked.locate(new Set(['/a'])).get('/a')).toEqual({ line: 1, column: 20 });
  });
});

describe('YAML scalars', () => {
  const valueOf = async (scalar: string): Promise<unknown> => {
    const { root } = await read(`openapi: 3.0.0\na: ${scalar}\n`);
    return typeof root === 'object' && root !== null && 'a' in root ? root['a'] : undefined;
  };

  test.each([
    ['yes', 'yes'],
    ['on', 'on'],
    ['NO', 'NO'],
    ['2020-01-01', '2020-01-01'],
    ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
    ['12:30:45', '12:30:45'],
    ['1_000', '1_000'],
    ['0b11', '0b11'],
    ['1.2.3', '1.2.3'],
    ['+', '+'],
    ['.', '.'],
    ['<<', '<<'],
    ['', null],
    ['~', null],
    ['Null', null],
    ['TRUE', true],
    ['False', false],
    ['010', 10],
    ['0o17', 15],
    ['0x1F', 31],
    ['+12', 12],
    ['1.10', 1.1],
    ['.5', 0.5],
    ['1.', 1],
    ['1e3', 1000],
    ['!!str 3', '3'],
    ['!!int "3"', 3],
    ['!!float 3', 3],
  ])('%s is %j', async (scalar, expected) => {
    expect(await valueOf(scalar)).toEqual(expected);
  });

  test.each([
    ['9007199254740993', 9007199254740992, 'NUMBER_IMPRECISE'],
    ['12345678901234567890', 12345678901234567000, 'NUMBER_IMPRECISE'],
    ['1e400', Number.MAX_VALUE, 'NUMBER_OUT_OF_RANGE'],
    ['-1e400', -Number.MAX_VALUE, 'NUMBER_OUT_OF_RANGE'],
  ])('the number %s is %d with a notice, in JSON too', async (number, expected, code) => {
    for (const text of [`openapi: 3.0.0\na: [${number}]`, `{"openapi": "3.0.0", "a": [${number}]}`]) {
      const { root, notices } = await read(text);
      expect(root).toEqual({ openapi: '3.0.0', a: [expected] });
      expect(notices).toMatchObject([{ code, places: [{ pointer: '/a/0', what: `read as ${expected}` }] }]);
    }
  });

  test('infinities are the largest numbers and not-a-number is null, with a notice', async () => {
    const { root, notices } = await read('openapi: 3.0.0\na: [.inf, -.Inf, .NaN]');
    expect(root).toMatchObject({ a: [Number.MAX_VALUE, -Number.MAX_VALUE, null] });
    expect(notices.map(({ code, places }) => [code, places.length])).toEqual([['NUMBER_OUT_OF_RANGE', 3]]);
  });

  test('9007199254740991 is exact: no notice', async () => {
    expect((await read('openapi: 3.0.0\na: 9007199254740991')).notices).toEqual([]);
  });
});

describe('YAML keys', () => {
  test.each([
    '200',
    '0200',
    '1.10',
    '1e3',
    '0x1F',
    '+1',
    '1.0',
    'on',
    'yes',
    'True',
    'NULL',
    '~',
    '2020-01-01',
    '12345678901234567890',
    '.inf',
  ])('%s is the string that it is written as', async (key) => {
    const { root } = await read(`openapi: 3.0.0\n${key}: &a {${key}: 1}\nb: *a`);
    expect(root).toEqual({ openapi: '3.0.0', [key]: { [key]: 1 }, b: { [key]: 1 } });
  });

  test('merge keys are applied: own members win, then the first source', async () => {
    const { root } = await read(
      'openapi: 3.0.0\na: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: own\nd:\n  x: own\n  <<: *a\n',
    );
    expect(root).toMatchObject({ c: { x: 'own', y: 1, z: 2 }, d: { x: 'own', y: 1 } });
  });

  test('a quoted "<<" is an ordinary key', async () => {
    expect((await read('openapi: 3.0.0\na: {"<<": {x: 1}}')).root).toMatchObject({ a: { '<<': { x: 1 } } });
  });
});

describe('tags', () => {
  test('are ignored with a notice that names them, and values are read as written', async () => {
    const { root, notices } = await read('openapi: 3.0.0\na: !Sub "x"\nb: !!binary aGk=\nc: !If [d, 1]\n');
    expect(root).toEqual({ openapi: '3.0.0', a: 'x', b: 'aGk=', c: ['d', 1] });
    expect(notices).toMatchObject([{ code: 'YAML_TAG_IGNORED', severity: 'warning' }]);
    const named = notices[0]?.places.map(({ what }) => what);
    expect(named).toEqual(['the tag !Sub', 'the tag tag:yaml.org,2002:binary', 'the tag !If']);
  });

  test('report keys that are mappings because of unquoted braces', async () => {
    const { root, notices } = await read('openapi: 3.1.0\npaths:\n  {{ prefix }}: {}\n  /a: {get: {{id}: 1}}\n');
    expect(root).toMatchObject({ paths: { '/a': { get: {} } } });
    expect(notices).toMatchObject([
      {
        code: 'YAML_KEY_NOT_STRING',
        severity: 'warning',
        places: [{ pointer: '/paths/[object Object]' }, { pointer: '/paths/~1a/get/[object Object]' }],
      },
    ]);
  });
});

describe('duplicate keys', () => {
  test.each([
    ['JSON', '{"openapi":"3.0.0","a":1,"a":{"b":[{"~/":1,"~/":2}]},"__proto__":1,"__proto__":2}'],
    ['YAML', 'openapi: 3.0.0\na: 1\na: {b: [{~/: 1, ~/: 2}]}\n__proto__: 1\n__proto__: 2'],
  ])('are reported with their places, and the last one counts, in %s', async (_, text) => {
    const { root, notices } = await read(text);
    expect(JSON.stringify(root)).toBe('{"openapi":"3.0.0","a":{"b":[{"~/":2}]},"__proto__":2}');
    expect(notices).toMatchObject([{ code: 'DUPLICATE_KEY', severity: 'warning' }]);
    expect(notices[0]?.places.map(({ pointer }) => pointer)).toEqual(['/a', '/a/b/0/~0~1', '/__proto__']);
  });

  test('are not reported for colons in strings, equal keys of siblings, or merged keys', async () => {
    expect((await read('{"openapi":"3.0.0","a":{"b":":\\":"},"c":{"b":1},"":[{},{}]}')).notices).toEqual([]);
    expect((await read('openapi: 3.0.0\na: &a {b: 1}\nc: {<<: *a, b: 2}\n200: 1\n0200: 2')).notices).toEqual([]);
  });
});

describe('JSON with syntax that JSON forbids', () => {
  test('trailing commas, comments and single quotes pass, as YAML', async () => {
    const { root } = await read(`{\n  "openapi": "3.0.0", # why\n  'a': [1, 2,],\n}`);
    expect(root).toEqual({ openapi: '3.0.0', a: [1, 2] });
  });

  test('lone surrogates and NUL in escapes are kept', async () => {
    expect((await read('{"openapi":"3.0.0","a":"\\ud800\\u0000"}')).root).toMatchObject({ a: '\uD800\0' });
  });
});

describe('versions', () => {
  test.each([
    ['"3.0.0"', '3.0.0'],
    ['"3.0.4"', '3.0.4'],
    ['3.1.1', '3.1.1'],
    ['"3.2.0"', '3.2.0'],
    ['" 3.0.1 "', '3.0.1'],
    ['"3.1.0-rc0"', '3.1.0-rc0'],
    ['"3.0"', '3.0'],
  ])('openapi: %s is %s', async (written, expected) => {
    const { openapi, notices } = await read(`openapi: ${written}\n`);
    expect(openapi).toBe(expected);
    expect(notices).toEqual([]);
  });

  test.each([
    ['openapi: 3.0', '3.0'],
    ['openapi: 3.1', '3.1'],
    ['openapi: 3', '3.0'],
    ['swagger: 2.0', '2.0'],
  ])('%s, a number, is read as %s with a notice', async (line, expected) => {
    const { openapi, notices } = await read(`${line}\ninfo: {title: t}`);
    expect(openapi).toBe(expected);
    expect(notices.map(({ code }) => code)).toContain('VERSION_NOT_STRING');
  });

  test.each(['2.9', '"3.3.0"', '"3"', '"30.1"', '"3.10.0"', 'true', '{}'])(
    'openapi: %s is refused',
    async (version) => {
      await expect(read(`openapi: ${version}\n`)).rejects.toThrow('document_version_unsupported');
    },
  );
});
