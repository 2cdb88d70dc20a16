import type { ActionModel } from '@connectory/importer';
import { describe, expect, test } from 'vitest';
import { buildVersionRows, schemaBasePlaceholder } from '../src/versions/version-rows.ts';
import { buildModel } from './model-builder.ts';

const noKnownIds = { actions: new Map(), triggers: new Map(), definitions: new Map() };
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
  test('a body, once the placeholder is replaced, is the JSON that a client gets', () => {
    const { actions, definitions } = buildVersionRows(buildModel(), noKnownIds);
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

  test('a definition lists each action and definition that names it, once', () => {
    const { actions, definitions } = buildVersionRows(buildModel(), noKnownIds);
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

  test('a definition nested in an action leaves out who references it', () => {
    const { actions } = buildVersionRows(buildModel(), noKnownIds);
    expect(actions.map(({ body }) => body()).join('')).not.toContain('referencedBy');
  });

  test('a document that contains the placeholder character cannot forge a URL', () => {
    const hostile = { ...anyAction, description: `"url":"${schemaBasePlaceholder}evil` };
    const { actions } = buildVersionRows(buildModel({ actions: [hostile] }), noKnownIds);
    expect(served(actions[0]?.body() ?? '')).toMatchObject({ description: hostile.description });
  });

  test('text that PostgreSQL refuses stays whole in the body and is replaced in columns', () => {
    const hostile = { ...anyAction, operationId: 'a\u0000b\uD800', description: 'a\u0000b\uD800' };
    const { actions } = buildVersionRows(buildModel({ actions: [hostile] }), noKnownIds);
    expect(actions[0]?.operation_id).toBe('a\uFFFDb\uFFFD');
    expect(actions[0]?.body()).not.toContain('\u0000');
    expect(served(actions[0]?.body() ?? '')).toMatchObject({ description: hostile.description });
  });

  test('equal schemas are stored once, ordered by hash', () => {
    const schema = '{"type":"object"}';
    const definitions = ['A', 'B', 'C'].map((name) => ({ name, accept: [], schema, references: [] }));
    const rows = buildVersionRows(buildModel({ definitions, actions: [] }), noKnownIds);
    expect(rows.schemas).toHaveLength(1);
    expect(new Set(rows.definitions.map((row) => row.schema_hash)).size).toBe(1);
    const many = buildVersionRows(buildModel(), noKnownIds).schemas.map(({ hash }) => hash);
    expect(many).toEqual([...many].sort());
  });

  test('ids of a replaced version are kept by name', () => {
    const known = { ...noKnownIds, actions: new Map([['listPets', '01ARZ3NDEKTSV4RRFFQ69G5FAV']]) };
    const { actions } = buildVersionRows(buildModel(), known);
    expect(actions[0]?.id).toBe('01ARZ3NDEKTSV4RRFFQ69G5FAV');
    expect(actions[1]?.id).not.toBe('01ARZ3NDEKTSV4RRFFQ69G5FAV');
  });
});
