import type { Json } from '@connectory/json';
import { describe, expect, it } from 'vitest';
import { type DefinitionForm, type EntityEdit, mergeVersion, type OperationForm } from '../src/index.ts';

const accept = {
  base: () => ['application/json'],
  ours: () => ['application/json'],
  theirs: () => ['application/json'],
};
const none = { edits: [], order: [], imported: [] };

function action(fields: { readonly [field: string]: Json } = {}): OperationForm {
  return { name: 'get', method: 'GET', path: '/a', parameters: [], responses: [], ...fields };
}

function mergeAction(edit: Omit<EntityEdit<OperationForm>, 'id'>, theirs: OperationForm | undefined) {
  const imported = theirs === undefined ? [] : [{ id: 'a', name: theirs.name, form: () => theirs }];
  const order = edit.ours === undefined ? [] : ['a'];
  const actions = { edits: [{ id: 'a', ...edit }], order, imported };
  const merged = mergeVersion({ actions, triggers: none, definitions: none, accept }).actions;
  const [entity] = merged.entities;
  return { form: entity && (entity.form ?? theirs), ...merged.outcomes[0] };
}

function mergeSchema(base: Json, ours: Json, theirs: Json) {
  const form = (schema: Json): DefinitionForm => ({ name: 'Pet', accept: ['application/json'], schema });
  const merged = mergeVersion({
    actions: none,
    triggers: none,
    definitions: {
      edits: [{ id: 'd', state: 'edited', base: form(base), ours: form(ours) }],
      order: ['d'],
      imported: [{ id: 'd', name: 'Pet', form: () => form(theirs) }],
    },
    accept,
  }).definitions;
  return { schema: merged.entities[0]?.form?.['schema'], conflicts: merged.outcomes[0]?.conflicts };
}

describe('an edited action', () => {
  const base = action({ summary: 'Old', description: 'Old' });
  const ours = action({ summary: 'Mine', description: 'Old' });

  it('stays as edited when the document did not change it', () => {
    expect(mergeAction({ state: 'edited', base, ours }, base)).toMatchObject({
      form: ours,
      fate: 'kept',
      conflicts: [],
    });
  });

  it('is merged by field when the document changed another field', () => {
    const theirs = action({ summary: 'Old', description: 'New' });
    const form = action({ summary: 'Mine', description: 'New' });
    expect(mergeAction({ state: 'edited', base, ours }, theirs)).toMatchObject({ form, fate: 'merged', conflicts: [] });
  });

  it('wins over another change of the same field, which is a conflict with all three values', () => {
    const theirs = action({ summary: 'New', description: 'Old' });
    const conflicts = [{ place: '/summary', base: 'Old', ours: 'Mine', theirs: 'New' }];
    expect(mergeAction({ state: 'edited', base, ours }, theirs)).toMatchObject({
      form: ours,
      fate: 'conflicting',
      conflicts,
    });
  });

  it('stays when the document no longer has it, with a notice', () => {
    const outcome = { form: ours, fate: 'kept', notice: 'not-in-document', next: { state: 'edited', base } };
    expect(mergeAction({ state: 'edited', base, ours }, undefined)).toMatchObject(outcome);
  });

  it('is no longer edited when the document says the same', () => {
    expect(mergeAction({ state: 'edited', base, ours }, ours)).toMatchObject({
      form: ours,
      fate: 'dropped',
      next: undefined,
    });
  });
});

describe('a deleted action', () => {
  const edit = { state: 'deleted', base: action(), ours: undefined } as const;

  it('stays deleted, with a notice when the document changed it', () => {
    expect(mergeAction(edit, action())).toMatchObject({ form: undefined, fate: 'kept', next: { state: 'deleted' } });
    expect(mergeAction(edit, action({ path: '/b' }))).toMatchObject({ form: undefined, notice: 'deleted-changed' });
  });

  it('is forgotten when the document no longer has it', () => {
    expect(mergeAction(edit, undefined)).toMatchObject({ fate: 'dropped', next: undefined });
  });
});

describe('an action that the user made', () => {
  const edit = { state: 'created', base: undefined, ours: action({ summary: 'Mine' }) } as const;

  it('stays', () => {
    expect(mergeAction(edit, undefined)).toMatchObject({ form: edit.ours, fate: 'kept', next: { state: 'created' } });
  });

  it('gets the fields that it lacks from the same operation of the document, which becomes its base', () => {
    const form = action({ summary: 'Mine', description: 'New' });
    const outcome = { form, fate: 'merged', notice: 'adopted', next: { state: 'edited', imported: 0 } };
    expect(mergeAction(edit, action({ summary: 'New', description: 'New' }))).toMatchObject(outcome);
  });
});

