import { randomUUID } from 'node:crypto';
import { apiOperations, buildOpenApiDocument, responsesOf } from '@connectory/contract';
import { advanceReimport, claimDueCallbacks, recordCallbackAttempt } from '@connectory/database';
import { importerVersion } from '@connectory/importer';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeSchemas, createSchemaUse, listProperties, member, type SchemaUse } from './closed-schemas.ts';
import { filePart, metadataField } from './multipart.ts';
import { packTar } from './pack-tar.ts';
import { petsModel } from './pets-model.ts';
import { renamedModel, richModel, richSchemes } from './rich-model.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

/** Fields that no request of this service can produce, with the reason. */
const neverSent: { readonly [field: string]: string } = {
  'AuthSchemeConfigAPIKey.validationMessages': 'Read-only in the wire contract, and nothing is validated.',
  'AuthSchemeConfigBasicAuth.validationMessages': 'Read-only in the wire contract, and nothing is validated.',
  'AuthSchemeConfigCertificate.validationMessages': 'Read-only in the wire contract, and nothing is validated.',
  'AuthSchemeConfigHMAC.validationMessages': 'Read-only in the wire contract, and nothing is validated.',
  'AuthSchemeConfigNone.validationMessages': 'Read-only in the wire contract, and nothing is validated.',
  'AuthSchemeConfigOAuth2.validationMessages': 'Read-only in the wire contract, and nothing is validated.',
  'AuthSchemeConfigOAuth2GrantAuthorizationCode.clientSecret': 'Write-only.',
  'AuthSchemeConfigOAuth2GrantPassword.clientSecret': 'Write-only.',
  'DefinitionDeletePreconditionFailed.fields': 'The wire contract has them in every error; no field is wrong here.',
  'ConnectionReference.id': 'The wire contract requires the list, and this service stores no connections.',
  'AuthSchemePage.next': 'All of them are on one page.',
  'AuthSchemePage.prev': 'All of them are on one page.',
  'ConnectionSummary.createdAt': 'This service stores no connections.',
  'ConnectionSummary.id': 'This service stores no connections.',
  'ConnectionSummary.name': 'This service stores no connections.',
  'ConnectionSummary.updatedAt': 'This service stores no connections.',
  'ConnectorConnectionPage.next': 'This service stores no connections.',
  'ConnectorConnectionPage.prev': 'This service stores no connections.',
  'ProtocolPage.next': 'There is one protocol.',
  'ProtocolPage.prev': 'There is one protocol.',
};

/** Schemas and fields that other system tests receive and hold against their schemas: they need documents that this test does not import. */
const sentElsewhere: readonly RegExp[] = [
  // The proof of an export, in its own test.
  /^(?:Export(?:Difference|Proof|Totals)|SourceLocation)\b/,
  // An attempt of a worker that failed.
  /^Import\.lastFailure$/,
  /^ImportLastFailure\b/,
  // The worker of `connectory start`.
  /^Readiness\.worker$/,
  // The proof of the API of `connectory start`, which the test of the command line verifies.
  /^Health\.proof$/,
  // An import with overlays, which the child of a worker applies.
  /^OverlayTotals\b/,
  /^ImportSummary\.overlays$/,
  // More failed imports than one request retries.
  /^RetriedImports\.next$/,
  // A diff above its limit of bytes.
  /^DiffEntry\.omitted$/,
];

let api: TestApi;
let operator: string;
let use: SchemaUse;

beforeAll(async () => {
  use = createSchemaUse(createMatcher());
  const signIn = { OIDC_ISSUER: 'https://login.example', OIDC_CLIENT_ID: 'console' };
  api = await startTestApi({ RATE_LIMIT_FAILURES_PER_MINUTE: '1000', ...signIn }, use);
  operator = (await api.createKey(null, 'operator')).token;
});
afterAll(() => api.close());

