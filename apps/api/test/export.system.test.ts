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
