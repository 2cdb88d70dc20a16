import { hash } from 'node:crypto';
import type { ConnectorModel } from '@connectory/importer';
import { describe, expect, test } from 'vitest';
import {
  type EditedKind,
  type KnownEntities,
  type PlanOptions,
  planVersion,
  type StandingEdit,
  type StandingRow,
  type VersionPlan,
  type VersionStanding,
} from '../src/index.ts';
import { createTestIds } from './create-test-id.ts';
import { buildModel } from './model-builder.ts';

const createId = createTestIds();
const options: PlanOptions = { maxDiffBytes: 1_000, createId };
const nothingStored: VersionStanding = {
  existing: undefined,
  known: undefined,
  base: undefined,
  baseContent: undefined,
};

/** A stored draft: the rows of a plan, which tests change as a user does. */
class Draft {
  readonly known: KnownEntities;
  readonly rows: StandingRow[];
  readonly edits: StandingEdit[] = [];
  readonly schemas: ReadonlyMap<string, string>;

  constructor({ rows }: VersionPlan) {
    this.schemas = new Map(rows.schemas.map(({ hash: key, body }) => [key, body]));
    const operation = ({
      id,
      name,
      method,
      operation_id: operationId,
      ...rest
    }: VersionPlan['rows']['actions'][number]) => ({
      id,
      name,
      method,
      operationId: operationId ?? undefined,
      path: rest.template,
    });
    this.known = {
      actions: rows.actions.map(operation),
      triggers: [],
      definitions: rows.definitions.map(({ id, name, schema_hash: content }) => ({ id, name, content })),
    };
    this.rows = [
      ...rows.actions.map(({ id, body, template }) => ({
        kind: 'action' as const,
        id,
        body: body(),
        template,
        operationId: null,
        schema: null,
      })),
      ...rows.definitions.map(({ id, body, schema_hash: key }) => ({
        kind: 'definition' as const,
        id,
        body: body(),
        template: null,
        operationId: null,
        schema: this.schemas.get(key) ?? '',
      })),
    ];
  }

  /** Changes the texts of an entity, and remembers its base. */
  edit(name: string, change: (text: string) => string): this {
    const [row, edit] = this.#base(name);
    this.edits.push({ ...edit, state: 'edited' });
    this.#replace(row, { body: change(row.body), schema: row.schema === null ? null : change(row.schema) });
    return this;
  }

  /** Renames a definition wherever it is referenced. */
  renameDefinition(name: string, to: string): this {
    const [row, edit] = this.#base(name);
    this.edits.push({ ...edit, state: 'edited' });
    const rename = (text: string): string =>
      text.replaceAll(`"${name}`, `"${to}`).replaceAll(`${name}.json`, `${to}.json`);
    this.rows.forEach((one, index) => {
      this.rows[index] = { ...one, body: rename(one.body), schema: one.schema === null ? null : rename(one.schema) };
    });
    const known = this.known.definitions.find(({ id }) => id === row.id);
    if (known !== undefined) Object.assign(known, { name: to });
    return this;
  }

  delete(name: string): this {
    const [row, edit] = this.#base(name);
    this.edits.push({ ...edit, state: 'deleted' });
    this.rows.splice(this.rows.indexOf(row), 1);
    const lists = [this.known.actions, this.known.definitions] as unknown as { id: string }[][];
    for (const list of lists) {
      const index = list.findIndex(({ id }) => id === row.id);
      if (index >= 0) list.splice(index, 1);
    }
    return this;
  }

  #base(name: string): readonly [StandingRow, Omit<StandingEdit, 'state'>] {
    const row = this.rows.find(({ body }) => body.includes(`"name":${JSON.stringify(name)}`) && nameOf(body) === name);
    if (row === undefined) throw new Error(`no entity ${name}`);
    const { method } = JSON.parse(row.body.replaceAll('\u0001', '')) as { method?: string };
    const identity = { name, method, path: row.template ?? undefined };
    return [
      row,
      { kind: row.kind, entityId: row.id, base: { body: row.body, identity, schema: row.schema ?? undefined } },
    ];
  }

  #replace(row: StandingRow, changes: Partial<StandingRow>): void {
    this.rows[this.rows.indexOf(row)] = { ...row, ...changes };
  }

  reimport(model: ConnectorModel, more: Partial<PlanOptions> = {}): VersionPlan {
    const { known, edits, rows } = this;
    const existing = { id: 'draft', revision: '7', published: false, edited: true };
    return planVersion({ ...nothingStored, existing, known, edits: { edits, rows, from: undefined } }, model, {
      ...options,
      ...more,
    });
  }
}