/** Validates values against the branches of unions. */
function createMatcher(): Parameters<typeof createSchemaUse>[0] {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(closeSchemas(buildOpenApiDocument({ baseUrl: 'http://localhost' })), 'document');
  const compiled = new Map<unknown, ReturnType<typeof ajv.compile>>();
  return (_document, schema, value) => {
    const validate = compiled.get(schema) ?? ajv.compile(withAbsoluteReferences(schema));
    compiled.set(schema, validate);
    return validate(value) === true;
  };
}

function withAbsoluteReferences(schema: unknown): object {
  return Object(JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/')));
}

/** The names of all component schemas that responses use. */
function responseSchemas(): ReadonlySet<string> {
  const responses = apiOperations.flatMap((operation) => Object.values(responsesOf(operation)));
  const schemas = responses.flatMap(({ schema, itemSchema }) => [schema, itemSchema]);
  return new Set(schemas.flatMap((schema) => (schema === undefined ? [] : [String(schema.meta()?.id)])));
}

it('the API sends every field of every response schema', async () => {
  await useConnectors();
  const connectorId = await useImports();
  await useEntities(connectorId);
  await useEditing(connectorId);
  await useOverlays(connectorId);
  await useSessions();
  await useOperators();
  await useReimports();
  await useQuotas();
  await useSystem();
  await api.call('GetLimits');
  await api.call('GetSignInWays', { key: null });
  await api.call('GetHealth', { key: null });
  await api.call('GetReadiness', { key: null });

  const document = closeSchemas(buildOpenApiDocument({ baseUrl: 'http://localhost' }));
  const all = listProperties(document, responseSchemas());
  const isExpected = (field: string): boolean => !sentElsewhere.some((pattern) => pattern.test(field));
  const unseen = [...all].filter((field) => !use.seen.has(field) && isExpected(field));
  expect(unseen.toSorted()).toEqual(Object.keys(neverSent).toSorted());
});

const operate = (operationId: string, options: object = {}) => api.call(operationId, { key: operator, ...options });

/** Reads the first two pages of a list with one item per page: together they have both cursors. */
async function readTwoPages(operationId: string, options: object = {}): Promise<void> {
  const first = await api.call(operationId, { ...options, query: { first: '1' } });
  await api.call(operationId, { ...options, query: { first: '1', after: String(member(first.json, 'next')) } });
}

/** No worker is connected to the database of this test, which is an alert. */
async function useSystem(): Promise<void> {
  const listener = await api.ofApi.pool.connect();
  await listener.query("select set_config('application_name', 'connectory api events 0.1.0', false)");
  try {
    const { json } = await operate('GetSystem');
    expect(member(json, 'alerts', '0')).toMatchObject({ name: 'ConnectoryProcessDown', severity: 'page' });
  } finally {
    listener.release(true);
  }
}

async function useConnectors(): Promise<void> {
  const authSchemeConfigs = richSchemes;
  for (const name of ['One', 'Two', 'Three']) {
    const body = JSON.stringify({ name, baseUrl: 'https://pets.example', tags: { team: 'a' }, authSchemeConfigs });
    const created = await api.call('CreateHTTPConnector', { body, headers: { 'Content-Type': 'application/json' } });
    expect(created.status).toBe(201);
    const changes = {
      ...Object(created.json),
      documentationURL: 'https://pets.example/docs',
      imageURL: 'https://pets.example/logo.png',
      connectionVariables: [{ name: 'region', value: 'eu' }],
    };
    const parameters = { connector_id: String(member(created.json, 'id')) };
    await api.call('ListConnectorConnections', { parameters });
    await api.call('UpdateConnector', {
      parameters,
      body: JSON.stringify(changes),
      headers: { 'Content-Type': 'application/json' },
    });
  }
  await readTwoPages('ListConnectors');
  await api.call('ListProtocols');
  await api.call('ListAuthSchemes', { parameters: { protocol_slug: 'http' } });
  await api.call('GetProtocolUploadURL', { parameters: { protocol_slug: 'http' } });
  // A request with invalid fields: the error lists them.
  await api.call('CreateHTTPConnector', { body: '{}', headers: { 'Content-Type': 'application/json' } });
}

/** @param title of the document. By default documents differ. */
async function submit(
  operationId: string,
  metadata: object,
  parameters: { readonly [name: string]: string } = {},
  title: string = randomUUID(),
) {
  const document = JSON.stringify({ openapi: '3.1.0', info: { title } });
  const parts = [metadataField({ format: 'openapi', ...metadata }), filePart(document)];
  const accepted = await api.upload(operationId, parts, { parameters });
  expect(accepted.status, accepted.bytes.toString()).toBe(202);
  return {
    importId: String(member(accepted.json, 'id')),
    connectorId: String(member(accepted.json, 'connectorId')),
  };
}

/** An import without its document cannot be retried. */
async function retryMany(): Promise<void> {
  await api.database.pool.query(
    `insert into imports (id, organisation_id, connector_id, creates_connector, status, error)
     values ('01RETRY0000000000000000000', $1, '01RETRY0000000000000000000', true, 'failed', '{"code":"internal_error"}')`,
    [api.organisationId],
  );
  const body = JSON.stringify({ errorCode: 'internal_error' });
  await api.call('RetryFailedImports', { body, headers: { 'Content-Type': 'application/json' } });
  await api.database.pool.query(`delete from imports where id like '01RETRY%'`);
}

/** @returns the id of a connector with three versions. */
async function useImports(): Promise<string> {
  await api.call('RotateCallbackSecret');
  await api.call('RotateCallbackSecret');
  const callbackUrl = 'https://hooks.example/ended';
  const first = await submit('ImportHTTPConnector', { version: '1', callbackUrl });
  await api.succeed(first.importId, richModel());
  const into = { connector_id: first.connectorId };
  await recordNotifications();

  const replacing = await submit('ImportHTTPConnectorVersion', { version: '1', ifExists: 'replace' }, into);
  await api.succeed(replacing.importId, petsModel());
  await api.call('GetImportDiff', { parameters: { import_id: replacing.importId } });
  const dry = await submit('ImportHTTPConnectorVersion', { version: '1', ifExists: 'replace', dryRun: true }, into);
  await api.succeed(dry.importId, petsModel({ actions: [] }));

  const second = await submit('ImportHTTPConnectorVersion', { version: '2' }, into);
  await api.succeed(second.importId, richModel());
  const third = await submit('ImportHTTPConnectorVersion', { version: '3' }, into, 'the third');
  await api.succeed(third.importId, renamedModel(), importerVersion);
  // The same document again: the import ends at once, as unchanged.
  await submit('ImportHTTPConnectorVersion', { version: '3', ifExists: 'replace' }, into, 'the third');
  const failing = await submit('ImportHTTPConnectorVersion', { version: '4' }, into);
  await api.fail(failing.importId, { code: 'document_not_json', message: 'broken', details: 'Repair it.' });
  await retryMany();
  await api.call('ImportHTTPConnector', {
    body: JSON.stringify({
      format: 'openapi',
      schemaURL: 'https://pets.example/openapi.json',
      overlay: [{ content: 'changes' }],
    }),
    headers: { 'Content-Type': 'application/json' },
  });
  // A refused request: an import error with fields.
  await api.upload('ImportHTTPConnectorVersion', [metadataField({}), filePart('{}')], { parameters: into });
  await api.call('ListImportMessageGroups', { parameters: { import_id: second.importId } });
  await api.call('GetConnectorVersion', { parameters: { ...into, version: '2' } });
  const imports = [first, replacing, dry, failing];
  for (const { importId } of imports) {
    await api.call('GetImport', { parameters: { import_id: importId } });
    await api.call('GetImportResult', { parameters: { import_id: importId } });
  }
  for (const { importId } of imports) await useShare(importId);
  await api.call('FollowImport', { parameters: { import_id: first.importId } });
  await usePlaces();
  await readTwoPages('ListImports');
  return first.connectorId;
}

/** Shares an import, reads it as a recipient, and revokes the link. */
async function useShare(importId: string): Promise<void> {
  const parameters = { import_id: importId };
  const headers = { 'Content-Type': 'application/json' };
  const { json } = await api.call('CreateShare', { parameters, headers, body: '{}' });
  const token = new URL(String(member(json, 'url'))).hash.replace('#share=', '');
  const recipient = { key: null, headers: { 'Share-Token': token } };
  expect((await api.call('GetSharedImport', recipient)).status).toBe(200);
  for (const operation of ['ListSharedMessageGroups', 'ListSharedMessages', 'ListSharedEdits', 'GetSharedDiff'])
    await api.call(operation, recipient);
  await api.call('GetSharedExcerpt', recipient);
  await api.call('RevokeShare', { parameters: { ...parameters, share_id: String(member(json, 'id')) } });
  await api.call('ListShares', { parameters });
}

/** Reads the places of messages, and the text at a place of an archive. */
async function usePlaces(): Promise<void> {
  const openapi = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Archive', summary: 'On one long line. '.repeat(100) },
  });
  const parts = [metadataField({ format: 'openapi' }), filePart(packTar({ 'openapi.json': openapi, 'b.txt': 'b' }))];
  const { json } = await api.upload('ImportHTTPConnector', parts);
  const importId = String(member(json, 'id'));
  const locations = [{ pointer: '/info' }, { pointer: '/openapi' }, { pointer: '', file: 'b.txt' }];
  const detail = locations.map(({ pointer }) => `${pointer}: wrong`);
  const message = { code: 'WRONG', text: '[WRONG] wrong', severity: 'warning' as const, detail, locations };
  await api.succeed(importId, { ...petsModel(), messages: [message] });
  await readTwoPages('ListImportMessages', { parameters: { import_id: importId } });
  await api.call('ListImportMessageGroups', { parameters: { import_id: importId } });
  await api.call('CountImportMessages', { parameters: { import_id: importId } });
  const excerpt = await api.call('GetImportDocumentExcerpt', { parameters: { import_id: importId } });
  expect(excerpt.status, excerpt.bytes.toString()).toBe(200);
}

