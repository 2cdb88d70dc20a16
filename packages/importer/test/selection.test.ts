import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConnectorModel, importDocument, type Json, type SelectionOptions } from '../src/index.ts';
import { faultsOf } from './faults-of.ts';
import { hostileDocument } from './hostile-document.ts';
import { parsed } from './parsed.ts';

const json = (name: string): { readonly content: Json } => ({
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
});

const document: Json = {
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      get: { operationId: 'listPets', tags: ['pets'], responses: { 200: { description: 'ok', ...json('Pets') } } },
      post: { operationId: 'addPet', tags: ['pets', 'admin'], requestBody: json('Pet'), responses: {} },
    },
    '/pets/{id}': { get: { operationId: 'getPet', tags: ['pets'], responses: {} } },
    '/owners/{id}/pets': {
      get: { operationId: 'listOwned', responses: { 200: { description: 'ok', ...json('Owner') } } },
    },
  },
  webhooks: { petSold: { post: { tags: ['pets'], requestBody: json('Sale'), responses: {} } } },
  components: {
    schemas: {
      Owner: { type: 'object' },
      Sale: { type: 'object' },
      Pets: { type: 'array', items: { $ref: '#/components/schemas/Pet' } },
      Pet: {
        oneOf: [{ $ref: '#/components/schemas/Cat' }],
        discriminator: { propertyName: 'kind', mapping: { dog: 'Dog' } },
      },
      Cat: { properties: { parent: { $ref: '#/components/schemas/Base/properties/id' } } },
      Dog: { type: 'object' },
      Base: { properties: { id: { type: 'string' } } },
    },
  },
};

function select(selection: SelectionOptions): ConnectorModel {
  const outcome = importDocument(parsed(document), selection);
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.model;
}

const namesOf = ({ actions, triggers }: ConnectorModel): readonly string[] =>
  [...actions, ...triggers].map(({ name }) => name);

describe('A part of a document', () => {
  it.each<[string, SelectionOptions, readonly string[]]>([
    ['everything without filters', {}, ['listPets', 'addPet', 'getPet', 'listOwned', 'petSold']],
    ['what has one of some tags', { include: { tags: ['pets'] } }, ['listPets', 'addPet', 'getPet', 'petSold']],
    [
      'nothing of what is excluded',
      { include: { tags: ['pets'] }, exclude: { tags: ['adm*'] } },
      ['listPets', 'getPet', 'petSold'],
    ],
    ['paths within a segment', { include: { paths: ['/pets/*'] } }, ['getPet']],
    ['paths across segments', { include: { paths: ['/owners/**', 'petSold'] } }, ['listOwned', 'petSold']],
    ['braces as they are written', { include: { paths: ['/pets/{id}'] } }, ['getPet']],
    ['methods in any case', { exclude: { methods: ['get', 'Put'] } }, ['addPet', 'petSold']],
    ['operationIds', { include: { operationIds: ['list*', 'get???'] } }, ['listPets', 'getPet', 'listOwned']],
    ['what each field of a filter matches', { include: { methods: ['POST'], tags: ['pets'] } }, ['addPet', 'petSold']],
    [
      'what no field of another filter matches',
      { exclude: { methods: ['POST'], tags: ['admin'] } },
      ['listPets', 'getPet', 'listOwned', 'petSold'],
    ],
  ])('is %s', (_what, selection, names) => {
    expect(namesOf(select(selection))).toEqual(names);
  });

  it('has only the definitions that its operations reach', () => {
    const { definitions } = select({ include: { operationIds: ['listPets'] } });
    expect(definitions.map(({ name }) => name)).toEqual(['Pets', 'Pet', 'Cat', 'Dog', 'Base']);
    expect(select({ include: { operationIds: ['getPet'] } }).definitions).toEqual([]);
  });

  it('reports the rest in messages and in the coverage', () => {
    const { messages, coverage } = select({ include: { paths: ['/owners/**'] } });
    const left = messages.find(({ code }) => code === 'NOT_SELECTED');
    expect(left?.locations.map(({ pointer }) => pointer)).toEqual([
      '/paths/~1pets/get',
      '/paths/~1pets/post',
      '/paths/~1pets~1{id}/get',
      '/webhooks/petSold/post',
      ...['Sale', 'Pets', 'Pet', 'Cat', 'Dog', 'Base'].map((name) => `/components/schemas/${name}`),
    ]);
    expect(coverage.operations).toMatchObject({ inDocument: 4, notImported: 3 });
    expect(coverage.webhooks).toMatchObject({ inDocument: 1, notImported: 1 });
    expect(coverage.schemas).toMatchObject({ inDocument: 7, asWritten: 1, notImported: 6 });
  });

  it('gives the same names as the whole document', () => {
    const whole = new Set(namesOf(select({})));
    expect(namesOf(select({ exclude: { paths: ['/pets'] } })).every((name) => whole.has(name))).toBe(true);
  });

  it('keeps every promise except the number of operations, for any document', () => {
    const selection = { exclude: { paths: ['/a/**'], methods: ['GET', 'TRACE'] } };
    fc.assert(
      fc.property(hostileDocument, (root) => {
        const outcome = importDocument(parsed(root), selection);
        const faults = outcome.ok ? faultsOf(root, outcome.model) : [outcome.fault.code];
        expect(faults.filter((fault) => !/^\d+ operations, /.test(fault))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('is selected in bounded time by globs with many stars', () => {
    expect(namesOf(select({ include: { paths: [`${'*'.repeat(10_000)}x`, '**/*/**/*/**/*x'] } }))).toEqual([]);
  });
});
