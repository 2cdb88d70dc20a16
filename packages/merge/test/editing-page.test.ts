import { readFileSync } from 'node:fs';
import type { Json } from '@connectory/json';
import { describe, expect, it } from 'vitest';
import { type DefinitionForm, mergeVersion, type OperationForm, pairReplacements } from '../src/index.ts';

// Each row of the tables of docs/editing.md, by its first cell: its example, as the page words it.

const mediaTypes: Readonly<Record<string, string>> = {
  Pets: 'application/json',
  Mine: 'application/json',
  Csv: 'text/csv',
};
const acceptOf = (name: string): readonly string[] => [mediaTypes[name] ?? ''];
const accept = { base: acceptOf, ours: acceptOf, theirs: acceptOf };
const none = { edits: [], order: [], imported: [] };

type Fields = Readonly<Record<string, Json>>;
const action = (name: string, fields: Fields = {}): OperationForm => ({
  name,
  method: 'GET',
  path: `/${name}`,
  parameters: [],
  responses: [],
  ...fields,
});
const parameter = (name: string, fields: Fields = {}) => ({
  name,
  in: 'query',
  required: false,
  type: 'string',
  ...fields,
});
const response = (status: number, ...definitions: readonly string[]) => ({ status, definitions });

/** An action in its three states. Without `edit`, nobody edited it. */
interface Example {
  readonly base?: OperationForm;
  readonly edit?: OperationForm | 'deleted';
  readonly document?: OperationForm;
}

/** Merges the actions of a draft, which are in the order of the list. @returns the actions after the merge, and the edits by id. */
function mergeActions(examples: readonly Example[]) {
  const known = examples.map((one, index) => ({ ...one, id: `id${index}` }));
  const { entities, outcomes } = mergeVersion({
    actions: {
      edits: known.flatMap(({ id, base, edit }) => {
        if (edit === undefined) return [];
        const ours = edit === 'deleted' ? undefined : edit;
        return [{ id, base, ours, state: ours === undefined ? 'deleted' : base === undefined ? 'created' : 'edited' }];
      }),
      order: known.filter(({ base, edit }) => edit !== 'deleted' && (edit ?? base) !== undefined).map(({ id }) => id),
      imported: known.flatMap(({ id, document }) =>
        document === undefined ? [] : [{ id, name: document.name, form: () => document }],
      ),
    },
    triggers: none,
    definitions: none,
    accept,
  }).actions;
  const documents = known.flatMap(({ document }) => document ?? []);
  const actions = entities.map(({ form, imported }) => form ?? documents[imported ?? -1]);
  return { actions, edits: outcomes.map(({ fate, notice }) => ({ fate, notice })) };
}

/** Merges one action, whose fields differ. @returns its fields after the merge. */
const mergeFields = (base: Fields, edit: Fields, document: Fields): OperationForm | undefined => {
  const state = (fields: Fields): OperationForm => action('getPet', fields);
  return mergeActions([{ base: state(base), edit: state(edit), document: state(document) }]).actions[0];
};

function mergeDefinitions(...states: readonly [Fields, Fields, Fields]): DefinitionForm | undefined {
  const [base, ours, theirs] = states.map(
    (fields): DefinitionForm => ({ name: 'Pet', accept: ['application/json'], schema: {}, ...fields }),
  );
  if (theirs === undefined) throw new Error('three states are required');
  const { entities } = mergeVersion({
    actions: none,
    triggers: none,
    definitions: {
      edits: [{ id: 'd', state: 'edited', base, ours }],
      order: ['d'],
      imported: [{ id: 'd', name: 'Pet', form: () => theirs }],
    },
    accept,
  }).definitions;
  return entities[0]?.form ?? theirs;
}

const listPets = action('listPets');
const getPet = action('getPet');
const described = action('getPet', { description: 'Mine' });

