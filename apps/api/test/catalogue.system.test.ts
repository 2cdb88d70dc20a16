import { categories } from '@connectory/contract';
import { withinScope } from '@connectory/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField } from './multipart.ts';
import { readResponse, startTestApi, type TestApi } from './start-test-api.ts';

const maxUploadBytes = 2_000_000;

let api: TestApi;
let other: { id: string; key: string };

beforeAll(async () => {
  api = await startTestApi({ MAX_UPLOAD_BYTES: String(maxUploadBytes) });
  other = await api.createOrganisation();
});
afterAll(() => api.close());

const json = { 'Content-Type': 'application/json' };
const unknown = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

async function newConnector(name: string, more: object = {}): Promise<string> {
  const body = JSON.stringify({ name, baseUrl: 'https://a.example', authSchemeConfigs: [], ...more });
  const { json: created } = await api.call('CreateHTTPConnector', { body, headers: json });
  return String(Object(created).id);
}

describe('the catalogue', () => {
  it('lists categories, protocols and auth schemes', async () => {
    expect((await api.call('ListCategories')).json).toEqual(categories);
    expect((await api.call('ListProtocols')).json).toMatchObject({ totalCount: 1, protocols: [{ slug: 'http' }] });
    const schemes = await api.call('ListAuthSchemes', { parameters: { protocol_slug: 'http' } });
    expect(Object(schemes.json).authSchemes).toHaveLength(Object(schemes.json).totalCount);
    const missing = await api.call('ListAuthSchemes', { parameters: { protocol_slug: 'soap' } });
    expect({ status: missing.status, json: missing.json }).toMatchObject({
      status: 404,
      json: { code: 'protocol_not_found' },
    });
    expect((await api.call('ListProtocols', { query: { after: 'x' } })).json).toMatchObject({ code: 'cursor_invalid' });
  });

  it('has no connections, and says so for each operation on them', async () => {
    const parameters = { connector_id: await newConnector('Connections'), connection_id: unknown };
    const listed = await api.call('ListConnectorConnections', { parameters });
    expect(listed.json).toEqual({ totalCount: 0, items: [] });
    for (const operationId of [
      'GetConnection',
      'CreateConnectorConnection',
      'UpdateConnection',
      'DeleteConnection',
      'InitialiseOAuth2Connection',
      'CreateBigQueryConnector',
    ]) {
      const refused = await api.call(operationId, { parameters });
      expect({ status: refused.status, json: refused.json }, operationId).toMatchObject({
        status: 501,
        json: { code: 'not_implemented' },
      });
    }
    const missing = await api.call('ListConnectorConnections', { parameters: { connector_id: unknown } });
    expect(missing.status).toBe(404);
  });
});