/** Records one attempt with a response and one without, as a worker does. */
async function recordNotifications(): Promise<void> {
  const attempt = { at: '2026-01-01T00:00:00.000Z', durationMs: 3 };
  const pending = { status: 'pending', nextAttemptInMs: 0 } as const;
  for (const result of [{ status: 503 }, { error: 'timeout' }]) {
    const [due] = await claimDueCallbacks(api.database, { limit: 1, leaseMs: 60_000 });
    if (due === undefined) throw new Error('no notification is due');
    await recordCallbackAttempt(api.database, due, { ...attempt, ...result }, pending);
  }
}

async function useEntities(connectorId: string): Promise<void> {
  const parameters = { connector_id: connectorId, version: '2' };
  await readTwoPages('ListConnectorVersions', { parameters });
  await readTwoPages('GetActions', { parameters });
  await readTwoPages('GetTriggers', { parameters });
  await readTwoPages('GetDefinitions', { parameters });
  await api.call('SearchConnectorVersion', { parameters, query: { q: 'e' } });
  await api.call('SearchOrganisation', { query: { q: 'e', first: '1' } });
  await api.call('SearchOrganisation', { query: { q: 'example' } });
  await api.call('SearchOrganisation', { query: { q: '2' } });
  const { json } = await api.call('GetConnectorVersion', { parameters });
  await api.call('UpdateConnectorVersion', {
    parameters,
    body: JSON.stringify({ ...Object(json), description: 'The second version' }),
    headers: { 'Content-Type': 'application/json' },
  });
  await api.call('PublishConnector', { parameters });
  await api.call('GetConnectorVersionDiff', { parameters: { ...parameters, version: '1' }, query: { from: '2' } });
  await api.call('GetConnectorVersionDiff', { parameters, query: { from: '1' } });
  await api.call('GetConnectorVersionDiff', { parameters: { ...parameters, version: '3' }, query: { from: '2' } });
  await api.call('GetConnectorVersionExtras', { parameters });
  await api.call('ExportConnectorVersion', { parameters });
  await api.call('UnpublishConnector', { parameters });
}