const ofEntities: Readonly<Record<string, () => void>> = {
  'not edited': () => {
    const base = action('listPets', { parameters: [parameter('limit')] });
    const document = action('listPets', { parameters: [parameter('size')] });
    expect(mergeActions([{ base, document }]).actions).toEqual([document]);
    expect(mergeActions([{ base }]).actions).toEqual([]);
  },
  'edited, document unchanged': () => {
    const changed = action('listPets', { summary: 'New' });
    const merged = mergeActions([
      { base: listPets, document: changed },
      { base: getPet, edit: described, document: getPet },
    ]);
    expect(merged).toEqual({ actions: [changed, described], edits: [{ fate: 'kept' }] });
  },
  'edited, document changed': () => {
    const document = action('getPet', { responses: [response(404)] });
    const merged = mergeActions([{ base: getPet, edit: described, document }]);
    expect(merged).toEqual({ actions: [{ ...document, description: 'Mine' }], edits: [{ fate: 'merged' }] });
  },
  'edited, not in the document': () => {
    const merged = mergeActions([{ base: getPet, edit: described }]);
    expect(merged).toEqual({ actions: [described], edits: [{ fate: 'kept', notice: 'not-in-document' }] });
  },
  'deleted by a user': () => {
    const base = action('deletePet');
    const merged = mergeActions([{ base, edit: 'deleted', document: base }]);
    expect(merged).toEqual({ actions: [], edits: [{ fate: 'kept' }] });
    expect(mergeActions([{ base, edit: 'deleted' }])).toEqual({ actions: [], edits: [{ fate: 'dropped' }] });
  },
  'deleted, document changed': () => {
    const document = action('deletePet', { summary: 'New' });
    const merged = mergeActions([{ base: action('deletePet'), edit: 'deleted', document }]);
    expect(merged).toEqual({ actions: [], edits: [{ fate: 'kept', notice: 'deleted-changed' }] });
  },
  'made by a user': () => {
    const edit = action('searchPets');
    const last = action('updatePet');
    const merged = mergeActions([
      { base: getPet, document: getPet },
      { edit },
      { base: last, document: last },
      { document: listPets },
    ]);
    expect(merged).toEqual({ actions: [getPet, edit, last, listPets], edits: [{ fate: 'kept' }] });
  },
  'deleted, and made again with its method and path, or its name': () => {
    const keys = ['GET /pets/{id}', 'getPet'];
    expect([...pairReplacements([{ id: 'old', keys }], [{ id: 'new', keys: [keys[0], 'readPet'] }])]).toEqual([
      ['new', 'old'],
    ]);
    expect([...pairReplacements([{ id: 'old', keys }], [{ id: 'new', keys: ['GET /a', 'getPet'] }])]).toEqual([
      ['new', 'old'],
    ]);
  },
  'made by a user, now in the document': () => {
    const edit = action('searchPets', { summary: 'Mine' });
    const document = action('searchPets', { summary: 'Theirs', description: 'New' });
    const merged = mergeActions([{ edit, document }]);
    const actions = [{ ...document, summary: 'Mine' }];
    expect(merged).toEqual({ actions, edits: [{ fate: 'merged', notice: 'adopted' }] });
  },
};

const ofFields: Readonly<Record<string, () => void>> = {
  'name, summary, description, method, path, required': () => {
    expect(mergeFields({}, { summary: 'Mine' }, { description: 'New' })).toMatchObject({
      summary: 'Mine',
      description: 'New',
    });
  },
  parameters: () => {
    const limit = parameter('limit', { default: '10' });
    const merged = mergeFields(
      { parameters: [parameter('limit')] },
      { parameters: [limit] },
      { parameters: [parameter('limit'), parameter('after')] },
    );
    expect(merged?.parameters).toEqual([limit, parameter('after')]);
  },
  responses: () => {
    const merged = mergeFields({}, { responses: [response(404)] }, { responses: [response(429)] });
    expect(merged?.responses.map(({ status }) => status)).toEqual([404, 429]);
  },
  'definitions of a body': () => {
    const merged = mergeFields(
      { responses: [response(200, 'Pets')] },
      { responses: [response(200, 'Mine')] },
      { responses: [response(200, 'Pets', 'Csv')] },
    );
    expect(merged?.responses).toEqual([response(200, 'Mine', 'Csv')]);
  },
  'accept of a definition': () => {
    const json = 'application/json';
    const merged = mergeDefinitions({ accept: [json] }, { accept: [json, 'text/csv'] }, { accept: [json, 'text/xml'] });
    expect(merged?.accept.toSorted()).toEqual([json, 'text/csv', 'text/xml']);
  },
  'extras (openapi)': () => {
    const [base, document] = [{ openapi: { tags: ['a'] } }, { openapi: { tags: ['b'] } }];
    expect(mergeFields(base, { ...base, summary: 'Mine' }, document)).toMatchObject(document);
    const edit = { openapi: { tags: ['mine'] } };
    expect(mergeFields(base, edit, document)).toMatchObject(edit);
  },
  schemas: () => {
    const schema = (name: Json, more = {}): Fields => ({ schema: { properties: { name, ...more } } });
    const merged = mergeDefinitions(schema({}), schema({ title: 'Mine' }), schema({}, { tag: {} }));
    expect(merged?.schema).toEqual({ properties: { name: { title: 'Mine' }, tag: {} } });
  },
  'required, enum, type of schemas': () => {
    const schema = (...values: readonly string[]): Fields => ({ schema: { enum: values } });
    const { schema: merged } = mergeDefinitions(schema('tin'), schema('tin', 'gold'), schema('tin', 'silver')) ?? {};
    expect(merged).toEqual({ enum: ['tin', 'gold', 'silver'] });
  },
  'other lists of schemas, default, const': () => {
    const schema = (...types: readonly string[]): Fields => ({ schema: { oneOf: types.map((type) => ({ type })) } });
    const edit = schema('string', 'null');
    expect(mergeDefinitions(schema('string'), edit, schema('string', 'integer'))).toMatchObject(edit);
  },
};

/** The first cells of the table under a heading, without backquotes. */
function rowsUnder(heading: string): readonly string[] {
  const page = readFileSync(new URL('../../../docs/editing.md', import.meta.url), 'utf8');
  const [, section = ''] = page.split(`\n### ${heading}\n`);
  const rows = (section.split('\n### ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(2).map((row) => row.slice(2, row.indexOf(' |')).replaceAll('`', ''));
}

describe.each([
  ['Entities', ofEntities],
  ['Fields', ofFields],
])('the table "%s" of docs/editing.md', (heading, examples) => {
  it('has an example here for each row, and for no other', () => {
    expect(Object.keys(examples)).toEqual(rowsUnder(heading));
  });

  it.each(Object.entries(examples))('is true of %s', (_row, example) => example());
});
