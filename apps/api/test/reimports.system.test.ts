import { advanceReimport, createId } from '@connectory/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField } from './multipart.ts';
import { petsModel } from './pets-model.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let operator: string;

beforeAll(async () => {
  api = await startTestApi();
  operator = (await api.createKey(null, 'operator')).token;
});
afterAll(() => api.close());

/** Creates an organisation with drafts, so that drafts of other tests are not selected. */
async function organisationWithDrafts(count: number): Promise<string> {
  const { id, key } = await api.createOrganisation();
  for (let at = 0; at < count; at += 1) {
    const metadata = metadataField({ format: 'openapi', version: '1' });
    const parts = [filePart(`{"document":${at}}`), metadata];
    const accepted = await api.upload('ImportHTTPConnector', parts, { organisationId: id, key });
    await api.succeed(String(member(accepted.json, 'id')));
  }
  return id;
}

function member(value: unknown, name: string): unknown {
  return Reflect.get(Object(value), name);
}

function operate(operationId: string, options: Parameters<TestApi['call']>[1] = {}) {
  return api.call(operationId, { key: operator, ...options });
}

function create(body: object, key = operator) {
  return api.call('CreateReimport', {
    key,
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  });
}

async function started(drafts: number, parts: object = {}): Promise<{ id: string; organisationId: string }> {
  const organisationId = await organisationWithDrafts(drafts);
  const answer = await create({ selector: { organisationIds: [organisationId] }, target: 'replace-drafts', ...parts });
  expect(answer.status).toBe(202);
  return { id: String(member(answer.json, 'id')), organisationId };
}

/** Advances the run once, as the scheduler of a worker does. */
async function advance(id: string): Promise<readonly string[]> {
  return (await advanceReimport(api.database, id, 'newer')).begun.map(({ importId }) => importId);
}

const named = (id: string) => ({ parameters: { reimport_id: id } });

describe('CountReimport', () => {
  const headers = { 'Content-Type': 'application/json' };

  it('counts as many versions as a run with the same selector has items, and stores nothing', async () => {
    const organisationId = await organisationWithDrafts(3);
    const runs = async () => member((await operate('ListReimports', { query: { first: '1' } })).json, 'totalCount');
    const before = await runs();
    for (const rest of [{}, { versions: 'latest' }, { versions: 'drafts' }, { importerVersionBelow: '1' }]) {
      const selector = { organisationIds: [organisationId], ...rest };
      const counted = await operate('CountReimport', { body: JSON.stringify({ selector }), headers });
      expect(counted.status).toBe(200);
      const run = await create({ selector, target: 'replace-drafts' });
      expect(member(counted.json, 'versions'), JSON.stringify(rest)).toBe(member(run.json, 'total'));
      await operate('CancelReimport', named(String(member(run.json, 'id'))));
    }
    const selector = { organisationIds: [organisationId] };
    const { json } = await operate('CountReimport', { body: JSON.stringify({ selector }), headers });
    expect(json).toMatchObject({ versions: 3, connectors: 3, organisations: 1, drafts: 3, edited: 0 });
    expect(member(json, 'sample')).toHaveLength(3);
    expect(await runs()).toBe(Number(before) + 4);
  });

  it('is for operators, and rejects unknown members with 400', async () => {
    const body = JSON.stringify({ selector: { version: 'all' } });
    expect((await operate('CountReimport', { body, headers })).status).toBe(400);
    expect((await api.call('CountReimport', { body: '{"selector":{}}', headers })).status).toBe(403);
  });
});