describe('an upload URL', () => {
  const ask = async () => {
    const { json: urls } = await api.call('GetProtocolUploadURL', { parameters: { protocol_slug: 'http' } });
    return { uploadUrl: String(Object(urls).uploadUrl), url: String(Object(urls).url) };
  };
  const put = async (url: string, body: string | Buffer) =>
    readResponse(await fetch(url, { method: 'PUT', body, headers: { 'Content-Type': 'application/yaml' } }));
  const importFrom = (schemaURL: string, options: object = {}) =>
    api.call('ImportHTTPConnector', {
      body: JSON.stringify({ schemaURL, format: 'openapi' }),
      headers: json,
      ...options,
    });

  it.each([100, 400_000, 1_900_000])(
    'takes a document of %i bytes without a key, once, and is then a schemaURL',
    async (bytes) => {
      const { uploadUrl, url } = await ask();
      const document = `{"openapi":"3.1.0"}${Math.random()}`.padEnd(bytes, ' ');
      expect((await importFrom(url)).json).toMatchObject({
        code: 'schema_url_refused',
        fields: [{ field: 'schemaURL' }],
      });
      expect((await put(uploadUrl, document)).status).toBe(204);
      const again = await put(uploadUrl, 'other');
      expect({ status: again.status, json: again.json }).toMatchObject({
        status: 410,
        json: { code: 'upload_url_spent' },
      });
      const accepted = await importFrom(url, { headers: { ...json, 'Idempotency-Key': uploadUrl.slice(-40) } });
      expect(accepted.status).toBe(202);
      expect(accepted.json).toMatchObject({ document: { bytes, mediaType: 'application/yaml' } });
      expect(Object(accepted.json)).not.toHaveProperty('schemaURL');
      const parameters = { import_id: String(Object(accepted.json).id) };
      expect((await api.call('GetImportDocument', { parameters })).bytes.toString()).toBe(document);
      const repeated = await importFrom(url, { headers: { ...json, 'Idempotency-Key': uploadUrl.slice(-40) } });
      expect(Object(repeated.json).id).toBe(Object(accepted.json).id);
    },
  );

  it('is a secret whose hash is stored', async () => {
    const { uploadUrl } = await ask();
    const token = new URL(uploadUrl).searchParams.get('token') ?? '';
    const { rows } = await api.database.pool.query('select * from upload_urls');
    expect(JSON.stringify(rows)).not.toContain(token);
    const wrong = await put(uploadUrl.replace(/token=.{3}/, 'token=xyz'), '{}');
    expect({ status: wrong.status, json: wrong.json }).toMatchObject({
      status: 404,
      json: { code: 'upload_not_found' },
    });
    expect((await put(uploadUrl.replace(/\?.*/, ''), '{}')).status).toBe(404);
    expect((await put(uploadUrl.replace(api.organisationId, other.id), '{}')).status).toBe(404);
  });

  it('refuses an empty or too large document, and can be used afterwards', async () => {
    const { uploadUrl, url } = await ask();
    expect((await put(uploadUrl, '')).json).toMatchObject({ code: 'file_missing' });
    expect((await put(uploadUrl, 'x'.repeat(maxUploadBytes + 1))).json).toMatchObject({ code: 'document_too_large' });
    const chunked = new ReadableStream({
      pull: (controller) => controller.enqueue(Buffer.alloc(500_000)),
    });
    const endless = await fetch(uploadUrl, { method: 'PUT', body: chunked, duplex: 'half' } as RequestInit).catch(
      () => undefined,
    );
    expect([413, undefined]).toContain(endless?.status);
    expect((await put(uploadUrl, '{}')).status).toBe(204);
    expect((await importFrom(url)).status).toBe(202);
  });

  it('expires, and belongs to its organisation', async () => {
    const { uploadUrl, url } = await ask();
    const id = url.split('/').at(-1);
    await api.database.pool.query('update upload_urls set expires_at = now() where id = $1', [id]);
    expect((await put(uploadUrl, '{}')).json).toMatchObject({ code: 'upload_url_spent' });
    const second = await ask();
    await put(second.uploadUrl, '{}');
    const theirs = await importFrom(second.url, { organisationId: other.id, key: other.key });
    expect(theirs.json).toMatchObject({ code: 'schema_url_refused' });
  });

  it('counts against the quota of stored bytes', async () => {
    const { id } = await api.createOrganisation();
    await api.database.pool.query('insert into organisation_quotas (organisation_id, stored_bytes) values ($1, 10)', [
      id,
    ]);
    const { token: key } = await api.createKey(id, 'import');
    const options = { organisationId: id, key, parameters: { protocol_slug: 'http' } };
    const { json: urls } = await api.call('GetProtocolUploadURL', options);
    const refused = await put(String(Object(urls).uploadUrl), '{"openapi":"3.1.0"}');
    expect(refused.json).toMatchObject({ code: 'quota_exceeded' });
  });
});

