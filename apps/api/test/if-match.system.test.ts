import { apiOperations, type ChangingOperation } from '@connectory/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareChanges } from './change-requests.ts';
import { member } from './read-operations.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let prepare: ReturnType<typeof prepareChanges>;

beforeAll(async () => {
  api = await startTestApi({ RATE_LIMIT_WRITES_PER_MINUTE: '0', RATE_LIMIT_READS_PER_MINUTE: '0' });
  prepare = prepareChanges(api, (await api.createKey(null, 'operator')).token);
});
afterAll(() => api.close());

/** Changes of the Connect API whose entities clients read before: those of connectors, their versions and their entities. */
const changing = apiOperations.filter(
  (operation): operation is ChangingOperation =>
    operation.method !== 'get' &&
    operation.path.startsWith('/api/connect/v1/o/{organisation_id}/connectors/{connector_id}'),
);

/** Changes without an entity that a client has read, by the reason. */
const unconditional: { readonly [operationId: string]: string } = {
  CreateConnectorVersion: 'creates',
  CreateAction: 'creates',
  CreateTrigger: 'creates',
  CreateDefinitions: 'creates',
  ImportPublicConnectorVersion: 'creates',
  RevertEdit: 'an edit is made once, and reverted once',
  PutOverlay: 'overlays are files, whose history is elsewhere',
  DeleteOverlay: 'overlays are files, whose history is elsewhere',
  InitialiseOAuth2Connection: 'not implemented',
  CreateConnectorConnection: 'not implemented',
  UpdateConnection: 'not implemented',
  DeleteConnection: 'not implemented',
};

it('every change of something that clients read takes If-Match', () => {
  const without = changing.filter(({ headers }) => headers?.includes('If-Match') !== true);
  expect(without.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(unconditional).toSorted());
});

/** The operation that reads what another one changes. */
function reading({ path }: ChangingOperation): string {
  const getters = apiOperations.filter(({ method, responses }) => method === 'get' && 200 in responses);
  const exact = getters.find((operation) => operation.path === path && path.endsWith('_name}'));
  if (exact !== undefined) return exact.operationId;
  if (path.endsWith('/definitions')) return 'GetDefinition';
  return path.includes('{version}') ? 'GetConnectorVersion' : 'GetConnector';
}

describe.each(changing.filter(({ headers }) => headers?.includes('If-Match')))(
  '$operationId',
  (operation: ChangingOperation) => {
    it('is refused with the ETag of another state, changes nothing then, and is made with the present one', async () => {
      const request = await prepare[operation.operationId]?.();
      if (request === undefined) throw new Error(`no request for ${operation.operationId}`);
      const parameters = { definition_name: 'Pet', ...request.parameters };
      const read = () => api.call(reading(operation), { parameters });
      const send = (etag: string) =>
        api.call(operation.operationId, {
          parameters,
          ...(request.body === undefined ? {} : { body: request.body }),
          headers: { 'If-Match': etag, ...(request.type === undefined ? {} : { 'Content-Type': request.type }) },
        });
      const before = await read();
      const etag = before.headers.get('ETag') ?? '';
      expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
      for (const other of ['"stale"', `W/${etag}`, '"a", "b"']) {
        const refused = await send(other);
        expect([refused.status, member(refused.json, 'code')]).toEqual([412, 'entity_changed']);
      }
      const after = await read();
      expect(after.json).toEqual(before.json);
      expect(after.headers.get('ETag')).toBe(etag);
      const made = await send(`"other", ${etag}`);
      expect(made.status).toBeLessThan(300);
      const changed = await read();
      if (changed.status === 200 && made.status === 200)
        expect(made.headers.get('ETag')).toBe(changed.headers.get('ETag'));
      // The state that was read is gone: sent again, the change is refused, unless it changed nothing.
      if (changed.headers.get('ETag') !== etag) expect([404, 412]).toContain((await send(etag)).status);
    });
  },
);

it('the ETag of a connector and of a version changes with each change of them and of their parts', async () => {
  for (const operationId of [
    'UpdateConnector',
    'UpdateConnectorTags',
    'UpdateConnectorCategories',
    'UpsertAuthSchemeConfig',
    'DeleteAuthSchemeConfig',
    'UpdateConnectorVersion',
    'PublishConnector',
    'UnpublishConnector',
    'CreateAction',
    'UpdateDefinition',
    'DeleteTrigger',
  ]) {
    const request = (await prepare[operationId]?.()) ?? {};
    const parameters = request.parameters ?? {};
    const etagsOf = async () => {
      const reads = ['GetConnector', ...('version' in parameters ? ['GetConnectorVersion'] : [])];
      return Promise.all(reads.map(async (read) => (await api.call(read, { parameters })).headers.get('ETag')));
    };
    const before = await etagsOf();
    const sent = await api.call(operationId, {
      parameters,
      ...(request.body === undefined ? {} : { body: request.body, headers: { 'Content-Type': String(request.type) } }),
    });
    expect(sent.status, operationId).toBeLessThan(300);
    const after = await etagsOf();
    after.forEach((etag, index) => expect(etag, operationId).not.toBe(before[index]));
  }
});