/** Creates entities with errors. */
async function useEditing(connectorId: string): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const parameters = { connector_id: connectorId, version: 'edited', definition_name: 'Wrong' };
  const create = (operationId: string, body: object) =>
    api.call(operationId, { parameters, headers, body: JSON.stringify(body) });
  await create('CreateConnectorVersion', { name: 'edited' });
  const schema = { contentType: 'application/schema+json', content: '{"type":"nothing"}' };
  const accept = ['application/json'];
  await create('CreateDefinitions', { definitions: [{ name: 'Wrong', accept, description: 'Wrong', schema }] });
  const responses = [1, 2].map(() => ({ definitions: [{ definition: { name: 'Wrong' } }] }));
  const operation = { type: 'http', name: 'wrong', method: 'GET', parameters: [], responses };
  await create('CreateAction', { ...operation, path: '/' });
  await create('CreateTrigger', operation);
  await api.call('GetDefinition', { parameters });
  await api.call('DeleteDefinition', { parameters });
  // An import that merges an edit.
  const draft = { connector_id: connectorId, version: '1' };
  const page = await api.call('GetActions', { parameters: draft });
  const action = Object(member(page.json, 'actions', '0'));
  const edited = await api.call('UpdateAction', {
    parameters: { ...draft, action_name: action.name },
    headers,
    body: JSON.stringify({ ...action, summary: 'By hand', method: 'PUT' }),
  });
  expect(edited.status, edited.bytes.toString()).toBe(200);
  const merging = await submit('ImportHTTPConnectorVersion', { version: '1', ifExists: 'replace' }, draft);
  const actions = petsModel().actions.map((each) =>
    each.name === action.name ? { ...each, method: 'PATCH' as const } : each,
  );
  await api.succeed(merging.importId, { ...petsModel(), actions });
  await api.call('GetImport', { parameters: { import_id: merging.importId } });
  await api.call('ListImportEdits', { parameters: { import_id: merging.importId } });
  await api.call('CreateAction', {
    parameters: draft,
    headers,
    body: JSON.stringify({ type: 'http', name: 'made', method: 'GET', path: '/made', parameters: [], responses: [] }),
  });
  await readTwoPages('ListEdits', { parameters: draft });
  const connector = await api.call('GetConnector', { parameters: draft });
  const auth_scheme_config_id = String(member(connector.json, 'authSchemeConfigs', '0', 'id'));
  await api.call('DeleteAuthSchemeConfig', { parameters: { ...draft, auth_scheme_config_id } });
  await api.call('ListAuthSchemeEdits', { parameters: draft });
  await api.call('RevertAuthSchemeConfig', { parameters: { ...draft, auth_scheme_config_id } });
}