describe('a bulk re-import', () => {
  it('is accepted with all items pending, and can be read at its Location', async () => {
    const organisationId = await organisationWithDrafts(3);
    const answer = await create({ selector: { organisationIds: [organisationId] }, target: 'replace-drafts' });
    expect(answer.status).toBe(202);
    expect(answer.json).toMatchObject({
      status: 'running',
      total: 3,
      maxInFlight: 16,
      dryRun: false,
      counts: { pending: 3 },
    });
    expect(answer.headers.get('Location')).toBe(member(member(answer.json, 'links'), 'self'));
    const found = await operate('GetReimport', named(String(member(answer.json, 'id'))));
    expect(found.json).toEqual(answer.json);
    const listed = await operate('ListReimports', { query: { first: '1' } });
    expect(listed.json).toMatchObject({ reimports: [answer.json] });
  });

  it('requires an operator', async () => {
    const own = (await api.createKey(api.organisationId, 'import')).token;
    const answer = await create({ selector: {}, target: 'replace-drafts' }, own);
    expect([answer.status, member(answer.json, 'code')]).toEqual([403, 'forbidden']);
  });

  it.each([
    [{}, ['selector', 'target']],
    [{ selector: {}, target: 'drafts' }, ['target']],
    [{ selector: { versions: 'some', colour: 1 }, target: 'new-version' }, ['selector.versions', 'selector.colour']],
    [{ selector: { connectorIds: ['x'] }, target: 'new-version' }, ['selector.connectorIds[0]']],
    [{ selector: { importerVersionBelow: 'new' }, target: 'new-version' }, ['selector.importerVersionBelow']],
    [{ selector: { importedBefore: 'yesterday' }, target: 'new-version' }, ['selector.importedBefore']],
    [{ selector: {}, target: 'new-version', versionTemplate: 'a/{version}' }, ['versionTemplate']],
    [{ selector: {}, target: 'new-version', versionTemplate: '{colour}' }, ['versionTemplate']],
    [{ selector: {}, target: 'new-version', versionTemplate: 'latest' }, ['versionTemplate']],
    [{ selector: {}, target: 'replace-drafts', versionTemplate: '{version}' }, ['versionTemplate']],
    [{ selector: {}, target: 'replace-drafts', maxInFlight: 0, failureBudget: 101 }, ['maxInFlight', 'failureBudget']],
    [{ selector: {}, target: 'replace-drafts', canary: { maxFailures: -1 } }, ['canary.count', 'canary.maxFailures']],
  ])('of %j is rejected, with each invalid field named', async (body, fields) => {
    const answer = await create(body);
    expect([answer.status, member(answer.json, 'code')]).toEqual([400, 'request_invalid']);
    expect(member(answer.json, 'fields')).toMatchObject(fields.map((field) => ({ field })));
  });

  it('with an unknown id gets 404 from every operation', async () => {
    for (const operationId of [
      'GetReimport',
      'FollowReimport',
      'ListReimportItems',
      'PauseReimport',
      'RetryFailedReimportItems',
    ]) {
      const answer = await operate(operationId, named(createId()));
      expect([answer.status, member(answer.json, 'code')], operationId).toEqual([404, 'reimport_not_found']);
    }
  });

  it('creates imports that have its id and can be listed by it', async () => {
    const { id, organisationId } = await started(2);
    await advance(id);
    const key = (await api.createKey(organisationId, 'read')).token;
    const listed = await api.call('ListImports', { organisationId, key, query: { reimportId: id } });
    expect(listed.json).toMatchObject({ totalCount: 2, imports: [{ reimportId: id }, { reimportId: id }] });
  });

  it('can be paused, resumed and cancelled, and gets 409 when that is not possible', async () => {
    const { id } = await started(3, { maxInFlight: 1 });
    await advance(id);
    expect((await operate('PauseReimport', named(id))).json).toMatchObject({
      status: 'paused',
      counts: { running: 1, pending: 2 },
    });
    const again = await operate('PauseReimport', named(id));
    expect([again.status, member(again.json, 'code')]).toEqual([409, 'reimport_not_changeable']);
    expect((await operate('ResumeReimport', named(id))).json).toMatchObject({ status: 'running' });
    expect((await operate('CancelReimport', named(id))).json).toMatchObject({
      status: 'cancelled',
      counts: { cancelled: 3 },
    });
    expect((await operate('RetryFailedReimportItems', named(id))).status).toBe(409);
  });

  it('retries its failed items', async () => {
    const { id } = await started(1);
    const [importId = ''] = await advance(id);
    await api.fail(importId, { code: 'document_invalid', message: 'broken' });
    await advance(id);
    expect((await operate('GetReimport', named(id))).json).toMatchObject({ status: 'finished', counts: { failed: 1 } });
    const retried = await operate('RetryFailedReimportItems', named(id));
    expect(retried.json).toMatchObject({ status: 'running', counts: { pending: 1, failed: 0 } });
  });
});