const nameOf = (body: string): string => (JSON.parse(body.replaceAll('\u0001', '')) as { name: string }).name;

function importDraft(model: ConnectorModel = buildModel()): Draft {
  return new Draft(planVersion(nothingStored, model, options));
}

/** The bodies of a plan by name, without ids and URLs. */
function bodiesOf(plan: VersionPlan): { readonly [name: string]: unknown } {
  const bodies = [...plan.rows.actions, ...plan.rows.definitions].map(({ name, body }) => [
    name,
    JSON.parse(body().replaceAll('\u0001', ''), (key, value: unknown) =>
      ['id', 'url', 'referencedBy'].includes(key) ? undefined : value,
    ) as unknown,
  ]);
  return Object.fromEntries(bodies) as { readonly [name: string]: unknown };
}

const idOf = (draft: Draft, name: string) =>
  [...draft.known.actions, ...draft.known.definitions].find((one) => one.name === name)?.id;
const editOf = (plan: VersionPlan, kind: EditedKind) => plan.edits?.edits.find((edit) => edit.kind === kind);

describe('an import that replaces an edited draft', () => {
  test('keeps an edited action, and its base, when the document is the same', () => {
    const draft = importDraft().edit('listPets', (body) => body.replace('"listPets"', '"findPets"'));
    const plan = draft.reimport(buildModel());
    expect(plan.rows.actions.map(({ name }) => name)).toEqual(['findPets', 'addPet']);
    expect(plan.rows.actions[0]?.id).toBe(idOf(draft, 'listPets'));
    expect(plan.edits?.summary).toEqual({ kept: 1, merged: 0, conflicts: 0, dropped: 0 });
    expect(editOf(plan, 'action')).toMatchObject({
      state: 'edited',
      base: { identity: { name: 'listPets', path: '/pets' } },
    });
    expect(nameOf(editOf(plan, 'action')?.base?.body ?? '')).toBe('listPets');
  });

  test('merges fields, and reports the conflict with all three values', () => {
    const [listPets, addPet] = buildModel().actions;
    const draft = importDraft().edit('listPets', (body) => body.replace('"/pets"', '"/mine"'));
    const changed = { ...listPets, path: '/new', summary: 'New', template: '/pets' };
    const plan = draft.reimport(buildModel({ actions: [changed, addPet] as ConnectorModel['actions'] }));
    expect(bodiesOf(plan)['listPets']).toMatchObject({ path: '/mine', summary: 'New' });
    expect(plan.edits?.summary).toEqual({ kept: 0, merged: 0, conflicts: 1, dropped: 0 });
    expect(plan.messages).toMatchObject([
      { code: 'EDIT_CONFLICT', detail: ['action listPets /path: base "/pets", edit "/mine", document "/new"'] },
    ]);
  });

  test('names a renamed definition wherever the document references it', () => {
    const schema = JSON.stringify({ properties: { tag: { $ref: 'Tag.json' } } });
    const model = buildModel({
      definitions: [
        { name: 'Pet', accept: ['application/json'], schema, references: [1] },
        { name: 'Tag', accept: ['application/json'], schema: '{"type":"string"}', references: [] },
      ],
      extras: '{"components":{"schemas":{"T":{"$ref":"Tag.json"}}}}',
    });
    const plan = importDraft(model).renameDefinition('Tag', 'Label').reimport(model);
    expect(plan.rows.definitions.map(({ name }) => name)).toEqual(['Pet', 'Label']);
    const texts = new Map(plan.rows.schemas.map(({ hash: key, body }) => [key, body]));
    expect(texts.get(plan.rows.definitions[0]?.schema_hash ?? '')).toBe('{"properties":{"tag":{"$ref":"Label.json"}}}');
    expect(texts.get(plan.rows.extrasHash)).toBe('{"components":{"schemas":{"T":{"$ref":"Label.json"}}}}');
    expect(JSON.stringify(bodiesOf(plan)['addPet'])).toContain('Label');
    expect(plan.edits?.summary.kept).toBe(1);
  });

  test('keeps an edited action that the document lacks, with the definitions that it refers to', () => {
    const draft = importDraft().edit('addPet', (body) => body.replace('"POST"', '"PUT"'));
    const [listPets] = buildModel().actions;
    const actions = [{ ...listPets, responses: [] }] as unknown as ConnectorModel['actions'];
    const plan = draft.reimport(buildModel({ actions, definitions: [] }));
    expect(plan.rows.actions.map(({ name }) => name)).toEqual(['listPets', 'addPet']);
    expect(plan.rows.definitions.map(({ name, id }) => [name, id])).toEqual([
      ['Tag', idOf(draft, 'Tag')],
      ['Pet', idOf(draft, 'Pet')],
    ]);
    expect(plan.messages).toMatchObject([{ code: 'EDITED_ENTITY_KEPT', severity: 'warning' }]);
    expect(plan.edits?.counts).toEqual({ actions: 2, triggers: 0, definitions: 2 });
  });

  test('leaves a deleted action deleted, and forgets it when the document lacks it', () => {
    const draft = importDraft().delete('addPet');
    const again = draft.reimport(buildModel());
    expect(again.rows.actions.map(({ name }) => name)).toEqual(['listPets']);
    expect(editOf(again, 'action')).toMatchObject({ state: 'deleted', entityId: draft.edits[0]?.entityId });
    const gone = draft.reimport(buildModel({ actions: buildModel().actions.slice(0, 1) }));
    expect(gone.edits).toMatchObject({ edits: [], summary: { dropped: 1 } });
  });

  test('merges schemas, and stores the schema of the base', () => {
    const draft = importDraft().edit('Pet', (text) =>
      text.replace('{"type":"object"}', '{"type":"object","title":"Mine"}'),
    );
    const [, tag] = buildModel().definitions;
    const schema = '{"type":"object","description":"New"}';
    const pet = { name: 'Pet', accept: ['application/json'], schema, references: [1] };
    const plan = draft.reimport(buildModel({ definitions: [pet, tag] as ConnectorModel['definitions'] }));
    const stored = new Map(plan.rows.schemas.map(({ hash: key, body }) => [key, body]));
    const merged = JSON.parse(stored.get(plan.rows.definitions[0]?.schema_hash ?? '') ?? '') as unknown;
    expect(merged).toEqual({ type: 'object', title: 'Mine', description: 'New' });
    expect(editOf(plan, 'definition')?.base?.schemaHash).toBe(hash('sha256', schema, 'hex'));
    expect([...stored.values()]).toContain(schema);
  });

  test('checks edited entities as they are after the merge', () => {
    const draft = importDraft().edit('listPets', (body) => body.replace('"/pets"', '"/{{ param.id }}"'));
    const plan = draft.reimport(buildModel());
    expect(bodiesOf(plan)['listPets']).toMatchObject({ errors: [{ field: '/path', severity: 'error' }] });
    expect(plan.edits?.invalid).toEqual([idOf(draft, 'listPets')]);
  });

  test('drops all edits on request, with the same ids', () => {
    const draft = importDraft()
      .edit('listPets', (body) => body.replace('"listPets"', '"findPets"'))
      .delete('addPet');
    const plan = draft.reimport(buildModel(), { edits: 'discard' });
    expect(plan.rows.actions.map(({ name }) => name)).toEqual(['listPets', 'addPet']);
    expect(plan.rows.actions[0]?.id).toBe(idOf(draft, 'listPets'));
    expect(plan.edits).toMatchObject({ edits: [], summary: { kept: 0, merged: 0, conflicts: 0, dropped: 2 } });
  });

  test('keeps references to a deleted definition, with errors, and compares them with those of its base', () => {
    const draft = importDraft()
      .delete('Tag')
      .edit('addPet', (body) => body.replace('"POST"', '"PUT"'));
    const first = draft.reimport(buildModel());
    const missing = 'The version has no definition "Tag".';
    expect(first.edits?.invalid.length).toBeGreaterThan(0);
    expect(JSON.stringify(bodiesOf(first))).toContain(JSON.stringify(missing));
    expect(first.messages).toEqual([]);
    expect(first.edits?.summary).toEqual({ kept: 2, merged: 0, conflicts: 0, dropped: 0 });

    const again = new Draft(first);
    for (const { kind, entityId, state, base } of first.edits?.edits ?? [])
      again.edits.push({
        kind,
        entityId,
        state,
        base: base && { ...base, schema: again.schemas.get(base.schemaHash ?? '') },
      });
    const second = again.reimport(buildModel());
    expect(second.edits?.summary).toEqual(first.edits?.summary);
    expect(bodiesOf(second)).toEqual(bodiesOf(first));
  });

  test('names a deleted definition as the document does, also in extras of edited actions', () => {
    const [listPets] = buildModel().actions;
    const model = (name: string): ConnectorModel => {
      const content = { 'application/json': { schema: { $ref: `${name}.json` } } };
      const requestBody = { required: false, definitions: [0], openapi: { content } };
      const action = { ...listPets, responses: [], references: [0], requestBody };
      const definition = { name, accept: ['application/json'], schema: '{"type":"object"}', references: [] };
      return buildModel({
        definitions: [definition],
        extras: '{}',
        actions: [action] as unknown as ConnectorModel['actions'],
      });
    };
    const draft = importDraft(model('Old'))
      .edit('listPets', (body) => body.replace('"required":false', '"required":true'))
      .delete('Old');
    const plan = draft.reimport(model('New'));
    expect(plan.edits?.summary).toMatchObject({ kept: 2, conflicts: 0 });
    expect(JSON.stringify(bodiesOf(plan)['listPets'])).toContain('"$ref":"New.json"');
  });

  test('matches definitions by content although a user renamed what they refer to', () => {
    const model = (name: string): ConnectorModel => {
      const schema = '{"properties":{"tag":{"$ref":"Tag.json"}}}';
      const tag = { name: 'Tag', accept: ['application/json'], schema: '{"type":"string"}', references: [] };
      const pet = { name, accept: ['application/json'], schema, references: [1] };
      return buildModel({ definitions: [pet, tag], extras: '{}', actions: [] });
    };
    const draft = importDraft(model('Pet')).renameDefinition('Tag', 'Label');
    const known = draft.known.definitions.find(({ name }) => name === 'Pet');
    // The draft stores the schema with the new name.
    const stored = draft.rows.find(({ id }) => id === known?.id)?.schema ?? '';
    Object.assign(known ?? {}, { content: hash('sha256', stored, 'hex') });
    expect(draft.reimport(model('Animal')).rows.definitions[0]).toMatchObject({ name: 'Animal', id: known?.id });
  });

  test('of another version gives the entities new ids', () => {
    const draft = importDraft().edit('listPets', (body) => body.replace('"listPets"', '"findPets"'));
    const { known, edits, rows } = draft;
    const plan = planVersion({ ...nothingStored, known, edits: { edits, rows, from: 'other' } }, buildModel(), options);
    const [edit] = plan.edits?.edits ?? [];
    expect(plan.kept).toBeUndefined();
    expect(edit?.sourceEntityId).toBe(idOf(draft, 'listPets'));
    expect(edit?.entityId).not.toBe(edit?.sourceEntityId);
    expect(plan.rows.actions[0]).toMatchObject({ name: 'findPets', id: edit?.entityId });
  });
});

