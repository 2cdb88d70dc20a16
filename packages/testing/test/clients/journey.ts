import { expect } from 'vitest';
import type { Arguments, CallOperation } from './api-client.ts';
import { petsDocument } from './pets-document.ts';

/** What a journey starts from. */
export interface Start {
  readonly call: CallOperation;
  readonly organisationId: string;
  /** URL of `petsDocument('1.0.0')`. */
  readonly documentUrl: string;
}

/** Calls an operation, and expects a status. @returns the parsed body */
type Ask = (operationId: string, status: number, given?: Arguments) => Promise<unknown>;

interface Steps {
  readonly ask: Ask;
  readonly documentUrl: string;
}

function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((inner, name) => Object(inner)[name], value);
}

function textAt(value: unknown, ...names: readonly string[]): string {
  const found = at(value, ...names);
  if (typeof found !== 'string') throw new Error(`no text at ${names.join('.')} of ${JSON.stringify(value)}`);
  return found;
}

const without = (value: unknown, name: string): object =>
  Object.fromEntries(Object.entries(Object(value)).filter(([key]) => key !== name));

const fileOf = (document: object): Blob => new Blob([JSON.stringify(document)], { type: 'application/json' });

const ofAllOrganisations: ReadonlySet<string> = new Set(['ListCategories', 'ListPublicConnectors']);

/** Uses each part of the wire contract as a user does: from an empty organisation, to published versions, and back. */
export async function runJourney({ call, organisationId, documentUrl }: Start): Promise<void> {
  const ask: Ask = async (operationId, status, given = {}) => {
    const path = { organisation_id: organisationId, ...given.path };
    const reply = await call(operationId, ofAllOrganisations.has(operationId) ? given : { ...given, path });
    expect({ operationId, ...reply }).toMatchObject({ operationId, status });
    return reply.body;
  };
  const steps = { ask, documentUrl };
  await readCatalogue(steps);
  await editConnector(steps);
  const path = await importConnector(steps);
  await readPages(steps, path);
  await editActions(steps, path);
  await editTriggers(steps, path);
  await editDefinitions(steps, path);
  await replace(steps, path);
  await importByUrl(steps, path);
  await publish(steps, path);
  await share(steps, path);
  await unpublish(steps, path);
  await receiveErrors(steps, path);
  await deleteAll(steps, path);
}

type VersionPath = Readonly<Record<'connector_id' | 'version', string>>;

async function readCatalogue({ ask }: Steps): Promise<void> {
  await ask('ListCategories', 200);
  await ask('ListPublicConnectors', 200, { query: { first: 5, sort: 'name:asc', categories: ['CRM', 'ERP'] } });
  const protocols = await ask('ListProtocols', 200, { query: { first: 10 } });
  expect(at(protocols, 'protocols', '0', 'slug')).toBe('http');
  await ask('ListAuthSchemes', 200, { path: { protocol_slug: 'http' } });
}

