import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField, metadataTyped } from './multipart.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const metadata = { format: 'openapi', version: '1' };

function submit(key: string, options: { file?: string; sent?: object; headers?: { Prefer?: string } } = {}) {
  const { file = '{}', sent = metadata, headers = {} } = options;
  const parts = [filePart(file), metadataField(sent)];
  return api.upload('ImportHTTPConnector', parts, { headers: { 'Idempotency-Key': key, ...headers } });
}

const idOf = (answer: { json: unknown }) => String(Reflect.get(Object(answer.json), 'id'));

describe('requests with the same key and the same content', () => {
  it('return the first import and create none, in any encoding of the request', async () => {
    const first = await submit('same');
    const before = await api.database.prisma.import.count();
    const typed = [metadataTyped({ version: '1', format: 'openapi' }), filePart('{}', 'other.json')];
    const again = await api.upload('ImportHTTPConnector', typed, { headers: { 'Idempotency-Key': '"same"' } });
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.json).toEqual(first.json);
    expect(again.headers.get('Location')).toBe(first.headers.get('Location'));
    expect(await api.database.prisma.import.count()).toBe(before);
  });

  it('that are concurrent create one import', async () => {
    const before = await api.database.prisma.import.count();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => submit('at-once')));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(202));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(await api.database.prisma.import.count()).toBe(before + 1);
  });

  it('that are concurrent and name one version create one import, and none gets a conflict', async () => {
    const created = await submit('connector');
    await api.succeed(idOf(created));
    const parameters = { connector_id: String(Reflect.get(Object(created.json), 'connectorId')) };
    const parts = [filePart('{}'), metadataField({ ...metadata, version: '2' })];
    const options = { parameters, headers: { 'Idempotency-Key': 'one-version' } };
    const send = () => api.upload('ImportHTTPConnectorVersion', parts, options);
    const answers = await Promise.all([send(), send(), send(), send()]);
    expect(answers.map(({ status }) => status)).toEqual(Array(4).fill(202));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    await api.succeed(idOf(answers[0] ?? { json: undefined }));
    expect(idOf(await send())).toBe(idOf(answers[0] ?? { json: undefined }));
  });

  it('return the result to a waiting client once the import has ended', async () => {
    await api.succeed(idOf(await submit('ended')));
    const again = await submit('ended', { headers: { Prefer: 'wait=10' } });
    expect(again.status).toBe(201);
  });

  it('create a new import after a day', async () => {
    const first = idOf(await submit('old'));
    await api.database.pool.query("update imports set created_at = now() - interval '25 hours' where id = $1", [first]);
    const next = idOf(await submit('old', { file: '{ }' }));
    expect(next).not.toBe(first);
    expect(idOf(await submit('old', { file: '{ }' }))).toBe(next);
  });
});

describe('the same key', () => {
  it.each([{ file: '[]' }, { sent: { ...metadata, strict: true } }])(
    'with different content gets 422 (%o)',
    async (other) => {
      await submit('reused');
      const answer = await submit('reused', other);
      expect(answer.status).toBe(422);
      expect(answer.json).toMatchObject({ code: 'idempotency_key_reused' });
    },
  );

  it('in another organisation is independent', async () => {
    await submit('mine');
    const other = await api.createOrganisation();
    const answer = await api.upload('ImportHTTPConnector', [filePart('[]'), metadataField(metadata)], {
      headers: { 'Idempotency-Key': 'mine' },
      organisationId: other.id,
      key: other.key,
    });
    expect(answer.status).toBe(202);
  });
});

it('an invalid key gets 400', async () => {
  const answer = await submit('x'.repeat(256));
  expect(answer.status).toBe(400);
  expect(answer.json).toMatchObject({ code: 'idempotency_key_invalid' });
});
