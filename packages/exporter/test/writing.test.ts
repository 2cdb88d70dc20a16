import type { Json } from '@connectory/json';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { type DocumentMember, writeJson, writeYaml } from '../src/index.ts';

const members: readonly DocumentMember[] = [
  { keys: ['openapi'], value: '3.1.1' },
  { keys: ['info'], value: { title: 'On: # "T"', description: 'First\n\n  indented\nlast\n' } },
  { keys: ['paths', '/a/{id}'], value: { get: { tags: [], responses: { default: {} } } } },
  { keys: ['paths', 'x-empty'], value: {} },
  { keys: ['components', 'schemas', 'null'], value: true },
  { keys: ['components', 'schemas', '__proto__'], value: { enum: ['1.10', 'yes', null, 1e21] } },
  { keys: ['components', 'x-note'], value: [] },
];

const tree: Json = {
  openapi: '3.1.1',
  info: { title: 'On: # "T"', description: 'First\n\n  indented\nlast\n' },
  paths: { '/a/{id}': { get: { tags: [], responses: { default: {} } } }, 'x-empty': {} },
  components: {
    schemas: JSON.parse('{"null":true,"__proto__":{"enum":["1.10","yes",null,1e21]}}') as Json,
    'x-note': [],
  },
};

async function* stream(list: readonly DocumentMember[]): AsyncGenerator<DocumentMember> {
  yield* list;
}

async function join(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

describe('A document that is written member by member', () => {
  it('is the JSON that JSON.stringify would write', async () => {
    expect(await join(writeJson(stream(members)))).toBe(`${JSON.stringify(tree, null, 2)}\n`);
  });

  it('is YAML of the same document', async () => {
    expect(JSON.stringify(load(await join(writeYaml(stream(members)))))).toBe(JSON.stringify(tree));
  });

  it('is an empty object without members', async () => {
    expect(await join(writeJson(stream([])))).toBe('{}\n');
  });
});
