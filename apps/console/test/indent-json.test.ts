import { describe, expect, it } from 'vitest';
import { type IndentedDocument, indentJson } from '../src/document/indent-json.ts';

function indent(text: string, pointer = ''): IndentedDocument | undefined {
  const steps = indentJson(text, pointer);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

describe('a JSON document that is indented anew', () => {
  it('has the lines of JSON.stringify', () => {
    const value = { a: [1, { b: 'x, {y} "z"' }, [], {}], 'c/d': { e: null, f: true } };
    expect(indent(JSON.stringify(value))?.lines.join('\n')).toBe(JSON.stringify(value, null, 2));
    expect(indent(JSON.stringify(value, null, 7))?.lines.join('\n')).toBe(JSON.stringify(value, null, 2));
    expect(indent('\uFEFF"only" ')?.lines).toEqual(['"only"']);
  });

  it('keeps numbers and keys as written', () => {
    expect(indent('{"a":1.0e+2,"\\u0062":9007199254740993}')?.lines).toEqual([
      '{',
      '  "a": 1.0e+2,',
      '  "\\u0062": 9007199254740993',
      '}',
    ]);
  });

  it('has the lines of a place, of objects, of items and of keys with escapes', () => {
    const text = '{"a":[{"b":1},{"b":2,"c":3}],"x/y":{"\\u0062":[]},"a2":{"a":1}}';
    const linesAt = (pointer: string) => {
      const { lines, place } = indent(text, pointer) ?? { lines: [] };
      return place === undefined ? undefined : lines.slice(place[0], place[1] + 1).map((line) => line.trim());
    };
    expect(linesAt('/a/1')).toEqual(['{', '"b": 2,', '"c": 3', '}']);
    expect(linesAt('/a/1/c')).toEqual(['"c": 3']);
    expect(linesAt('/x~1y/b')).toEqual(['"\\u0062": []']);
    expect(linesAt('/a2/a')).toEqual(['"a": 1']);
    expect(linesAt('/missing')).toBeUndefined();
    expect(linesAt('')).toBeUndefined();
  });

  it('is undefined for text that is no JSON', () => {
    expect(indent('{"a": "b')).toBeUndefined();
    expect(indent('{"a": [')).toBeUndefined();
    expect(indent('}')).toBeUndefined();
  });
});
