import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField, type RawPart } from './multipart.ts';
import { member } from './read-operations.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let connector_id: string;

beforeAll(async () => {
  api = await startTestApi();
  const body = JSON.stringify({ name: 'Pets', baseUrl: 'https://pets.example', authSchemeConfigs: [] });
  const { json } = await api.call('CreateHTTPConnector', { body, headers: { 'Content-Type': 'application/json' } });
  connector_id = String(member(json, 'id'));
});
afterAll(() => api.close());

const overlay = {
  overlay: '1.1.0',
  info: { title: 'Fixes', version: '1' },
  actions: [{ target: '$.info', update: { title: 'Ours' } }],
};

function put(name: string, body: object, parameters: object = {}) {
  const headers = { 'Content-Type': 'application/json' };
  return api.call('PutOverlay', {
    parameters: { connector_id, overlay_name: name, ...parameters },
    body: JSON.stringify(body),
    headers,
  });
}

const read = (operationId: string, overlay_name: string, key?: string) =>
  api.call(operationId, { parameters: { connector_id, overlay_name }, ...(key === undefined ? {} : { key }) });

describe('PUT of an overlay', () => {
  it('creates it with 201, enabled, with the policy "apply", and behind the others', async () => {
    const { status, json } = await put('created', { overlay });
    expect(status).toBe(201);
    expect(json).toMatchObject({ name: 'created', enabled: true, policy: 'apply', actions: 1, overlay });
    const second = await put('created-second', { overlay });
    expect(Number(member(second.json, 'position'))).toBeGreaterThan(Number(member(json, 'position')));
  });

  it('replaces it with 200, and keeps what the body leaves out', async () => {
    await put('replaced', { overlay, enabled: false, policy: 'skip', position: 7 });
    const changed = { ...overlay, actions: [...overlay.actions, { target: '$.tags', remove: true }] };
    const { status, json } = await put('replaced', { overlay: changed });
    expect(status).toBe(200);
    expect(json).toMatchObject({ enabled: false, policy: 'skip', position: 7, actions: 2, overlay: changed });
  });

  it('takes the text of a YAML file', async () => {
    const text =
      "overlay: 1.0.0\ninfo: { title: T, version: '1' }\nactions:\n  - { target: $.info, update: { title: A } }\n";
    const { status, json } = await put('yaml', { overlay: text });
    expect(status).toBe(201);
    expect(json).toMatchObject({ overlay: { overlay: '1.0.0', actions: [{ target: '$.info' }] } });
  });

  it.each([
    ['no overlay', {}, 'request_invalid', 'overlay'],
    ['an unknown policy', { overlay, policy: 'ask' }, 'request_invalid', 'policy'],
    ['an unknown member', { overlay, priority: 1 }, 'request_invalid', 'priority'],
    [
      'an invalid query',
      { overlay: { ...overlay, actions: [{ target: '$.a[' }] } },
      'overlay_invalid',
      'overlay.actions[0].target',
    ],
    ['text that is no YAML', { overlay: '{"a": ' }, 'overlay_invalid', 'overlay'],
    ['another document', { overlay: { openapi: '3.1.0' } }, 'overlay_invalid', 'overlay.overlay'],
  ])('answers 400 for %s, and names the place', async (_name, body, code, field) => {
    const { status, json } = await put('invalid', body);
    expect(status).toBe(400);
    expect(json).toMatchObject({ code, fields: [expect.objectContaining({ field })] });
    expect((await read('GetOverlay', 'invalid')).status).toBe(404);
  });

  it('answers 400 for a name that does not fit into a place', async () => {
    expect((await put('a#b', { overlay })).json).toMatchObject({ code: 'request_invalid' });
  });

  it('answers 413 for an overlay of more than 1 MiB', async () => {
    const large = { ...overlay, info: { ...overlay.info, description: 'x'.repeat(1024 * 1024) } };
    expect((await put('large', { overlay: large })).status).toBe(413);
  });

  it('answers 403 to a key that may only read, and 404 for a connector of another organisation', async () => {
    const { token } = await api.createKey(api.organisationId, 'read');
    const { status } = await api.call('PutOverlay', {
      parameters: { connector_id, overlay_name: 'read' },
      key: token,
      body: JSON.stringify({ overlay }),
      headers: { 'Content-Type': 'application/json' },
    });
    expect(status).toBe(403);
    const other = await api.createOrganisation();
    for (const operationId of ['ListOverlays', 'GetOverlay', 'DeleteOverlay']) {
      const { json } = await api.call(operationId, {
        organisationId: other.id,
        key: other.key,
        parameters: { connector_id, overlay_name: 'created' },
      });
      expect(json).toMatchObject({ code: 'connector_not_found' });
    }
  });

  it('answers 409 for the 51st overlay of a connector', async () => {
    const body = JSON.stringify({ name: 'Many', baseUrl: 'https://pets.example', authSchemeConfigs: [] });
    const { json } = await api.call('CreateHTTPConnector', { body, headers: { 'Content-Type': 'application/json' } });
    const many = String(member(json, 'id'));
    await api.database.pool.query(
      `insert into connector_overlays (connector_id, name, position, enabled, policy, content, actions)
       select $1, 'o' || n, n, true, 'apply', '{}', 0 from generate_series(1, 50) n`,
      [many],
    );
    expect((await put('more', { overlay }, { connector_id: many })).json).toMatchObject({ code: 'overlays_too_many' });
    expect((await put('o1', { overlay }, { connector_id: many })).status).toBe(200);
  });
});

