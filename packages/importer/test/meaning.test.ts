import { describe, expect, it } from 'vitest';
import { type ConnectorModel, importDocument, type Json } from '../src/index.ts';
import { validatorOf } from './faults-of.ts';
import { parsed } from './parsed.ts';

function modelOf(schemas: { readonly [name: string]: Json }, openapi = '3.1.0'): ConnectorModel {
  const outcome = importDocument(parsed({ openapi, info: { title: 'A', version: '1' }, components: { schemas } }));
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.model;
}

function judge(schemas: { readonly [name: string]: Json }, openapi?: string): (instance: Json) => boolean {
  return validatorOf(modelOf(schemas, openapi), 'A');
}

interface Case {
  readonly what: string;
  readonly openapi?: string;
  readonly schemas: { readonly [name: string]: Json };
  readonly valid: readonly Json[];
  readonly invalid: readonly Json[];
}

const cases: readonly Case[] = [
  {
    what: 'nullable of 3.0 allows null beside the type',
    openapi: '3.0.3',
    schemas: { A: { type: 'string', nullable: true } },
    valid: ['a', null],
    invalid: [1],
  },
  {
    what: 'exclusive limits of 3.0 exclude the limit',
    openapi: '3.0.3',
    schemas: { A: { type: 'number', minimum: 1, exclusiveMinimum: true, maximum: 3, exclusiveMaximum: false } },
    valid: [1.5, 3],
    invalid: [1, 4],
  },
  {
    what: 'a read-only name that tells a branch of oneOf from others does so behind a reference',
    openapi: '3.0.3',
    schemas: {
      A: { oneOf: [{ $ref: '#/components/schemas/E' }, { type: 'object', required: ['z'] }] },
      E: { type: 'object', required: ['r'], properties: { r: { type: 'string', readOnly: true } } },
    },
    valid: [{ z: 1 }, { r: 'a' }],
    invalid: [{}, { r: 'a', z: 1 }],
  },
  {
    what: 'a read-only name that a schema under not requires is required there behind a reference',
    openapi: '3.0.3',
    schemas: {
      A: { not: { $ref: '#/components/schemas/E' } },
      E: { type: 'object', required: ['r'], properties: { r: { type: 'string', readOnly: true } } },
    },
    valid: [{}, { z: 1 }],
    invalid: [{ r: 'a' }],
  },
  {
    what: 'patterns of properties that are the same once repaired hold together',
    schemas: { A: { patternProperties: { '^x\\-': { type: 'integer' }, '^x-': { minimum: 3 } } } },
    valid: [{ 'x-a': 3 }, { a: 'b' }],
    invalid: [{ 'x-a': 1 }, { 'x-a': 3.5 }],
  },
  {
    what: 'members beside $ref have no effect in 3.0',
    openapi: '3.0.3',
    schemas: { A: { $ref: '#/components/schemas/B', maxLength: 1 }, B: { type: 'string' } },
    valid: ['long'],
    invalid: [1],
  },
  {
    what: 'members beside $ref count in 3.1',
    schemas: { A: { $ref: '#/components/schemas/B', maxLength: 1 }, B: { type: 'string' } },
    valid: ['a'],
    invalid: ['long', 1],
  },
  {
    what: 'recursive schemas hold at every level',
    schemas: { A: { properties: { a: { $ref: '#/components/schemas/A' }, b: { type: 'string' } } } },
    valid: [{ a: { a: { b: 'b' } } }],
    invalid: [{ a: { a: { b: 1 } } }],
  },
  {
    what: 'a reference into another schema leads to its property, whatever its name',
    schemas: {
      A: { $ref: '#/components/schemas/B/properties/~1a%20%25~0' },
      B: { properties: { '/a %~': { type: 'integer' } } },
    },
    valid: [1],
    invalid: ['a'],
  },
  {
    what: 'a reference through a map with an entry named like an identifier leads to its entry',
    schemas: {
      A: { $ref: '#/components/schemas/B/$defs/b' },
      B: { $defs: { $id: { type: 'integer' }, b: { type: 'string' } } },
    },
    valid: ['a'],
    invalid: [1],
  },
  {
    what: 'items as a list is a tuple',
    schemas: { A: { items: [{ type: 'string' }], additionalItems: { type: 'integer' } } },
    valid: [['a', 1]],
    invalid: [[1], ['a', 'b']],
  },
  {
    what: 'items as a list beside prefixItems hold both',
    schemas: { A: { items: [{ type: 'string' }], prefixItems: [{ maxLength: 2 }] } },
    valid: [['a']],
    invalid: [[1], ['long']],
  },
  {
    what: 'dependencies beside what they became hold both, in either order',
    schemas: {
      A: { allOf: [{ $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/C' }] },
      B: { dependentSchemas: { a: { required: ['b'] } }, dependencies: { a: { required: ['c'] } } },
      C: { dependencies: { a: ['d'] }, dependentRequired: { a: ['e'] } },
    },
    valid: [{ a: 1, b: 1, c: 1, d: 1, e: 1 }, {}],
    invalid: [
      { a: 1, c: 1, d: 1, e: 1 },
      { a: 1, b: 1, d: 1, e: 1 },
      { a: 1, b: 1, c: 1, e: 1 },
      { a: 1, b: 1, c: 1, d: 1 },
    ],
  },
  {
    what: 'a dynamic reference beside a reference and before an allOf holds like both',
    schemas: {
      A: { $ref: '#/components/schemas/B', $dynamicRef: '#c', allOf: [{ maxLength: 3 }] },
      B: { type: 'string' },
      C: { $dynamicAnchor: 'c', minLength: 2 },
    },
    valid: ['abc'],
    invalid: ['a', 'long', 12],
  },
  {
    what: 'a pattern that no validator compiles refuses nothing',
    schemas: {
      A: { patternProperties: { '(?<a': { type: 'string' }, '^b': { type: 'integer' } }, additionalProperties: false },
    },
    valid: [{ a: 1, b: 1 }],
    invalid: [{ b: 'b' }],
  },
  {
    what: 'properties named like keywords are properties',
    schemas: {
      A: { type: 'object', properties: { $ref: { type: 'string' }, enum: { type: 'integer' } }, required: ['enum'] },
    },
    valid: [{ $ref: 'a', enum: 1 }],
    invalid: [{ $ref: 1, enum: 1 }, {}],
  },
  {
    what: 'a dynamic reference within one schema is resolved by its anchor',
    schemas: {
      A: { $dynamicAnchor: 'node', properties: { next: { $dynamicRef: '#node' }, value: { type: 'integer' } } },
    },
    valid: [{ next: { value: 1 } }],
    invalid: [{ next: { value: 'a' } }],
  },
  {
    what: 'references by $id and by $anchor lead to the schema that has them',
    schemas: {
      A: { properties: { id: { $ref: 'https://a.example/b' }, anchor: { $ref: '#b' } } },
      B: { $id: 'https://a.example/b', $anchor: 'b', type: 'string' },
    },
    valid: [{ id: 'a', anchor: 'a' }],
    invalid: [{ id: 1 }, { anchor: 1 }],
  },
  {
    what: 'references that lead only to each other refuse nothing, and end',
    schemas: {
      A: { properties: { a: { $ref: '#/components/schemas/B' } } },
      B: { $ref: '#/components/schemas/C' },
      C: { $ref: '#/components/schemas/B', type: 'string' },
    },
    valid: [{ a: 'a' }],
    invalid: [],
  },
  {
    what: 'schemas that are true or false stay so',
    schemas: {
      A: { properties: { yes: { $ref: '#/components/schemas/Y' }, no: { $ref: '#/components/schemas/N' } } },
      Y: true,
      N: false,
    },
    valid: [{ yes: 1 }],
    invalid: [{ no: 1 }],
  },
  {
    what: 'scalars of another type are meant in the type',
    schemas: {
      A: {
        properties: {
          text: { type: 'string', enum: [1, true, 'a'] },
          number: { type: ['integer', 'null'], enum: ['20', null] },
          kept: { type: 'string', const: 7 },
        },
      },
    },
    valid: [{ text: '1' }, { text: 'true' }, { text: 'a' }, { number: 20 }, { number: null }, { kept: '7' }],
    invalid: [{ text: 1 }, { number: '20' }, { kept: 7 }],
  },
  {
    what: 'required names that tell the branches of oneOf apart stay, also in one direction',
    openapi: '3.0.3',
    schemas: {
      A: {
        oneOf: [
          { required: ['url'], properties: { url: {} } },
          { required: ['file'], properties: { file: { writeOnly: true } } },
        ],
        not: { required: ['id'], properties: { id: { readOnly: true } } },
      },
    },
    valid: [{ url: 1 }, { file: 1 }],
    invalid: [{}, { url: 1, file: 1 }, { url: 1, id: 1 }],
  },
  {
    what: 'a recursive reference of 2019-09 leads to its definition',
    schemas: { A: { properties: { n: { type: 'integer' }, kids: { items: { $recursiveRef: '#' } } } } },
    valid: [{ kids: [{ kids: [{ n: 1 }] }] }],
    invalid: [{ kids: [{ kids: [{ n: 'a' }] }] }],
  },
  {
    what: 'a recursive reference of a schema to itself refuses nothing, and ends',
    schemas: { A: { $recursiveRef: '#' } },
    valid: ['a', 1],
    invalid: [],
  },
];

/** A property of each direction, in a schema whose `required` names all. */
const oneWay: Json = { a: { readOnly: true }, b: { writeOnly: true }, c: {} };

interface Required {
  readonly what: string;
  readonly schemas: { readonly [name: string]: Json };
  /** A value of the property that travels in both directions. */
  readonly c?: Json;
}

const required: readonly Required[] = [
  { what: 'beside its properties', schemas: { A: { required: ['a', 'b', 'c'], properties: oneWay } } },
  {
    what: 'where the properties are references',
    schemas: {
      A: {
        required: ['a', 'b', 'c'],
        properties: {
          a: { $ref: '#/components/schemas/Id' },
          b: { allOf: [{ $ref: '#/components/schemas/Pin' }] },
          c: {},
        },
      },
      Id: { readOnly: true },
      Pin: { $ref: '#/components/schemas/Secret' },
      Secret: { writeOnly: true },
    },
  },
  {
    what: 'in an allOf beside the properties',
    schemas: { A: { allOf: [{ required: ['a', 'b', 'c'] }], properties: oneWay } },
  },
  {
    what: 'in an allOf beside a reference to the properties',
    schemas: {
      A: { allOf: [{ $ref: '#/components/schemas/Base' }, { allOf: [{ required: ['a', 'b', 'c'] }] }] },
      Base: { allOf: [{ properties: oneWay }, { $ref: '#/components/schemas/Other' }] },
      Other: { type: 'object' },
    },
  },
  {
    what: 'in a component without properties',
    schemas: {
      A: { allOf: [{ $ref: '#/components/schemas/Names' }, { properties: oneWay }] },
      Names: { required: ['a', 'b', 'c'] },
    },
  },
  {
    what: 'in components behind references and branches, beside the properties',
    schemas: {
      A: {
        allOf: [{ allOf: [{ $ref: '#/components/schemas/Alias', description: 'of A' }] }],
        properties: { ...oneWay },
      },
      Alias: { $ref: '#/components/schemas/Names' },
      Names: { allOf: [{ required: ['a'] }, { $ref: '#/components/schemas/More' }], anyOf: [{ required: ['b'] }] },
      More: { required: ['c'], properties: { c: { properties: { a: { type: 'string' } }, required: ['a'] } } },
    },
    c: { a: '' },
  },
  {
    what: 'beside an anyOf that holds the properties',
    schemas: { A: { required: ['a', 'b', 'c'], anyOf: [{ properties: oneWay }] } },
  },
  {
    what: 'beside a oneOf whose branches hold the properties',
    schemas: {
      A: { required: ['a', 'b', 'c'], oneOf: [{ $ref: '#/components/schemas/B' }, { type: 'string' }] },
      B: { type: 'object', anyOf: [{ $ref: '#/components/schemas/C' }] },
      C: { properties: oneWay },
    },
  },
  {
    what: 'in an allOf beside an anyOf that holds the properties',
    schemas: {
      A: { allOf: [{ $ref: '#/components/schemas/Names' }, { anyOf: [{ properties: oneWay }] }] },
      Names: { required: ['a', 'b', 'c'] },
    },
  },
  {
    what: 'in a circle of components',
    schemas: {
      A: { allOf: [{ $ref: '#/components/schemas/B' }], properties: oneWay },
      B: {
        required: ['a', 'b', 'c'],
        properties: { next: { allOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }] } },
      },
    },
  },
];

describe('A required name', () => {
  it.each(required)('of 3.0 is required in both directions or in none: $what', ({ schemas, c = 1 }) => {
    const isValid = judge(schemas, '3.0.3');
    // A request, a response, and instances that are neither.
    for (const instance of [
      { b: 1, c },
      { a: 1, c },
    ])
      expect(isValid(instance)).toBe(true);
    for (const instance of [{ a: 1, b: 1 }, {}]) expect(isValid(instance)).toBe(false);
  });

  it('of a component without properties stays required of others that use it', () => {
    const schemas = {
      Names: { required: ['a', 'c'] },
      B: { allOf: [{ $ref: '#/components/schemas/Names' }], properties: { a: {}, c: {} } },
      A: { allOf: [{ $ref: '#/components/schemas/Names' }], properties: oneWay },
    };
    const model = modelOf(schemas, '3.0.3');
    expect(validatorOf(model, 'A')({ c: 1 })).toBe(true);
    for (const name of ['Names', 'B']) expect(validatorOf(model, name)({ c: 1 })).toBe(false);
    expect(model.messages.find(({ code }) => code === 'READ_ONLY_REQUIRED')?.detail).toEqual([
      '/components/schemas/Names/required: a',
    ]);
    expect(JSON.parse(model.definitions[2]?.schema ?? '')).toMatchObject({
      allOf: [{ required: ['c'], 'x-required': ['a'], 'x-ref': '#/components/schemas/Names' }],
    });
  });

  it('of a large component is not written out everywhere', () => {
    const large = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`p${index}`, {}]));
    const users = Array.from({ length: 300 }, (_, index): [string, Json] => [
      `A${index}`,
      { allOf: [{ $ref: '#/components/schemas/Large' }], properties: oneWay },
    ]);
    const model = modelOf({ Large: { required: ['a'], properties: large }, ...Object.fromEntries(users) }, '3.0.3');
    expect(JSON.stringify(model).length).toBeLessThan(2_000_000);
    const message = model.messages.find(({ code }) => code === 'READ_ONLY_REQUIRED');
    expect(message?.detail).toContainEqual(expect.stringContaining('the schema is too large to be written out'));
  });

  it('of Swagger 2.0 is required in both directions unless it is read-only: there is no writeOnly', () => {
    const schema = { type: 'object', required: ['a', 'b', 'c'], properties: oneWay };
    const outcome = importDocument(parsed({ swagger: '2.0', paths: {}, definitions: { A: schema } }));
    const isValid = outcome.ok ? validatorOf(outcome.model, 'A') : () => false;
    expect(isValid({ b: 1, c: 1 })).toBe(true);
    expect(isValid({ a: 1, c: 1 })).toBe(false);
  });

  it('of 3.1 is always required', () => {
    const isValid = judge({ A: { required: ['a', 'b', 'c'], properties: oneWay } });
    for (const instance of [
      { b: 1, c: 1 },
      { a: 1, c: 1 },
    ])
      expect(isValid(instance)).toBe(false);
  });

  it('of one direction is kept, and reported once at its place', () => {
    const { definitions, messages } = modelOf({ A: { required: ['a', 'c'], properties: oneWay } }, '3.0.3');
    expect(JSON.parse(definitions[0]?.schema ?? '')).toMatchObject({ required: ['c'], 'x-required': ['a'] });
    expect(messages.find(({ code }) => code === 'READ_ONLY_REQUIRED')?.detail).toEqual([
      '/components/schemas/A/required: a',
    ]);
  });
});

describe('A keyword that is refused', () => {
  it('stays under a name that validators ignore', () => {
    const { definitions } = modelOf({
      A: { minLength: -1, type: 'any', exclusiveMinimum: true, 'x-type': 'own', $ref: '#/components/schemas/Gone' },
    });
    const { $schema: _, ...schema } = JSON.parse(definitions[0]?.schema ?? '');
    expect(schema).toEqual({
      'x-minLength': -1,
      'x-x-type': 'any',
      'x-exclusiveMinimum': true,
      'x-type': 'own',
      'x-ref': '#/components/schemas/Gone',
    });
  });
});

describe('A served schema', () => {
  it.each(cases)('accepts the same values as its source: $what', ({ openapi, schemas, valid, invalid }) => {
    const isValid = judge(schemas, openapi);
    expect(valid.filter((instance) => !isValid(instance))).toEqual([]);
    expect(invalid.filter((instance) => isValid(instance))).toEqual([]);
  });
});
