import { describe, expect, test } from 'vitest';
import { readFault } from './read.ts';

describe('an error of syntax shows its line and a caret', () => {
  test('in JSON, with the line before', async () => {
    const { details } = await readFault('{\n  "openapi": "3.0.0"\n\t"info": {}\n}');
    expect(details).toBe('2 |   "openapi": "3.0.0"\n3 |  "info": {}\n  |  ^');
  });

  test('in YAML', async () => {
    const { details } = await readFault('openapi: 3.0.0\r\ninfo:\r\n  - a: *none\r\nx: 1\r\n');
    expect(details).toBe('2 | info:\n3 |   - a: *none\n  |             ^');
  });

  test('where a quote opens that is not closed', async () => {
    for (const [text, column] of [
      ['info:\n  title: "T\n  x: 1\n', 10],
      ["info:\n  title: 'it''s\n  x: 1\n", 10],
      ['info:\n  title: "a \\" b\n', 10],
    ] as const) {
      const { details, locations } = await readFault(`openapi: 3.0.3\n${text}`);
      expect(locations).toEqual([{ pointer: '', line: 3, column }]);
      expect(details).toContain('3 |   title: ');
    }
  });

  test('at a comment in JSON that YAML would take for a part of a key', async () => {
    for (const text of [
      '{"openapi":"3.0.3", /* x */ "info":{}}',
      '/* x */\n{"openapi":"3.0.3"}',
      '{\n  "openapi": "3.0.3", // x\n  "info": {}\n}',
    ]) {
      const { code, message } = await readFault(text);
      expect(code).toBe('document_not_json');
      expect(message).toContain('JSON allows no comments');
    }
  });

  test('at the end of a document', async () => {
    const { details } = await readFault('{"openapi": "3.0.0",');
    expect(details).toBe('1 | {"openapi": "3.0.0",\n  |                     ^');
  });

  test('in a part of a long line', async () => {
    const { details = '', locations } = await readFault(`{"openapi":"3.0.0","a":"${'é'.repeat(2_000_000)}" "b":1}`);
    const [line = '', caret = ''] = details.split('\n');
    expect(line.length).toBeLessThan(120);
    expect(line[caret.indexOf('^')]).toBe('"');
    expect(line.slice(caret.indexOf('^'))).toBe('"b":1}');
    expect(line).toMatch(/^1 \| …é+" "b":1\}$/);
    expect(locations[0]?.column).toBe(2_000_027);
  });

  test('in the middle of 40 MB on one line', { timeout: 60_000 }, async () => {
    const half = '[1,2,{"a":"b"}],'.repeat(1_250_000);
    const text = `{"openapi":"3.0.0","a":[${half}[1,2},${half}0]}`;
    expect(text.length).toBeGreaterThan(40_000_000);
    const { details = '' } = await readFault(text);
    const [line = '', caret = ''] = details.split('\n');
    expect(line.length).toBeLessThan(120);
    expect(line.slice(caret.indexOf('^'))).toMatch(/^\},\[1,2,.*…$/);
  });

  test('without control characters and halves of characters', async () => {
    const { details = '' } = await readFault(`{"openapi":"3.0.0","a":"${'😀'.repeat(200)}\u0007" "b":1}`);
    expect(details.isWellFormed()).toBe(true);
    expect(details.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f]/);
  });
});

describe('an error of JSON says how to repair', () => {
  test.each([
    ['a comment', '{\n  // why\n  "openapi": "3.0.0"}', /no comments.*remove them/],
    ['a block comment', '{ /* why */ "openapi": "3.0.0" ]', /no comments/],
    [
      'a missing value before a bracket',
      '{"openapi": "3.0.0", "a": [1,}, "b": "\t"}',
      /no comma before a closing bracket/,
    ],
    [
      'a trailing comma beside another error',
      '{"openapi": "3.0.0", "a": [1,], "b": ]}',
      /no comma before a closing bracket/,
    ],
    ['single quotes', '{\'openapi\': "3.0.0" ]', /use double quotes/],
    ['typographic quotes', '{“openapi”: "3.0.0", ]', /typographic/],
    ['keys without quotes', '{openapi: "3.0.0", "a": ]}', /key in double quotes\.$/],
    ['Python values', '{"openapi": "3.0.0", "a": None, "b": ]}', /null, true, false/],
    ['a template', '{"openapi": "3.0.0" {{#if a}}, "a": 1}', /placeholder of a template/],
    [
      'a merge conflict',
      '{"openapi": "3.0.0",\n<<<<<<< HEAD\n"a": 1,\n=======\n"a": 2\n>>>>>>> x\n}',
      /merge conflict/,
    ],
    ['a shortened document', '{"openapi": "3.0.0", ... "a": ]}', /shortened/],
    ['two texts', '{"openapi": "3.0.0"}\n{"openapi": "3.0.0"}', /several JSON texts/],
    ['a cut-off document', '{"openapi": "3.0.0", "a": {"b": [1, 2', /cut off/],
  ])('of %s', async (_, text, message) => {
    const fault = await readFault(text);
    expect([fault.code, fault.message]).toEqual(['document_not_json', expect.stringMatching(message)]);
  });

  test('of a merge conflict in YAML', async () => {
    const fault = await readFault('openapi: 3.0.0\n<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n');
    expect([fault.code, fault.message]).toEqual(['document_not_yaml', expect.stringMatching(/merge conflicts/)]);
  });
});