describe('lists', () => {
  const parameter = (name: string, fields = {}) => ({ name, in: 'query', required: false, type: 'string', ...fields });

  it('merge parameters by place and name, in the order of the document, with own ones after what preceded them', () => {
    const base = action({ parameters: [parameter('a'), parameter('b'), parameter('gone')] });
    const ours = action({ parameters: [parameter('a', { type: 'integer' }), parameter('mine'), parameter('b')] });
    const theirs = action({
      parameters: [parameter('new'), parameter('b'), parameter('a', { required: true }), parameter('gone')],
    });
    const { form } = mergeAction({ state: 'edited', base, ours }, theirs);
    expect(form?.parameters).toEqual([
      parameter('new'),
      parameter('b'),
      parameter('a', { required: true, type: 'integer' }),
      parameter('mine'),
    ]);
  });

  it('merge responses by status, and their definitions by media type', () => {
    const response = (status: number, definition: string) => ({ status, definitions: [definition] });
    const base = action({ responses: [response(200, 'Pet'), response(404, 'Error')] });
    const ours = action({ responses: [response(200, 'Mine'), response(404, 'Error')] });
    const theirs = action({ responses: [response(200, 'Pet'), response(404, 'Problem')] });
    const { form, conflicts } = mergeAction({ state: 'edited', base, ours }, theirs);
    expect(form?.responses).toEqual([response(200, 'Mine'), response(404, 'Problem')]);
    expect(conflicts).toEqual([]);
  });
});

describe('schemas', () => {
  it('merge by keyword, with required, type and enum as sets', () => {
    const base = { type: 'object', required: ['a', 'b'], properties: { a: { enum: ['x'] }, b: {} } };
    const ours = { type: 'object', required: ['b', 'mine'], properties: { a: { enum: ['x', 'mine'] }, b: {} } };
    const theirs = {
      type: ['object', 'null'],
      required: ['a', 'b', 'c'],
      properties: { a: { enum: ['x', 'y'] }, b: {}, c: {} },
    };
    expect(mergeSchema(base, ours, theirs)).toEqual({
      schema: {
        type: ['object', 'null'],
        required: ['b', 'mine', 'c'],
        properties: { a: { enum: ['x', 'mine', 'y'] }, b: {}, c: {} },
      },
      conflicts: [],
    });
  });

  it('treat properties named as keywords, and __proto__, as properties', () => {
    const base = JSON.parse('{"properties":{"required":{"title":"a"},"__proto__":{"title":"a"}}}') as Json;
    const ours = JSON.parse('{"properties":{"required":{"title":"mine"},"__proto__":{"title":"a"}}}') as Json;
    const theirs = JSON.parse('{"properties":{"required":{"title":"a"},"__proto__":{"title":"new"}}}') as Json;
    const { schema } = mergeSchema(base, ours, theirs);
    expect(JSON.stringify(schema)).toBe('{"properties":{"required":{"title":"mine"},"__proto__":{"title":"new"}}}');
  });

  it('conflict as a whole when the merged schema would not compile', () => {
    const base = { $defs: { a: {} }, title: 'a' };
    const ours = { $defs: { a: {} }, title: 'a', not: { $ref: '#/$defs/a' } };
    const theirs = { title: 'a' };
    const merged = mergeSchema(base, ours, theirs);
    expect(merged.schema).toEqual(ours);
    expect(merged.conflicts).toEqual([{ place: '/schema', base, ours, theirs }]);
  });
});

describe('names', () => {
  it('gives a number to a new entity of the document that has the name of an edited one', () => {
    const ours = action({ name: 'find' });
    const imported = [
      { id: 'a', name: 'get', form: () => action() },
      { id: undefined, name: 'find', form: () => action({ name: 'find', path: '/b' }) },
    ];
    const actions = { edits: [{ id: 'a', state: 'edited' as const, base: action(), ours }], order: ['a'], imported };
    const merged = mergeVersion({ actions, triggers: none, definitions: none, accept }).actions;
    expect(merged.entities.map(({ name }) => name)).toEqual(['find', 'find_2']);
    expect(merged.outcomes[0]).toMatchObject({ fate: 'conflicting', conflicts: [{ place: '/name', ours: 'find' }] });
  });
});