describe('the items of a bulk re-import', () => {
  let id: string;

  beforeAll(async () => {
    ({ id } = await started(4, { maxInFlight: 2 }));
    const [first = '', second = ''] = await advance(id);
    await api.fail(first, { code: 'x', message: '=SUM(1), "quoted"' });
    await api.succeed(second);
    await advance(id);
  });

  it('are listed by page and by outcome', async () => {
    const page = await operate('ListReimportItems', { ...named(id), query: { first: '3' } });
    expect(page.json).toMatchObject({
      totalCount: 4,
      items: [{ position: 0, outcome: 'failed' }, { outcome: 'replaced' }, { position: 2 }],
    });
    const after = String(member(page.json, 'next'));
    const rest = await operate('ListReimportItems', { ...named(id), query: { after } });
    expect(rest.json).toMatchObject({ items: [{ position: 3 }] });
    const failed = await operate('ListReimportItems', { ...named(id), query: { outcome: 'failed' } });
    expect(failed.json).toMatchObject({ totalCount: 1, items: [{ error: { code: 'x' } }] });
    const outcomes = await operate('ListReimportItems', { ...named(id), query: 'outcome=failed&outcome=replaced' });
    expect(outcomes.json).toMatchObject({ totalCount: 2, items: [{ connectorName: expect.any(String) }, {}] });
    expect((await operate('ListReimportItems', { ...named(id), query: { outcome: 'lost' } })).status).toBe(400);
    const { json: causes } = await operate('ListReimportCauses', named(id));
    expect(causes).toEqual({
      causes: [expect.objectContaining({ code: 'x', outcome: 'failed', items: 1, sample: expect.anything() })],
      changes: [],
    });
  });

  it('are available as CSV, without formulas that a spreadsheet would evaluate', async () => {
    const answer = await operate('ListReimportItems', { ...named(id), headers: { Accept: 'text/csv' } });
    expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('Content-Disposition')).toContain(`reimport-${id}.csv`);
    const lines = answer.bytes.toString().split('\r\n');
    expect(lines[0]).toMatch(/^position,organisationId,connectorId,/);
    expect(lines[1]).toContain(`,failed,`);
    expect(lines[1]).toContain(`"'=SUM(1), ""quoted"""`);
    expect(lines).toHaveLength(6);
  });

  it('are available as JSON Lines, also filtered', async () => {
    const headers = { Accept: 'application/x-ndjson' };
    const answer = await operate('ListReimportItems', { ...named(id), headers, query: { outcome: 'replaced' } });
    const lines: unknown[] = answer.bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([{ position: 1, outcome: 'replaced' }]);
  });
});

describe('the changes of a bulk re-import', () => {
  const { actions } = petsModel();
  const changed = { actions: actions.slice(1).map((action) => ({ ...action, summary: 'New' })) };

  it('are counted by rule as items end, breaking ones first, each with its first item', async () => {
    const { id } = await started(3, { maxInFlight: 2 });
    const [first = '', second = ''] = await advance(id);
    await api.succeed(second, petsModel(changed));
    const [third = ''] = await advance(id);
    expect((await operate('ListReimportCauses', named(id))).json).toMatchObject({
      changes: [{ code: 'ACTION_REMOVED', items: 1, changes: 1, sample: { position: 1 } }, { items: 1 }],
    });
    await api.succeed(first, petsModel({ actions: [] }));
    await api.succeed(third, petsModel());
    await advance(id);
    const { json } = await operate('ListReimportCauses', named(id));
    expect(member(json, 'causes')).toEqual([]);
    const summarised = { class: 'annotation', items: 1, changes: actions.length - 1, sample: { position: 1 } };
    expect(member(json, 'changes')).toMatchObject([
      {
        code: 'ACTION_REMOVED',
        class: 'breaking',
        items: 2,
        changes: actions.length + 1,
        sample: { position: 0, importId: first, diff: { breaking: actions.length } },
      },
      summarised,
    ]);
  });

  it('of a dry run are those that it would make', async () => {
    const { id } = await started(1, { dryRun: true });
    const [importId = ''] = await advance(id);
    await api.succeed(importId, petsModel(changed));
    await operate('CancelReimport', named(id));
    expect((await operate('ListReimportCauses', named(id))).json).toMatchObject({
      changes: [{ code: 'ACTION_REMOVED', items: 1, sample: { outcome: 'would-change', importId } }, { items: 1 }],
    });
  });
});

describe('the events of a bulk re-import', () => {
  it('report each change, and the stream closes when the run has ended', async () => {
    const { id } = await started(2, { maxInFlight: 1 });
    const [first = ''] = await advance(id);
    const following = operate('FollowReimport', named(id));
    await api.succeed(first);
    const [second = ''] = await advance(id);
    await api.succeed(second);
    await advance(id);
    const events = (await following).bytes
      .toString()
      .split('\n\n')
      .filter((block) => block.startsWith('id: '));
    expect(events.at(0)).toContain('\nevent: running\n');
    expect(events.at(-1)).toContain('\nevent: finished\n');
    expect(events.at(-1)).toContain('"replaced":2');
    const known = /^id: (\S+)/.exec(events.at(-1) ?? '')?.[1] ?? '';
    const over = await operate('FollowReimport', { ...named(id), headers: { 'Last-Event-ID': known } });
    expect(over.status).toBe(204);
  });
});
