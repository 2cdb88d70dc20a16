import { defaultDocumentLimits, readDocument } from '@connectory/document';
import { readExportedVersion } from '@connectory/database';
import { importDocument } from '@connectory/importer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField } from './multipart.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

const document = {
  openapi: '3.1.1',
  info: { title: 'Pets', version: '1', license: { name: 'MIT' } },
  servers: [{ url: 'https://api.example.com' }],
  tags: [{ name: 'pets', description: 'All about pets' }],
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        tags: ['pets'],
        responses: {
          200: {
            description: 'Pets',
            headers: { 'X-Total': { schema: { type: 'integer' } } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
          },
          404: { $ref: '#/components/responses/Gone' },
        },
      },
    },
  },
  components: { schemas: { Pet: { type: 'object' } }, responses: { Gone: { description: 'Gone' } } },
};

let api: TestApi;
let parameters: { readonly connector_id: string; readonly version: string };

beforeAll(async () => {
  api = await startTestApi();
  const parts = [filePart('{}'), metadataField({ format: 'openapi', version: '1' })];
  const { json } = await api.upload('ImportHTTPConnector', parts);
  const accepted = Object(json);
  const outcome = importDocument({ root: document, openapi: '3.1.1', notices: [], locate: () => new Map() });
  if (!outcome.ok) throw new Error(outcome.fault.message);
  await api.succeed(String(accepted.id), outcome.model);
  parameters = { connector_id: String(accepted.connectorId), version: '1' };
});
afterAll(() => api.close());

describe('the extras of a version', () => {
  it('hold the members that belong to no entity, and the shared objects', async () => {
    const { json, headers } = await api.call('GetConnectorVersionExtras', { parameters });
    const { openapi, info, servers, tags } = document;
    expect(json).toEqual({ openapi, info, servers, tags, components: { responses: document.components.responses } });
    const known = { 'If-None-Match': headers.get('ETag') ?? '' };
    expect((await api.call('GetConnectorVersionExtras', { parameters, headers: known })).status).toBe(304);
  });

  it('are empty for a version that was made by hand', async () => {
    const body = JSON.stringify({ name: 'by hand' });
    const headers = { 'Content-Type': 'application/json' };
    const { connector_id } = parameters;
    await api.call('CreateConnectorVersion', { parameters: { connector_id }, body, headers });
    const byHand = { connector_id, version: 'by hand' };
    expect((await api.call('GetConnectorVersionExtras', { parameters: byHand })).json).toEqual({});
    expect((await api.call('ExportConnectorVersion', { parameters: byHand })).json).toMatchObject({
      openapi: '3.1.1',
      info: { title: 'Pets', version: 'by hand' },
    });
  });
});

describe('the export of a version', () => {
  it('is the document that was imported', async () => {
    const { json, headers } = await api.call('ExportConnectorVersion', { parameters });
    expect(json).toEqual(document);
    const known = { 'If-None-Match': headers.get('ETag') ?? '' };
    expect((await api.call('ExportConnectorVersion', { parameters, headers: known })).status).toBe(304);
  });

  it('is YAML for a client that asks for it', async () => {
    const headers = { Accept: 'application/yaml' };
    const { bytes, headers: sent } = await api.call('ExportConnectorVersion', { parameters, headers });
    expect(sent.get('Content-Type')).toContain('application/yaml');
    const text = bytes.toString();
    expect(text).toContain('openapi: 3.1.1\ninfo:\n  title: Pets\n');
    expect(text).toContain("          $ref: '#/components/responses/Gone'\n");
  });
});

describe('the rows of an export', () => {
  it('end with an error when the version is changed while they are read', async () => {
    const { rows } = await api.database.pool.query<{ id: string }>(
      'select id from connector_versions where connector_id = $1 and name = $2',
      [parameters.connector_id, parameters.version],
    );
    const id = rows[0]?.id ?? '';
    const names: string[] = [];
    const read = async (change: () => Promise<unknown>): Promise<void> => {
      const { definitions } = await readExportedVersion(api.database, id);
      await change();
      for await (const { name } of definitions) names.push(name);
    };
    await read(async () => undefined);
    expect(names).toEqual(['Pet']);
    const change = async () =>
      api.database.pool.query('update connector_versions set updated_at = updated_at + $2 where id = $1', [
        id,
        '1 second',
      ]);
    await expect(read(change)).rejects.toThrow('was changed while it was exported');
  });

  it('end with an error when the version was deleted before', async () => {
    await expect(readExportedVersion(api.database, '0'.repeat(26))).rejects.toThrow('was deleted');
  });
});