async function useOverlays(connectorId: string): Promise<void> {
  const parameters = { connector_id: connectorId, overlay_name: 'fixes' };
  const actions = [{ target: '$.info', update: { title: 'Ours' } }];
  const overlay = { overlay: '1.1.0', info: { title: 'Fixes', version: '1' }, actions };
  const headers = { 'Content-Type': 'application/json' };
  const put = await api.call('PutOverlay', { parameters, headers, body: JSON.stringify({ overlay }) });
  expect(put.status, put.bytes.toString()).toBe(201);
  await api.call('ListOverlays', { parameters });
}

async function useSessions(): Promise<void> {
  const { token } = await api.createKey(api.organisationId, 'import');
  await api.call('CreateSession', { key: token });
  await api.call('CreateSignInLink', { key: token });
}

async function useOperators(): Promise<void> {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const headers = { 'Content-Type': 'application/json' };
  for (const name of ['A', 'B', 'C']) await operate('CreateOrganisation', { body: JSON.stringify({ name }), headers });
  const key = { name: 'key', role: 'read', organisationId: api.organisationId, expiresAt, scopes: ['connectors:read'] };
  const created = await operate('CreateApiKey', { body: JSON.stringify(key), headers });
  const [token, id] = [String(member(created.json, 'token')), String(member(created.json, 'id'))];
  await api.call('ListConnectors', { key: token });
  await api.call('CreateSession', { key: token });
  await operate('RevokeApiKey', { parameters: { key_id: id } });
  await readTwoPages('ListOrganisations', { key: operator });
  await readTwoPages('ListApiKeys', { key: operator });
  await operate('ListApiKeys', { query: { first: '100' } });
  await readTwoPages('ListAllAuditEvents', { key: operator });
  await readTwoPages('ListAuditEvents');
  await operate('ListAllAuditEvents', { headers: { Accept: 'application/x-ndjson' } });
}