describe('the list of overlays', () => {
  it('is in the order in which imports apply them, without their documents', async () => {
    await put('z-first', { overlay, position: 0 });
    const { json } = await read('ListOverlays', '');
    const overlays = Object(json).overlays as readonly { readonly name: string; readonly overlay?: object }[];
    expect(overlays[0]?.name).toBe('created');
    expect(overlays.map(({ name }) => name)).toContain('z-first');
    expect(overlays.every((each) => each.overlay === undefined)).toBe(true);
  });
});

describe('DELETE of an overlay', () => {
  it('answers 204, then 404', async () => {
    await put('deleted', { overlay });
    expect((await read('DeleteOverlay', 'deleted')).status).toBe(204);
    expect((await read('DeleteOverlay', 'deleted')).json).toMatchObject({ code: 'overlay_not_found' });
    expect((await read('GetOverlay', 'deleted')).json).toMatchObject({ code: 'overlay_not_found' });
  });
});

describe('the part "overlay" of an upload', () => {
  const document = filePart('{"openapi":"3.1.0","info":{"title":"Pets","version":"1"},"paths":{}}');
  const metadata = metadataField({ format: 'openapi', version: '1' });
  const part = (body: string | Buffer): RawPart => ({
    headers: 'Content-Disposition: form-data; name="overlay"; filename="a b.yaml"',
    body,
  });

  it('is stored with its import, by the name of its file, each once', async () => {
    const { status, json } = await api.upload('ImportHTTPConnector', [part('one'), document, metadata, part('two')]);
    expect(status).toBe(202);
    const { rows } = await api.database.pool.query<{ overlays: string }>('select overlays from imports where id = $1', [
      member(json, 'id'),
    ]);
    expect(JSON.parse(rows[0]?.overlays ?? '')).toEqual([
      { name: 'a_b.yaml', text: 'one' },
      { name: 'a_b.yaml-2', text: 'two' },
    ]);
    expect(json).toMatchObject({ overlays: ['a_b.yaml', 'a_b.yaml-2'] });
  });

  it('makes another request under the same Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'overlay' };
    await api.upload('ImportHTTPConnector', [document, metadata, part('one')], { headers });
    const repeated = await api.upload('ImportHTTPConnector', [document, metadata, part('one')], { headers });
    expect(repeated.status).toBe(202);
    const other = await api.upload('ImportHTTPConnector', [document, metadata, part('two')], { headers });
    expect(other.json).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it.each([
    [400, 'overlay_invalid', [part(Buffer.from([0xff, 0xfe]))]],
    [413, 'body_too_large', [part('x'.repeat(1024 * 1024 + 1))]],
    [400, 'multipart_invalid', Array.from({ length: 11 }, () => part('one'))],
  ])('answers %i %s', async (status, code, parts) => {
    const answer = await api.upload('ImportHTTPConnector', [document, metadata, ...parts]);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ code });
  });
});

describe('the member "overlay" of a JSON request', () => {
  const submit = (members: object, headers: object = {}) =>
    api.call('ImportHTTPConnector', {
      body: JSON.stringify({ schemaURL: 'https://pets.example/openapi.json', format: 'openapi', ...members }),
      headers: { 'Content-Type': 'application/json', ...headers },
    });

  it('is stored with its import like a part of an upload, as the text of each overlay', async () => {
    const sent = [{ content: overlay }, { name: 'a b.yaml', content: 'one' }, { content: 'two' }];
    const { status, json } = await submit({ overlay: sent });
    expect(status).toBe(202);
    const { rows } = await api.database.pool.query<{ overlays: string }>('select overlays from imports where id = $1', [
      member(json, 'id'),
    ]);
    expect(JSON.parse(rows[0]?.overlays ?? '')).toEqual([
      { name: 'overlay', text: JSON.stringify(overlay) },
      { name: 'a_b.yaml', text: 'one' },
      { name: 'overlay-2', text: 'two' },
    ]);
  });

  it('makes another request under the same Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'overlay-of-json' };
    const first = await submit({ overlay: [{ content: 'one' }] }, headers);
    const repeated = await submit({ overlay: [{ content: 'one' }] }, headers);
    expect(member(repeated.json, 'id')).toBe(member(first.json, 'id'));
    const other = await submit({ overlay: [{ content: 'two' }] }, headers);
    expect(other.json).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it.each([
    [400, 'request_invalid', 'overlay', Array.from({ length: 11 }, () => ({ content: 'one' }))],
    [400, 'request_invalid', 'overlay[0].content', [{ content: 7 }]],
    [400, 'request_invalid', 'overlay[1].content', [{ content: 'one' }, {}]],
    [400, 'request_invalid', 'overlay', overlay],
    [413, 'body_too_large', undefined, [{ content: 'x'.repeat(1024 * 1024 + 1) }]],
  ])('answers %i %s, and names %s', async (expected, code, field, sent) => {
    const { status, json } = await submit({ overlay: sent });
    expect(status).toBe(expected);
    const fields = field === undefined ? {} : { fields: [expect.objectContaining({ field })] };
    expect(json).toMatchObject({ code, ...fields });
  });
});