describe('the proof of an export', () => {
  const importOf = async (source: object | string, version: string) => {
    const text = typeof source === 'string' ? source : JSON.stringify(source);
    const parts = [filePart(text), metadataField({ format: 'openapi', version })];
    const { json } = await api.upload('ImportHTTPConnector', parts);
    const accepted = Object(json);
    const read = await readDocument(Buffer.from(text), { limits: defaultDocumentLimits });
    if (!read.ok) throw new Error(read.fault.message);
    const outcome = importDocument(read.document);
    if (!outcome.ok) throw new Error(outcome.fault.message);
    await api.succeed(String(accepted.id), outcome.model);
    return { connector_id: String(accepted.connectorId), version };
  };
  const proofOf = async (of: object) =>
    api.call('ExportConnectorVersion', { parameters: { ...of }, query: { proof: 'true' } });

  it('finds every value of the document', async () => {
    const { json, status } = await proofOf(await importOf(document, '2'));
    expect(status).toBe(200);
    const { differences, totals } = Object(json);
    expect(differences).toEqual([]);
    expect(totals).toMatchObject({ normalised: 0, reported: 0, edited: 0, unexplained: 0 });
    expect(totals.equal).toBe(totals.values);
  });

  it('gives the rule or the message of each difference, and totals that balance', async () => {
    const schemas = { A: { type: 'string', nullable: true, minLength: 'low' } };
    const source = { openapi: '3.0.3', info: { title: 'A', version: '1' }, paths: {}, components: { schemas } };
    const { json } = await proofOf(await importOf(source, '3'));
    expect(json).toMatchObject({
      version: '3',
      differences: [
        { location: { pointer: '/components/schemas/A/nullable' }, kind: 'normalised', rule: 'nullable', source: true },
        {
          location: { pointer: '/components/schemas/A/minLength' },
          kind: 'reported',
          code: 'SCHEMA_KEYWORD_INVALID',
          source: 'low',
          export: 'low',
        },
        { location: { pointer: '/openapi' }, rule: 'openapi-version', source: '3.0.3', export: '3.1.1' },
        { location: { pointer: '/paths' }, rule: 'empty' },
      ],
      totals: { values: 7, equal: 3, normalised: 3, reported: 1, edited: 0, unexplained: 0 },
    });
  });

  it('reads Swagger 2.0', async () => {
    const source = { swagger: '2.0', info: { title: 'A', version: '1' }, host: 'example.com', schemes: ['https'] };
    const { json } = await proofOf(await importOf(source, '4'));
    expect(Object(json).totals).toMatchObject({ unexplained: 0, values: 5 });
  });

  it('calls a difference an edit that a new import would not have', async () => {
    const of = await importOf({ ...document, tags: [] }, '5');
    await api.database.pool.query(
      `update actions set body = replace(body, 'listPets', 'changed') where version_id =
         (select id from connector_versions where connector_id = $1)`,
      [of.connector_id],
    );
    const { json } = await proofOf(of);
    expect(json).toMatchObject({
      differences: [{ kind: 'edited', location: { pointer: '/paths/~1pets/get/operationId' }, export: 'changed' }],
      totals: { edited: 1, unexplained: 0 },
    });
  });

  it('is 410 for a version without a stored document, and 400 for another value', async () => {
    const byHand = await proofOf({ connector_id: parameters.connector_id, version: 'by hand' });
    expect(byHand).toMatchObject({ status: 410, json: { code: 'document_gone' } });
    const odd = await api.call('ExportConnectorVersion', { parameters, query: { proof: 'maybe' } });
    expect(odd).toMatchObject({ status: 400, json: { code: 'request_invalid' } });
  });
});