test('a new version says how many edits of the latest version it leaves behind', () => {
  const messagesFor = (count: number) =>
    planVersion({ ...nothingStored, leftBehind: { version: '1', count } }, buildModel(), options).messages;
  expect(messagesFor(0)).toEqual([]);
  expect(messagesFor(3)).toMatchObject([{ code: 'EDITS_LEFT_BEHIND', severity: 'info' }]);
});

describe('references into other definitions', () => {
  const model = (pet: string) =>
    buildModel({
      definitions: [
        { name: 'Pet', accept: ['application/json'], schema: pet, references: [] },
        { name: 'Tag', accept: ['application/json'], schema: '{"$ref":"Pet.json#/properties/tag"}', references: [0] },
      ],
    });
  const withTag = '{"properties":{"tag":{},"name":{}}}';
  const errorsOf = (plan: VersionPlan, name: string): unknown => Object(bodiesOf(plan)[name]).errors;
  const leadsNowhere = [expect.objectContaining({ field: '/schema/$ref', severity: 'error' })];

  test('of entities that nobody edited have errors where an edit removed the place, and else nothing', () => {
    const renamed = importDraft(model(withTag)).edit('Pet', (text) => text.replace('"tag"', '"label"'));
    const broken = renamed.reimport(model(withTag));
    expect(errorsOf(broken, 'Tag')).toEqual(leadsNowhere);
    expect(broken.edits?.invalid).toEqual([idOf(renamed, 'Tag')]);
    const titled = importDraft(model(withTag)).edit('Pet', (text) => text.replace('"name"', '"title"'));
    const whole = titled.reimport(model(withTag));
    expect([errorsOf(whole, 'Tag'), whole.edits?.invalid]).toEqual([undefined, []]);
  });

  test('of edited entities have errors where the document removed the place', () => {
    const draft = importDraft(model(withTag)).edit('Tag', (text) => text.replace('{"$ref"', '{"title":"T","$ref"'));
    expect(errorsOf(draft.reimport(model('{"properties":{}}')), 'Tag')).toEqual(leadsNowhere);
    expect(errorsOf(draft.reimport(model(withTag)), 'Tag')).toEqual([]);
  });
});