describe('the public library', () => {
  /** A connector with an imported version 1.0.0, and what belongs to its owner alone. */
  async function newPublic(name: string): Promise<string> {
    const parts = [filePart('{"openapi":"3.1.0"}'), metadataField({ format: 'openapi', version: '1.0.0', name })];
    const { json: accepted } = await api.upload('ImportHTTPConnector', parts);
    await api.succeed(String(Object(accepted).id));
    const connectorId = String(Object(accepted).connectorId);
    const scheme = {
      id: unknown,
      description: 'x',
      schemeType: 'oauth2',
      authorizeUrl: 'https://a.example/a',
      tokenUrl: 'https://a.example/t',
      scopes: [],
      defaultScopes: [],
      mtlsCredentialId: 'mtls-of-owner',
      grant: { grantType: 'password', clientId: 'client-of-owner', clientSecret: 'secret-of-owner' },
    };
    await api.database.pool.query(
      'update connectors set public = true, name = $2, auth_scheme_configs = $3, categories = $4 where id = $1',
      [connectorId, name, JSON.stringify([scheme]), ['CRM']],
    );
    return connectorId;
  }
  const publish = (connectorId: string, version: string) =>
    api.call('PublishConnector', { parameters: { connector_id: connectorId, version } });
  const list = async (query: { [name: string]: string }) =>
    Object((await api.call('ListPublicConnectors', { key: other.key, organisationId: other.id, query })).json);
  const copy = (connectorId: string, version: string) =>
    api.call('ImportPublicConnectorVersion', {
      organisationId: other.id,
      key: other.key,
      parameters: { connector_id: connectorId, version },
    });

  it('lists public connectors with their published versions only, and nothing of their owners', async () => {
    const connectorId = await newPublic('Library A');
    expect(await list({ name: 'library a' })).toMatchObject({ totalCount: 0, connectors: [] });
    await publish(connectorId, '1.0.0');
    await api.call('CreateConnectorVersion', {
      parameters: { connector_id: connectorId },
      body: JSON.stringify({ name: 'draft' }),
      headers: json,
    });
    const page = await list({ name: 'library a', categories: 'CRM', sort: 'name:asc' });
    expect(page).toMatchObject({
      totalCount: 1,
      connectors: [{ id: connectorId, public: true, versions: [{ name: '1.0.0', isDefault: true, isLatest: true }] }],
    });
    expect(page.connectors[0].versions).toHaveLength(1);
    expect(JSON.stringify(page)).not.toContain('of-owner');
    // Everything else of the connector is as missing as before.
    const parameters = { connector_id: connectorId, version: '1.0.0', import_id: unknown };
    for (const operationId of [
      'GetConnector',
      'GetConnectorVersion',
      'GetActions',
      'ExportConnectorVersion',
      'GetConnectorVersionExtras',
    ]) {
      const refused = await api.call(operationId, { organisationId: other.id, key: other.key, parameters });
      expect(refused.status, operationId).toBe(404);
    }
  });

  it('gives a copy of a published version as a draft, without documents and credentials', async () => {
    const connectorId = await newPublic('Library B');
    expect((await copy(connectorId, '1.0.0')).status).toBe(404);
    await publish(connectorId, '1.0.0');
    for (const version of ['1.0.0', 'latest', 'default']) {
      const { status, json: copied } = await copy(connectorId, version);
      expect(status).toBe(200);
      expect(copied).toMatchObject({
        name: 'Library B',
        organisationId: other.id,
        public: false,
        versions: [{ name: '1.0.0', publishedAt: null }],
      });
      expect(JSON.stringify(copied)).not.toContain('of-owner');
      const theirs = {
        organisationId: other.id,
        key: other.key,
        parameters: { connector_id: String(Object(copied).id), version: '1.0.0' },
      };
      const actions = Object((await api.call('GetActions', theirs)).json);
      const ours = Object(
        (await api.call('GetActions', { parameters: { connector_id: connectorId, version: '1.0.0' } })).json,
      );
      expect(actions.totalCount).toBe(ours.totalCount);
      expect(actions.actions[0].name).toBe(ours.actions[0].name);
      expect(actions.actions[0].id).not.toBe(ours.actions[0].id);
      const { rows } = await api.database.pool.query(
        'select document_sha256, import_source from connector_versions where connector_id = $1',
        [theirs.parameters.connector_id],
      );
      expect(rows).toEqual([{ document_sha256: null, import_source: '{}' }]);
    }
    for (const version of ['draft', '2'])
      expect((await copy(connectorId, version)).json).toMatchObject({ code: 'version_not_found' });
    await api.database.pool.query('update connectors set public = false where id = $1', [connectorId]);
    expect((await copy(connectorId, '1.0.0')).json).toMatchObject({ code: 'connector_not_found' });
  });

  it('counts against the quota of connectors', async () => {
    const connectorId = await newPublic('Library C');
    await publish(connectorId, '1.0.0');
    const { id } = await api.createOrganisation();
    await api.database.pool.query('insert into organisation_quotas (organisation_id, connectors) values ($1, 1)', [id]);
    const { token: key } = await api.createKey(id, 'import');
    const options = { organisationId: id, key, parameters: { connector_id: connectorId, version: 'latest' } };
    expect((await api.call('ImportPublicConnectorVersion', options)).status).toBe(200);
    expect((await api.call('ImportPublicConnectorVersion', options)).json).toMatchObject({ code: 'quota_exceeded' });
  });

  it('is all that an organisation sees of others in the database', async () => {
    const connectorId = await newPublic('Library D');
    await publish(connectorId, '1.0.0');
    const seen = (sql: string) =>
      withinScope(other.id, async () => (await api.ofApi.pool.query(sql, [connectorId])).rows.length);
    expect(await seen('select from connectors where id = $1')).toBe(0);
    expect(await seen('select from connector_versions where connector_id = $1')).toBe(0);
    expect(await seen('select from public_connectors where id = $1')).toBe(1);
    expect(await seen('select from public_versions where connector_id = $1')).toBe(1);
    await api.database.pool.query('update connectors set public = false where id = $1', [connectorId]);
    for (const view of ['public_actions', 'public_triggers', 'public_definitions'])
      expect(
        await seen(`select from ${view} where version_id in (select id from public_versions where connector_id = $1)`),
      ).toBe(0);
    expect(await seen('select from public_versions where connector_id = $1')).toBe(0);
  });
});