async function useQuotas(): Promise<void> {
  const { id: organisationId, key } = await api.createOrganisation();
  const parameters = { organisation_id: organisationId };
  const body = JSON.stringify({ waitingImports: 1 });
  await operate('SetOrganisationQuotas', { parameters, body, headers: { 'Content-Type': 'application/json' } });
  for (const status of [202, 429]) {
    const parts = [metadataField({ format: 'openapi' }), filePart('{}')];
    expect((await api.upload('ImportHTTPConnector', parts, { organisationId, key })).status).toBe(status);
  }
}

async function useReimports(): Promise<void> {
  const { id: organisationId, key } = await api.createOrganisation();
  for (const version of ['1', '2', '3', '4']) {
    const parts = [metadataField({ format: 'openapi', version }), filePart(`{"of":"${version}"}`)];
    const accepted = await api.upload('ImportHTTPConnector', parts, { organisationId, key });
    await api.succeed(String(member(accepted.json, 'id')));
  }
  const selector = {
    organisationIds: [organisationId],
    importerVersionBelow: '999',
    importedBefore: '2999-01-01T00:00:00Z',
  };
  const headers = { 'Content-Type': 'application/json' };
  const create = (body: object) => operate('CreateReimport', { body: JSON.stringify(body), headers });
  await operate('CountReimport', { body: JSON.stringify({ selector }), headers });
  await create({ selector: { connectorIds: [organisationId] }, target: 'replace-drafts' });
  await create({ selector, target: 'new-version', versionTemplate: '{version}-b' });
  const canary = { count: 1, maxFailures: 0 };
  const run = await create({ selector, target: 'replace-drafts', maxInFlight: 2, canary, failureBudget: 10 });
  const parameters = { reimport_id: String(member(run.json, 'id')) };
  const advance = async (): Promise<readonly string[]> =>
    (await advanceReimport(api.database, parameters.reimport_id, 'newer')).begun.map(({ importId }) => importId);

  const [first = ''] = await advance();
  await api.succeed(first, richModel());
  const [second = '', third = ''] = await advance();
  await api.call('GetImport', { organisationId, key, parameters: { import_id: second } });
  await operate('GetReimport', { parameters });
  await api.fail(second, { code: 'document_not_json', message: 'broken', details: 'Repair it.' });
  await api.fail(third, { code: 'document_not_json', message: 'broken' });
  await advance();
  await operate('GetReimport', { parameters });
  await operate('CancelReimport', { parameters });
  await operate('ListReimportCauses', { parameters });
  await readTwoPages('ListReimports', { key: operator });
  await readTwoPages('ListReimportItems', { key: operator, parameters });
  await operate('ListReimportItems', { parameters, headers: { Accept: 'application/x-ndjson' } });
}
