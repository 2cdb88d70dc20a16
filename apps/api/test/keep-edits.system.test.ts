import type { ConnectorModel } from '@connectory/importer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReadResponse } from './documented-responses.ts';
import { filePart, metadataField } from './multipart.ts';
import { petsModel } from './pets-model.ts';
import { member } from './read-operations.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

type Parameters = { readonly [name: string]: string };

function send(operationId: string, parameters: Parameters, body?: unknown): Promise<ReadResponse> {
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return api.call(operationId, { parameters, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

/** Imports a model, as a worker does. @returns the parameters of its version, and the summary of the import. */
async function importModel(model: ConnectorModel, connectorId?: string, metadata: object = {}) {
  const parts = [
    filePart('{"openapi":"3.1.0","info":{"title":"Pets","version":"1"},"paths":{}}'),
    metadataField({ format: 'openapi', version: '1', ...metadata }),
  ];
  const accepted =
    connectorId === undefined
      ? await api.upload('ImportHTTPConnector', parts)
      : await api.upload('ImportHTTPConnectorVersion', parts, { parameters: { connector_id: connectorId } });
  const importId = String(member(accepted.json, 'id'));
  await api.succeed(importId, model);
  const imported = await send('GetImport', { import_id: importId });
  return {
    draft: { connector_id: String(member(imported.json, 'connectorId')), version: '1' },
    edits: member(imported.json, 'summary', 'edits'),
    results: member((await send('ListImportEdits', { import_id: importId })).json, 'edits'),
  };
}

type Action = ConnectorModel['actions'][number];

const action = (name: string, parts: Partial<Action> = {}): Action => ({
  name,
  method: 'GET',
  path: `/${name}`,
  template: `/${name}`,
  parameters: [],
  references: [],
  responses: [],
  ...parts,
});

const pets = (...actions: readonly Action[]): ConnectorModel => ({
  ...petsModel(),
  actions,
  triggers: [],
  definitions: [],
});

const createOf = (name: string, fields: object = {}) => ({
  type: 'http',
  name,
  method: 'GET',
  path: `/${name}`,
  parameters: [],
  responses: [],
  ...fields,
});

async function edit(draft: Parameters, name: string, changes: object): Promise<void> {
  const parameters = { ...draft, action_name: name };
  const { json } = await send('GetAction', parameters);
  const updated = await send('UpdateAction', parameters, { ...Object(json), ...changes });
  expect(updated.status).toBe(200);
}

async function actionsOf(draft: Parameters): Promise<readonly object[]> {
  const { json } = await send('GetActions', draft);
  return (member(json, 'actions') as object[]).map((one) => ({
    name: member(one, 'name'),
    summary: member(one, 'summary'),
    description: member(one, 'description'),
  }));
}

it('an import keeps, merges and forgets edits by hand, and each can be reverted', async () => {
  const names = ['kept', 'merged', 'conflict', 'gone', 'deleted', 'forgotten', 'plain'];
  const first = pets(...names.map((name) => action(name, { summary: 'Old' })));
  const { draft } = await importModel(first);
  for (const name of ['kept', 'merged', 'conflict', 'gone']) await edit(draft, name, { summary: 'Mine' });
  for (const name of ['deleted', 'forgotten']) await send('DeleteAction', { ...draft, action_name: name });
  await send('CreateAction', draft, createOf('made', { summary: 'Mine' }));
  await send('CreateAction', draft, createOf('adopted', { summary: 'Mine' }));

  const second = pets(
    action('kept', { summary: 'Old' }),
    action('merged', { summary: 'Old', description: 'New' }),
    action('conflict', { summary: 'New' }),
    action('deleted', { summary: 'New' }),
    action('plain', { summary: 'New' }),
    action('adopted', { description: 'New' }),
  );
  const tried = await importModel(second, draft.connector_id, { ifExists: 'replace', dryRun: true });
  const { edits, results } = await importModel(second, draft.connector_id, { ifExists: 'replace' });
  expect(edits).toEqual({ kept: 4, merged: 2, conflicts: 1, dropped: 1 });
  expect(tried.results).toEqual(results);
  const conflict = { at: '/summary', base: '"Old"', edit: '"Mine"', document: '"New"' };
  expect(results).toEqual([
    { kind: 'action', name: 'conflict', fate: 'conflicting', conflicts: [conflict] },
    ...[
      'dropped forgotten',
      'merged merged',
      'merged adopted',
      'kept kept',
      'kept gone',
      'kept deleted',
      'kept made',
    ].map((each) => {
      const [fate, name] = each.split(' ');
      return { kind: 'action', name, fate, conflicts: [] };
    }),
  ]);
  expect((await importModel(pets(action('other')))).results).toEqual([]);
  expect(await actionsOf(draft)).toEqual(
    expect.arrayContaining([
      { name: 'kept', summary: 'Mine', description: undefined },
      { name: 'merged', summary: 'Mine', description: 'New' },
      { name: 'conflict', summary: 'Mine', description: undefined },
      { name: 'gone', summary: 'Mine', description: undefined },
      { name: 'plain', summary: 'New', description: undefined },
      { name: 'adopted', summary: 'Mine', description: 'New' },
      { name: 'made', summary: 'Mine', description: undefined },
    ]),
  );
  expect((await actionsOf(draft)).length).toBe(7);

  const listed = await send('ListEdits', draft);
  const list = member(listed.json, 'edits') as object[];
  expect(list.map((one) => [member(one, 'name'), member(one, 'state')])).toEqual([
    ['kept', 'edited'],
    ['merged', 'edited'],
    ['conflict', 'edited'],
    ['gone', 'edited'],
    ['deleted', 'deleted'],
    ['made', 'created'],
    ['adopted', 'edited'],
  ]);
  for (const one of list.slice(0, 6)) {
    const reverted = await send('RevertEdit', { ...draft, edit_id: String(member(one, 'id')) });
    expect([member(one, 'name'), reverted.status]).toEqual([member(one, 'name'), 204]);
  }
  expect(member((await send('ListEdits', draft)).json, 'totalCount')).toBe(1);
  expect(await actionsOf(draft)).toEqual(
    expect.arrayContaining([
      { name: 'kept', summary: 'Old', description: undefined },
      { name: 'conflict', summary: 'New', description: undefined },
      { name: 'deleted', summary: 'New', description: undefined },
    ]),
  );
  const missing = await send('RevertEdit', { ...draft, edit_id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' });
  expect([missing.status, member(missing.json, 'code')]).toEqual([404, 'edit_not_found']);
});

it('a deleted action takes the triggers of its callbacks along, at every depth', async () => {
  const trigger = (name: string, owner: object): ConnectorModel['triggers'][number] => {
    const callback = { name, expression: `{$request.body#/${name}}`, ...owner };
    return { name, method: 'POST', parameters: [], references: [], responses: [], openapi: { callback } };
  };
  const model = {
    ...pets(action('pay'), action('other')),
    triggers: [
      trigger('paid', { action: 'pay' }),
      trigger('confirmed', { trigger: 'paid' }),
      trigger('kept', { action: 'other' }),
    ],
  };
  const { draft } = await importModel(model);
  expect((await send('DeleteAction', { ...draft, action_name: 'pay' })).status).toBe(204);
  const { json } = await send('GetTriggers', draft);
  expect((member(json, 'triggers') as object[]).map((one) => member(one, 'name'))).toEqual(['kept']);
  const listed = await send('ListEdits', draft);
  const names = (member(listed.json, 'edits') as object[]).map((one) => member(one, 'name'));
  expect(names).toEqual(['pay', 'paid', 'confirmed']);
  const { edits } = await importModel(model, draft.connector_id, { ifExists: 'replace', strict: false });
  expect(edits).toEqual({ kept: 3, merged: 0, conflicts: 0, dropped: 0 });
});

it('a renamed and a deleted definition can be reverted, and imports keep them until then', async () => {
  const { draft } = await importModel(petsModel());
  const definitionsOf = async (): Promise<readonly unknown[]> => {
    const { json } = await send('GetDefinitions', draft);
    return (member(json, 'definitions') as object[]).map((one) => member(one, 'name'));
  };
  const [first, second] = await definitionsOf();
  const { json } = await send('GetDefinition', { ...draft, definition_name: String(first) });
  const renamed = await send(
    'UpdateDefinition',
    { ...draft, definition_name: String(first) },
    { ...Object(json), name: 'Renamed' },
  );
  expect(renamed.status, renamed.bytes.toString()).toBe(200);
  const deleted = await api.call('DeleteDefinition', {
    parameters: { ...draft, definition_name: String(second) },
    query: { force: 'true' },
  });
  expect(deleted.status).toBe(204);
  const { edits } = await importModel(petsModel({ extras: '{"info":{"title":"Other"}}' }), draft.connector_id, {
    ifExists: 'replace',
    version: '1',
  });
  expect(edits).toEqual({ kept: 2, merged: 0, conflicts: 0, dropped: 0 });
  expect(await definitionsOf()).toEqual(['Renamed']);
  const listed = await send('ListEdits', draft);
  for (const one of member(listed.json, 'edits') as object[]) {
    const reverted = await send('RevertEdit', { ...draft, edit_id: String(member(one, 'id')) });
    expect(reverted.status, reverted.bytes.toString()).toBe(204);
  }
  expect(await definitionsOf()).toEqual([first, second]);
  expect(member((await send('ListEdits', draft)).json, 'totalCount')).toBe(0);
});

it('an edited action with errors keeps its version from being published, also after an import', async () => {
  const { draft } = await importModel(pets(action('get')));
  await edit(draft, 'get', { path: '/{{ param.id }}' });
  const publish = async (): Promise<number> => (await send('PublishConnector', draft)).status;
  expect(await publish()).toBe(409);
  await importModel(pets(action('get', { summary: 'New' })), draft.connector_id, { ifExists: 'replace' });
  const { json } = await send('GetAction', { ...draft, action_name: 'get' });
  expect(member(json, 'errors', '0', 'field')).toBe('/path');
  expect(await publish()).toBe(409);
  await importModel(pets(action('get')), draft.connector_id, { ifExists: 'replace', edits: 'discard' });
  expect(await publish()).toBe(200);
});

const editsOf = async (draft: Parameters): Promise<readonly unknown[]> => {
  const { json } = await send('ListEdits', draft);
  return (member(json, 'edits') as object[]).map((one) => [
    member(one, 'kind'),
    member(one, 'name'),
    member(one, 'state'),
    Reflect.get(one, 'baseName'),
  ]);
};

it('an entity that is made again after its deletion is an edit of the deleted one, also in imports and when reverted', async () => {
  const get = action('get', { summary: 'Old', description: 'Old' });
  const { draft } = await importModel(pets(get, action('list')));
  for (const name of ['get', 'list']) await send('DeleteAction', { ...draft, action_name: name });
  await send('CreateAction', draft, createOf('read', { path: '/get', summary: 'Mine', description: 'Old' }));
  await send('CreateAction', draft, createOf('list', { path: '/other' }));
  expect(await editsOf(draft)).toEqual([
    ['action', 'read', 'edited', 'get'],
    ['action', 'list', 'edited', 'list'],
  ]);
  const next = pets(action('get', { summary: 'Old', description: 'New' }), action('list'));
  const { edits } = await importModel(next, draft.connector_id, { ifExists: 'replace' });
  expect(edits).toEqual({ kept: 1, merged: 1, conflicts: 0, dropped: 0 });
  expect(await actionsOf(draft)).toEqual([
    { name: 'read', summary: 'Mine', description: 'New' },
    { name: 'list', summary: undefined, description: undefined },
  ]);
  await send('DeleteAction', { ...draft, action_name: 'read' });
  const listed = await send('ListEdits', draft);
  for (const one of member(listed.json, 'edits') as object[])
    expect((await send('RevertEdit', { ...draft, edit_id: String(member(one, 'id')) })).status).toBe(204);
  expect(await editsOf(draft)).toEqual([]);
  expect(await actionsOf(draft)).toEqual(
    expect.arrayContaining([{ name: 'get', summary: 'Old', description: 'New' }, { name: 'list' }]),
  );
});

it('a made action that gets the method and path of a deleted one later takes over its base with the next import', async () => {
  const { draft } = await importModel(pets(action('get', { summary: 'Old' })));
  await send('DeleteAction', { ...draft, action_name: 'get' });
  await send('CreateAction', draft, createOf('made', { summary: 'Mine' }));
  await edit(draft, 'made', { path: '/get' });
  const next = pets(action('get', { summary: 'Old', description: 'New' }));
  const { edits } = await importModel(next, draft.connector_id, { ifExists: 'replace' });
  expect(edits).toEqual({ kept: 0, merged: 1, conflicts: 0, dropped: 0 });
  expect(await editsOf(draft)).toEqual([['action', 'made', 'edited', 'get']]);
  expect(await actionsOf(draft)).toEqual([{ name: 'made', summary: 'Mine', description: 'New' }]);
});

it('a definition that is made again keeps the references to it, and follows the document', async () => {
  const model = petsModel();
  const { draft } = await importModel(model);
  const name = model.definitions[0]?.name ?? '';
  const query = { force: 'true' };
  await api.call('DeleteDefinition', { parameters: { ...draft, definition_name: name }, query });
  const schema = { contentType: 'application/json', content: '{"title":"Mine"}' };
  const created = await send('CreateDefinitions', draft, { definitions: [{ name, accept: [], schema }] });
  expect(created.status, created.bytes.toString()).toBe(201);
  expect(await editsOf(draft)).toEqual([['definition', name, 'edited', name]]);
  const extras = '{"info":{"title":"Other"}}';
  const { edits } = await importModel(petsModel({ extras }), draft.connector_id, { ifExists: 'replace' });
  expect(edits).toMatchObject({ kept: 1, dropped: 0 });
  expect(await editsOf(draft)).toEqual([['definition', name, 'edited', name]]);
  expect((await send('PublishConnector', draft)).status).toBe(200);
});

it('a deleted auth scheme stays deleted until the document lacks it, and can be reverted', async () => {
  const scheme = { key: 'k', schemeType: 'api-key', description: 'Old', name: 'X-Key', in: 'header' } as const;
  const model = (...authSchemes: ConnectorModel['connector']['authSchemes']): ConnectorModel => {
    const plain = pets(action('get'));
    return { ...plain, connector: { ...plain.connector, authSchemes } };
  };
  const { draft } = await importModel(model(scheme));
  const schemes = async (): Promise<readonly object[]> =>
    member((await send('GetConnector', draft)).json, 'authSchemeConfigs') as object[];
  const schemeEdits = async (): Promise<unknown> => member((await send('ListAuthSchemeEdits', draft)).json, 'edits');
  const id = String(member((await schemes())[0], 'id'));
  const named = { ...draft, auth_scheme_config_id: id };
  const replace = (...authSchemes: ConnectorModel['connector']['authSchemes']) =>
    importModel(model(...authSchemes), draft.connector_id, { ifExists: 'replace' });

  expect((await send('DeleteAuthSchemeConfig', named)).status).toBe(200);
  await replace(scheme);
  await replace({ ...scheme, description: 'New' });
  expect(await schemes()).toEqual([]);
  expect(await schemeEdits()).toEqual([{ id, state: 'deleted', schemeType: 'api-key', key: 'k' }]);
  expect((await send('RevertAuthSchemeConfig', named)).status).toBe(200);
  expect(await schemes()).toMatchObject([{ id, description: 'New' }]);
  expect((await send('RevertAuthSchemeConfig', named)).status).toBe(404);

  await send('UpsertAuthSchemeConfig', named, { ...scheme, id, description: 'Mine' });
  expect(await schemeEdits()).toEqual([{ id, state: 'edited', schemeType: 'api-key', key: 'k' }]);
  await replace({ ...scheme, description: 'New' });
  expect(await schemes()).toMatchObject([{ id, description: 'Mine' }]);
  expect((await send('RevertAuthSchemeConfig', named)).status).toBe(200);
  expect(await schemes()).toMatchObject([{ id, description: 'New' }]);
  expect(await schemeEdits()).toEqual([]);

  await send('DeleteAuthSchemeConfig', named);
  await replace();
  expect(await schemeEdits()).toEqual([]);
  await replace(scheme);
  expect(await schemes()).toMatchObject([{ description: 'Old' }]);
});

it('references to a definition that was deleted by force are errors, also of later imports, which keep it from being published', async () => {
  const { draft } = await importModel(petsModel());
  const publish = async (): Promise<ReadResponse> => send('PublishConnector', draft);
  const names = petsModel().definitions.map(({ name }) => name);
  const refused = await send('DeleteDefinitions', draft, { names: names.slice(0, 1) });
  expect([refused.status, member(refused.json, 'code')]).toEqual([412, 'definition_referenced']);
  const forced = await api.call('DeleteDefinitions', {
    parameters: draft,
    query: { force: 'true' },
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ all: true }),
  });
  expect(forced.status, forced.bytes.toString()).toBe(204);
  const invalidOf = async (): Promise<readonly unknown[]> =>
    (member((await publish()).json, 'fields') as object[]).map((one) => member(one, 'field'));
  const invalid = await invalidOf();
  expect(invalid.length).toBeGreaterThan(1);
  const before = petsModel();
  const [template] = before.actions;
  if (template === undefined) throw new Error('no action');
  const added = { ...template, name: 'added', path: '/added', template: '/added' };
  const model = { ...before, actions: [...before.actions, added] };
  const { edits } = await importModel(model, draft.connector_id, { ifExists: 'replace' });
  expect(edits).toEqual({ kept: names.length, merged: 0, conflicts: 0, dropped: 0 });
  const broken = await send('GetAction', { ...draft, action_name: 'added' });
  expect(member(broken.json, 'errors', '0')).toMatchObject({ severity: 'error' });
  expect((await publish()).status).toBe(409);
  expect((await invalidOf()).length).toBeGreaterThan(invalid.length);
  const listed = await send('ListEdits', draft);
  for (const one of member(listed.json, 'edits') as object[])
    expect((await send('RevertEdit', { ...draft, edit_id: String(member(one, 'id')) })).status).toBe(204);
  expect((await publish()).status).toBe(200);
});
