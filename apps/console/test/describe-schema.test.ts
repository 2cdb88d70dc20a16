import { describe, expect, it } from 'vitest';
import { childrenOf, limitsOf, partAt, resolveReference, typeOf } from '../src/schema/describe-schema.ts';
import { sampleOf } from '../src/schema/sample-of.ts';

describe('a schema', () => {
  it('states its type, also of arrays, unions and references', () => {
    expect(typeOf({ type: ['string', 'null'], format: 'date' })).toBe('string or null, date');
    expect(typeOf({ type: 'array', items: { $ref: 'Pet.json' } })).toBe('array of Pet');
    expect(typeOf({ $ref: 'Pet.json#/properties/tag' })).toBe('Pet#/properties/tag');
    expect(typeOf({ oneOf: [{}, {}] })).toBe('one of 2');
    expect(typeOf({ properties: {} })).toBe('object');
    expect(typeOf(true)).toBe('any value');
  });

  it('has its properties, items and branches as children', () => {
    const schema = {
      required: ['id'],
      properties: { id: { type: 'integer' }, tag: true },
      additionalProperties: false,
      allOf: [{ $ref: 'Base.json' }],
    };
    expect(childrenOf(schema).map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ['id', true],
      ['tag', false],
      ['all of 1', false],
    ]);
    expect(limitsOf(schema)).toEqual(['no other properties']);
    expect(limitsOf({ enum: ['a', 1], minimum: 0, readOnly: true })).toEqual(['"a" | 1', 'minimum 0', 'readOnly']);
  });

  it('resolves references relative to its address', () => {
    const base = '/api/schemas/v1/o/A/B/1/Pet.json';
    expect(resolveReference(base, 'Tag.json#/x')).toEqual({ file: '/api/schemas/v1/o/A/B/1/Tag.json', fragment: '/x' });
    expect(resolveReference(base, '#/$defs/a')).toEqual({ file: base, fragment: '/$defs/a' });
    expect(partAt({ $defs: { 'a/b': { type: 'string' } } }, '/$defs/a~1b')).toEqual({ type: 'string' });
    expect(partAt({}, '/$defs/a')).toBeUndefined();
  });
});

describe('a sample of a schema', () => {
  const files: { readonly [path: string]: object } = {
    '/s/Pet.json': {
      type: 'object',
      properties: {
        id: { type: 'integer', readOnly: true },
        name: { type: 'string', examples: ['Rex'] },
        born: { type: 'string', format: 'date' },
        parent: { $ref: 'Pet.json' },
        children: { type: 'array', items: { $ref: 'Pet.json' } },
        tags: { type: 'array', items: { $ref: 'Tag.json' } },
      },
    },
    '/s/Tag.json': { allOf: [{ properties: { a: { enum: ['x', 'y'] } } }], properties: { b: { type: 'boolean' } } },
  };

  it('has examples and values by type, follows references, and ends cycles', async () => {
    const read = async (path: string): Promise<unknown> => files[path];
    const path = ['/s/Pet.json#'];
    expect(await sampleOf({ ...files['/s/Pet.json'] }, { read, base: '/s/Pet.json', path })).toEqual({
      name: 'Rex',
      born: '2026-01-31',
      children: [],
      tags: [{ a: 'x', b: true }],
    });
  });
});
