import type { Random } from '../chaos/random.ts';

const longChars = 20_000;
const depth = 5_000;

/** Texts that break parsers, databases, paths and logs. */
export const oddTexts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udc00x',
  '\u202e\ufeff',
  '😀',
  'é',
  "'",
  '"',
  "'; drop table imports; --",
  '\\',
  '%',
  '%00',
  '%2e%2e%2f',
  '..',
  '.',
  '../../etc/passwd',
  '/',
  '//',
  '*',
  '_',
  '${jndi:ldap://127.0.0.1/a}',
  '<script>',
  '\r\nX-Odd: 1',
  'null',
  'undefined',
  'true',
  '-1',
  '0',
  '1e400',
  'NaN',
  '9'.repeat(400),
  '__proto__',
  'constructor',
  'toString',
  'latest',
  'default',
  'LATEST',
  '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  '01arz3ndektsv4rrffq69g5fav',
  '81ARZ3NDEKTSV4RRFFQ69G5FAV',
  '0000-13-99T99:99:99Z',
  '+275760-09-13T00:00:00.000Z',
  '2030-02-31T00:00:00Z',
  '9999-12-31T23:59:59-23:59',
  'http://127.0.0.1:1/',
  'http://[::1]/',
  'file:///etc/passwd',
  'https://user:secret@example.com/',
  'javascript:alert(1)',
  'a'.repeat(longChars),
  '😀'.repeat(300),
];

const oddValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  2 ** 63,
  -(2 ** 63),
  1e308,
  5e-324,
  [],
  {},
  [[]],
  [null],
  { '': '' },
  { '\0': '\0' },
  { __proto__: null, constructor: { prototype: 1 } },
  Array.from({ length: 2_000 }, (_, index) => index),
];

export function oddText(random: Random): string {
  return random.pick(oddTexts);
}

export function oddValue(random: Random): unknown {
  return random.chance(0.5) ? oddText(random) : random.pick(oddValues);
}

/** Text in place of a JSON body that is not JSON, or JSON that no `JSON.stringify` produces. */
export function oddJson(random: Random): string {
  return random.pick([
    '',
    '{',
    '[]',
    'null',
    '1',
    '"text"',
    '{}}',
    '{"a":1e999}',
    '{"a":1,"a":2}',
    '{"name":"\\ud800"}',
    '{"name":"\\u0000"}',
    '{"\\u0000":1}',
    '{"__proto__":{"a":1}}',
    '\ufeff{}',
    `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`,
    `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    '['.repeat(longChars),
    'a=b&c=d',
    '<a/>',
  ]);
}
