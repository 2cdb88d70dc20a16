import { describe, expect, it } from 'vitest';
import { readJson, readYaml } from '../src/new-import/read-info.ts';

describe('title and version of a document', () => {
  it('are read from JSON and YAML, and are absent where they cannot be read', () => {
    const expected = { title: 'Pets', version: '1.0' };
    expect(readJson('{"info":{"title":"Pets","version":"1.0"}}')).toEqual(expected);
    expect(readYaml(`openapi: 3.1.0\ninfo:\n  title: Pets\n  version: '1.0'\npaths:\n  title: x\n`)).toEqual(expected);
    expect(readYaml('paths: {}')).toEqual({});
    expect(readJson('{')).toEqual({});
  });
});