const scheme = { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', description: 'By hand' };
const oauth2 = {
  schemeType: 'oauth2',
  authorizeUrl: 'https://pets.example.com/authorize',
  tokenUrl: 'https://pets.example.com/token',
  scopes: [{ name: 'read' }],
  defaultScopes: ['read'],
  grant: { grantType: 'authorization_code', clientId: 'pets', clientSecret: 'secret' },
};

async function editConnector({ ask }: Steps): Promise<void> {
  const body = {
    name: 'By hand',
    baseUrl: 'https://pets.example.com',
    authSchemeConfigs: [{ ...scheme, schemeType: 'none' }],
    connections: [],
    connectionVariables: [{ name: 'region', value: 'eu' }],
    tags: { team: ['pets'] },
    public: false,
  };
  const created = await ask('CreateHTTPConnector', 201, { body });
  const path = { connector_id: textAt(created, 'id') };
  await ask('UpdateConnectorTags', 204, { path, body: { tags: { team: ['pets', 'shop'] } } });
  await ask('UpdateConnectorCategories', 204, { path, body: { categories: ['CRM'] } });
  const schemePath = { ...path, auth_scheme_config_id: scheme.id };
  for (const its of [{ schemeType: 'api-key', name: 'X-Key', in: 'header' }, { schemeType: 'basic-auth' }, oauth2])
    await ask('UpsertAuthSchemeConfig', 200, { path: schemePath, body: { ...scheme, ...its } });
  await ask('DeleteAuthSchemeConfig', 200, { path: schemePath });
  const { id, organisationId, protocol, baseUrl } = Object(await ask('GetConnector', 200, { path }));
  const update = { id, organisationId, protocol, baseUrl, name: 'Renamed', tags: { team: ['shop'] }, public: false };
  expect(await ask('UpdateConnector', 200, { path, body: update })).toMatchObject({ name: 'Renamed' });
  const listed = await ask('ListConnectors', 200, { query: { name: 'renamed', tags: 'team:shop', sort: 'name:asc' } });
  expect(listed).toMatchObject({ totalCount: 1 });
  expect(await ask('ListConnectorConnections', 200, { path, query: { first: 5 } })).toMatchObject({ totalCount: 0 });
  await ask('CreateConnectorVersion', 201, { path, body: { name: 'draft' } });
  await ask('DeleteConnector', 204, { path });
}

async function importConnector({ ask }: Steps): Promise<VersionPath> {
  const form = { file: fileOf(petsDocument('1.0.0')), metadata: { format: 'openapi' } };
  const imported = await ask('ImportHTTPConnector', 201, { form });
  const path = { connector_id: textAt(imported, 'connector', 'id'), version: '1.0.0' };
  expect(at(imported, 'actions')).toHaveLength(4);
  expect(await ask('GetConnectorVersion', 200, { path })).toMatchObject({ name: '1.0.0', publishedAt: null });
  return path;
}

/** Reads all pages of a list forwards, and the first one again backwards. */
async function readAllPages(
  ask: Ask,
  operationId: string,
  member: string,
  path: Arguments['path'],
): Promise<unknown[]> {
  const read = (query: Arguments['query'] & object) =>
    ask(operationId, 200, { ...(path === undefined ? {} : { path }), query: { first: 1, ...query } });
  const pages = [await read({})];
  for (let next = at(pages[0], 'next'); typeof next === 'string'; next = at(pages.at(-1), 'next'))
    pages.push(await read({ after: next }));
  const previous = at(pages.at(-1), 'prev');
  if (pages.length > 1) expect(at(await read({ before: String(previous) }), member)).toHaveLength(1);
  const items = pages.map((page) => at(page, member, '0'));
  expect(items).toHaveLength(Number(at(pages[0], 'totalCount')));
  return items;
}

async function readPages({ ask }: Steps, path: VersionPath): Promise<void> {
  await readAllPages(ask, 'ListConnectors', 'connectors', {});
  await readAllPages(ask, 'ListConnectorVersions', 'items', { connector_id: path.connector_id });
  expect(await readAllPages(ask, 'GetActions', 'actions', path)).toHaveLength(4);
  expect(await readAllPages(ask, 'GetTriggers', 'triggers', path)).toHaveLength(1);
  const definitions = await readAllPages(ask, 'GetDefinitions', 'definitions', path);
  const url = new URL(
    textAt(
      definitions.find((definition) => at(definition, 'name') === 'Pet'),
      'url',
    ),
  );
  const schemaPath = { ...path, schema_filename: url.pathname.split('/').at(-1) ?? '' };
  expect(await ask('GetRawSchema', 200, { path: schemaPath })).toMatchObject({ type: 'object' });
}

/** The wire contract requires an id of each response. */
const responseId = '01ARZ3NDEKTSV4RRFFQ69G5FAW';

async function editActions({ ask }: Steps, path: VersionPath): Promise<void> {
  const named = (action_name: string) => ({ ...path, action_name });
  const found = await ask('GetAction', 200, { path: named('addPet') });
  const edited = await ask('UpdateAction', 200, {
    path: named('addPet'),
    body: { ...Object(found), summary: 'By hand' },
  });
  expect(edited).toMatchObject({ summary: 'By hand' });
  const created = {
    type: 'http',
    name: 'feedPet',
    method: 'POST',
    path: '/pets/{{ param.id }}/feed',
    parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
    requestBody: { required: true, definitions: [{ definition: { name: 'Pet' } }] },
    responses: [{ id: responseId, status: 200, definitions: [{ definition: { name: 'Pet' } }] }],
  };
  await ask('CreateAction', 201, { path, body: created });
  await ask('DeleteAction', 204, { path: named('deletePet') });
  expect(await ask('GetActions', 200, { path, query: { name: 'PET', first: 50 } })).toMatchObject({ totalCount: 4 });
}

async function editTriggers({ ask }: Steps, path: VersionPath): Promise<void> {
  const named = (trigger_name: string) => ({ ...path, trigger_name });
  const found = await ask('GetTrigger', 200, { path: named('petSold') });
  await ask('UpdateTrigger', 200, { path: named('petSold'), body: { ...Object(found), description: 'By hand' } });
  const created = {
    type: 'http',
    name: 'petLost',
    method: 'POST',
    parameters: [{ name: 'X-Signature', in: 'header', required: false, type: 'string' }],
    responses: [{ id: responseId, status: 204, definitions: [] }],
  };
  await ask('CreateTrigger', 201, { path, body: created });
  await ask('DeleteTrigger', 204, { path: named('petLost') });
}

async function editDefinitions({ ask }: Steps, path: VersionPath): Promise<void> {
  const named = (definition_name: string) => ({ ...path, definition_name });
  const schemaOf = (schema: object) => ({ contentType: 'application/schema+json', content: JSON.stringify(schema) });
  const definitions = ['Food', 'Meal', 'Snack', 'Treat'].map((name) => ({
    name,
    accept: ['application/json'],
    schema: schemaOf(name === 'Meal' ? { items: { $ref: '#/$defs/Food' } } : { type: 'object' }),
  }));
  await ask('CreateDefinitions', 201, { path, body: { definitions } });
  const { id, name, accept } = Object(await ask('GetDefinition', 200, { path: named('Food') }));
  const body = { id, name, accept, description: 'By hand', schema: schemaOf({ type: 'string' }) };
  expect(await ask('UpdateDefinition', 200, { path: named('Food'), body })).toMatchObject({ description: 'By hand' });
  expect(await ask('DeleteDefinition', 412, { path: named('Food') })).toMatchObject({ definition: { name: 'Food' } });
  await ask('DeleteDefinition', 204, { path: named('Treat'), query: { force: true } });
  await ask('DeleteDefinitions', 412, { path, body: { names: ['Food'] } });
  await ask('DeleteDefinitions', 204, { path, body: { names: ['Snack', 'Meal'] }, query: { force: false } });
  await ask('DeleteDefinitions', 204, { path, body: { ids: [id] } });
}

async function replace({ ask }: Steps, path: VersionPath): Promise<void> {
  const more = { '/shops': { get: { operationId: 'listShops', responses: { 200: { description: 'Shops' } } } } };
  const metadata = { format: 'openapi', version: '1.0.0', ifExists: 'replace' };
  const form = { file: fileOf(petsDocument('1.0.0', more)), metadata };
  const replaced = await ask('ImportHTTPConnectorVersion', 201, { path: { connector_id: path.connector_id }, form });
  const names = Object(at(replaced, 'actions')).map((action: unknown) => at(action, 'name'));
  expect(names).toEqual(expect.arrayContaining(['addPet', 'feedPet', 'listShops']));
  const kept = await ask('GetAction', 200, { path: { ...path, action_name: 'addPet' } });
  expect(kept).toMatchObject({ summary: 'By hand' });
}

async function importByUrl({ ask, documentUrl }: Steps, path: VersionPath): Promise<void> {
  const inConnector = { connector_id: path.connector_id };
  const body = { schemaURL: documentUrl, format: 'openapi' };
  const imported = await ask('ImportHTTPConnector', 201, { body });
  await ask('DeleteConnector', 204, { path: { connector_id: textAt(imported, 'connector', 'id') } });
  await ask('ImportHTTPConnectorVersion', 201, {
    path: inConnector,
    body: { ...body, version: '1.1.0', filetype: 'json' },
  });
  // A file of the user's disk: first to the upload URL, then by its URL.
  const urls = await ask('GetProtocolUploadURL', 200, { path: { protocol_slug: 'http' } });
  const uploaded = await fetch(textAt(urls, 'uploadUrl'), { method: 'PUT', body: fileOf(petsDocument('1.2.0')) });
  expect(uploaded.ok).toBe(true);
  const byUpload = { schemaURL: textAt(urls, 'url'), format: 'openapi', version: '1.2.0' };
  await ask('ImportHTTPConnectorVersion', 201, { path: inConnector, body: byUpload });
}

async function publish({ ask }: Steps, path: VersionPath): Promise<void> {
  const connector = { connector_id: path.connector_id };
  const published = await ask('PublishConnector', 200, { path });
  expect(published).toMatchObject({ version: { name: '1.0.0', isLatest: true } });
  await ask('CreateConnectorVersion', 201, { path: connector, body: { name: '2.0.0', fromVersion: 'latest' } });
  const second = { ...path, version: '2.0.0' };
  await ask('PublishConnector', 200, { path: second });
  const version = await ask('GetConnectorVersion', 200, { path: { ...path, version: 'latest' } });
  expect(version).toMatchObject({ name: '2.0.0' });
  const body = { ...without(without(version, 'messages'), 'links'), isDefault: true };
  await ask('UpdateConnectorVersion', 200, { path: second, body });
  await readAllPages(ask, 'ListConnectorVersions', 'items', connector);
  await ask('GetConnector', 200, { path: connector });
}

/** Lists the connector in the public library, and copies it from there. */
async function share({ ask }: Steps, path: VersionPath): Promise<void> {
  const connector = { connector_id: path.connector_id };
  const { id, organisationId, protocol, baseUrl, name } = Object(await ask('GetConnector', 200, { path: connector }));
  const body = { id, organisationId, protocol, baseUrl, name, public: true };
  await ask('UpdateConnector', 200, { path: connector, body });
  const listed = await ask('ListPublicConnectors', 200, { query: { name, protocol: 'http', first: 5 } });
  expect(listed).toMatchObject({ totalCount: 1, connectors: [{ id, public: true }] });
  const copied = await ask('ImportPublicConnectorVersion', 200, { path: { ...path, version: 'latest' } });
  await ask('DeleteConnector', 204, { path: { connector_id: textAt(copied, 'id') } });
}

async function unpublish({ ask }: Steps, path: VersionPath): Promise<void> {
  const unpublished = await ask('UnpublishConnector', 200, { path: { ...path, version: '2.0.0' } });
  expect(unpublished).toMatchObject({ version: { publishedAt: null } });
}

async function receiveErrors({ ask }: Steps, path: VersionPath): Promise<void> {
  const connector = { connector_id: path.connector_id };
  await ask('GetConnector', 404, { path: { connector_id: scheme.id } });
  await ask('UpdateAction', 409, {
    path: { ...path, action_name: 'addPet' },
    body: await ask('GetAction', 200, { path: { ...path, action_name: 'addPet' } }),
  });
  await ask('CreateConnectorVersion', 409, { path: connector, body: { name: '1.0.0' } });
  const invalid = { file: new Blob(['no document']), metadata: { format: 'openapi', version: '3.0.0' } };
  const refused = await ask('ImportHTTPConnectorVersion', 400, { path: connector, form: invalid });
  expect(refused).toMatchObject({ code: 'document_not_object', messages: [] });
}

async function deleteAll({ ask }: Steps, path: VersionPath): Promise<void> {
  const connector = { connector_id: path.connector_id };
  await ask('DeleteConnectorVersion', 204, { path: { ...path, version: '2.0.0' } });
  await ask('DeleteConnectorVersion', 204, { path: { ...path, version: '1.0.0' }, query: { force: true } });
  await ask('DeleteConnector', 204, { path: connector, query: { force: true } });
  expect(await ask('ListConnectors', 200)).toMatchObject({ totalCount: 0, connectors: [] });
}
