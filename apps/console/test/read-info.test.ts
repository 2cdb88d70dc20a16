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

  it('come with the tags of its operations', () => {
    const paths = { '/b': { get: { tags: ['b', 'a'] }, parameters: [] }, '/a': { post: { tags: ['a', 1] }, $ref: '' } };
    expect(readJson(JSON.stringify({ paths }))).toEqual({ tags: ['a', 'b'] });
    expect(readYaml('tags:\n- name: pets\n  description: x\n- name: "a: b"\npaths:\n  name: x\n').tags).toEqual([
      'a: b',
      'pets',
    ]);
    expect(readYaml('tags:\n  - description: x\n    name: pets\ninfo:\n  title: P\n')).toEqual({
      title: 'P',
      tags: ['pets'],
    });
  });
});
