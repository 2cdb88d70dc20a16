import type { ActionModel, ConnectorModel } from '@connectory/importer';
import { describe, expect, test } from 'vitest';
import { OutputTooLargeError } from '../src/versions/body-budget.ts';
import { schemaBasePlaceholder } from '../src/versions/render-bodies.ts';
import { type KnownIds, noKnownIds, renderVersion } from '../src/versions/render-version.ts';
import { createTestIds } from './create-test-id.ts';
import { buildModel } from './model-builder.ts';

const render = (model: ConnectorModel, known: KnownIds = noKnownIds) => renderVersion(model, known, createTestIds());
const anyAction: ActionModel = {
  name: 'x',
  method: 'GET',
  path: '/x',
  template: '/x',
  parameters: [],
  references: [],
  responses: [],
};
const served = (body: string): unknown => JSON.parse(body.replaceAll(schemaBasePlaceholder, 'https://c.example/s/'));

describe('the rows of a version', () => {
  test('a body with its placeholder replaced is the JSON for clients', () => {
    const { actions, definitions } = render(buildModel());
    expect(served(actions[1]?.body() ?? '')).toMatchObject({
      id: actions[1]?.id,
      type: 'http',
      name: 'addPet',
      method: 'POST',
      path: '/pets',
      requestBody: {
        required: true,
        definitions: [{ definition: { id: definitions[0]?.id, name: 'Pet', url: 'https://c.example/s/Pet.json' } }],
      },
      responses: [{ definitions: [{ definition: { name: 'Pet' } }, { definition: { name: 'Tag' } }] }],
    });
  });

  test('a definition lists each action and definition that refers to it, once', () => {
    const { actions, definitions } = render(buildModel());
    expect(served(definitions[1]?.body() ?? '')).toMatchObject({
      referencedBy: [
        { type: 'action', id: actions[1]?.id, name: 'addPet' },
        { type: 'definition', id: definitions[0]?.id, name: 'Pet' },
      ],
    });
    expect(JSON.parse((definitions[0]?.body() ?? '').replaceAll(schemaBasePlaceholder, '')).referencedBy).toHaveLength(
      2,
    );
  });

  test('a definition nested in an action has no referencedBy', () => {
    const { actions } = render(buildModel());
    expect(actions.map(({ body }) => body()).join('')).not.toContain('referencedBy');
  });

  test('a body that no text could hold exceeds the limit before it is joined', () => {
    const definitions = Array.from({ length: 10_000 }, (_, at) => at % 2);
    const responses = Array.from({ length: 400 }, (_, at) => ({ status: 100 + at, definitions }));
    const { actions } = renderVersion(
      buildModel({ actions: [{ ...anyAction, responses }] }),
      noKnownIds,
      createTestIds(),
      1_000_000,
    );
    expect(() => actions[0]?.body()).toThrow(OutputTooLargeError);
  });

  test('a body within the limit may be written again', () => {
    const once = renderVersion(buildModel(), noKnownIds, () => '').actions[1]?.body() ?? '';
    const { actions } = renderVersion(buildModel(), noKnownIds, () => '', once.length + 200);
    expect([actions[1]?.body(), actions[1]?.body()]).toEqual([once, once]);
  });

  test('a document that contains the placeholder character cannot forge a URL', () => {
    const hostile = { ...anyAction, description: `"url":"${schemaBasePlaceholder}evil` };
    const { actions } = render(buildModel({ actions: [hostile] }));
    expect(served(actions[0]?.body() ?? '')).toMatchObject({ description: hostile.description });
  });

  test('text that PostgreSQL refuses is kept in the body and replaced in columns', () => {
    const hostile = { ...anyAction, operationId: 'a\u0000b\uD800', description: 'a\u0000b\uD800' };
    const { actions } = render(buildModel({ actions: [hostile] }));
    expect(actions[0]?.operation_id).toBe('a\uFFFDb\uFFFD');
    expect(actions[0]?.body()).not.toContain('\u0000');
    expect(served(actions[0]?.body() ?? '')).toMatchObject({ description: hostile.description });
  });

  test('equal schemas are stored once, ordered by hash', () => {
    const schema = '{"type":"object"}';
    const definitions = ['A', 'B', 'C'].map((name) => ({ name, accept: [], schema, references: [] }));
    const rows = render(buildModel({ definitions, actions: [] }));
    // The extras are one more.
    expect(rows.schemas.filter(({ hash }) => hash !== rows.extrasHash)).toHaveLength(1);
    expect(new Set(rows.definitions.map((row) => row.schema_hash)).size).toBe(1);
    const many = render(buildModel()).schemas.map(({ hash }) => hash);
    expect(many).toEqual([...many].sort());
  });

  test('extras of the version are stored by content, those of bodies beside their definitions', () => {
    const [first] = buildModel().actions;
    if (first === undefined) throw new Error('the model has an action');
    const action = {
      ...first,
      requestBody: { required: true, definitions: [], openapi: { description: 'A pet' } },
      responses: [{ status: 404, definitions: [], openapi: { $ref: '#/components/responses/Gone' } }],
    };
    const extras = '{"info":{"title":"Pets"}}';
    const rows = render(buildModel({ extras, actions: [action] }));
    expect(rows.schemas.find(({ hash }) => hash === rows.extrasHash)?.body).toBe(extras);
    expect(served(rows.actions[0]?.body() ?? '')).toMatchObject({
      requestBody: { openapi: { description: 'A pet' } },
      responses: [{ openapi: { $ref: '#/components/responses/Gone' } }],
    });
  });

  test('known ids are used by name', () => {
    const known = { ...noKnownIds, actions: new Map([['listPets', '01ARZ3NDEKTSV4RRFFQ69G5FAV']]) };
    const { actions } = render(buildModel(), known);
    expect(actions[0]?.id).toBe('01ARZ3NDEKTSV4RRFFQ69G5FAV');
    expect(actions[1]?.id).not.toBe('01ARZ3NDEKTSV4RRFFQ69G5FAV');
  });
});
