import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  advanceReimport,
  cancelImport,
  cancelReimport,
  claimImport,
  createDatabase,
  createId,
  createOrganisation,
  createReimport,
  type Database,
  failImport,
  findReimport,
  listActiveReimports,
  listReimportItems,
  listReimports,
  pauseReimport,
  resumeReimport,
  retryFailedItems,
  streamReimportItems,
} from '../src/index.ts';
import type { ReimportItemRecord, ReimportPlan, ReimportSelector } from '@connectory/lifecycle';
import { persistModel } from './persist-model.ts';
import { workOf } from './work-of.ts';
import { buildModel } from '../../lifecycle/test/model-builder.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.serviceUrl, poolSize: 8, onError: () => undefined });
  await database.pool.query(
    `insert into documents (sha256, bytes, encoding, content) values ('\\x07', 2, 'identity', '{}')`,
  );
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

interface Seed {
  readonly connectorId?: string;
  readonly name?: string;
  readonly published?: string;
  readonly importerVersion?: string | null;
  readonly importedAt?: string;
  readonly sha256?: string | null;
}

async function newOrganisation(): Promise<string> {
  return (await createOrganisation(database, 'Test')).id;
}

async function newVersion(organisationId: string, seed: Seed = {}): Promise<{ connectorId: string; id: string }> {
  const connectorId = seed.connectorId ?? createId();
  await database.pool.query(
    `insert into connectors (id, organisation_id, name, base_url) values ($1, $2, 'Pets', '') on conflict do nothing`,
    [connectorId, organisationId],
  );
  const id = createId();
  await database.pool.query(
    `insert into connector_versions (id, connector_id, name, published_at, document_sha256, importer_version, imported_at)
     values ($1, $2, $3, $4, decode($5, 'hex'), $6, $7)`,
    [
      id,
      connectorId,
      seed.name ?? '1.0.0',
      seed.published ?? null,
      seed.sha256 === undefined ? '07' : seed.sha256,
      seed.importerVersion === undefined ? '1' : seed.importerVersion,
      seed.importedAt ?? '2026-01-01T00:00:00Z',
    ],
  );
  return { connectorId, id };
}

function plan(organisationId: string, parts: Partial<ReimportPlan> = {}, selector: Partial<ReimportSelector> = {}) {
  return createReimport(database, {
    selector: { organisationIds: [organisationId], versions: 'all', ...selector },
    target: 'replace_drafts',
    versionTemplate: '{version}-r{importerVersion}',
    dryRun: false,
    refetch: false,
    edits: 'keep',
    maxInFlight: 3,
    canary: null,
    failureBudget: null,
    ...parts,
  });
}

async function itemsOf(reimportId: string): Promise<readonly ReimportItemRecord[]> {
  return (await listReimportItems(database, { reimportId }, { first: 1_000 })).items;
}

async function progressOf(reimportId: string) {
  const progress = await findReimport(database, reimportId);
  if (progress === undefined) throw new Error('no such run');
  const counted = Object.values(progress.counts).reduce((sum, count) => sum + count, 0);
  expect(counted).toBe(progress.total);
  return progress;
}

/** Ends an import as a worker would. */
async function end(importId: string, how: 'succeeded' | 'failed'): Promise<void> {
  const claim = await claimImport(database, importId);
  if (claim === undefined) throw new Error('not claimed');
  if (how === 'failed') {
    await failImport(database, claim, { error: { code: 'x', message: 'broken' }, messagesJson: '[]', timings: {} });
    return;
  }
  const ended = await persistModel(database, await workOf(database, claim), {
    model: buildModel(),
    importerVersion: '2',
    timings: {},
    maxDiffBytes: 1e6,
  });
  expect(['persisted', 'previewed']).toContain(ended.outcome);
}

async function advance(reimportId: string): Promise<readonly string[]> {
  return (await advanceReimport(database, reimportId, '2')).begun.map(({ importId }) => importId);
}

/** Advances until the run has ended, ending each import in the same way. */
async function runAll(reimportId: string, how: 'succeeded' | 'failed' = 'succeeded'): Promise<number> {
  let ended = 0;
  for (let rounds = 0; rounds < 100; rounds += 1) {
    const begun = await advance(reimportId);
    for (const importId of begun) await end(importId, how);
    ended += begun.length;
    if ((await progressOf(reimportId)).status !== 'running') return ended;
  }
  throw new Error('does not end');
}

describe('a selector', () => {
  let organisationId: string;
  const known: { [name: string]: string } = {};

  beforeAll(async () => {
    organisationId = await newOrganisation();
    const add = async (name: string, seed: Seed): Promise<string> => {
      const made = await newVersion(organisationId, { name, ...seed });
      known[name] = made.id;
      return made.connectorId;
    };
    const a = await add('a-old', { published: '2026-01-01T00:00:00Z', importerVersion: '3' });
    await add('a-latest', { connectorId: a, published: '2026-02-01T00:00:00Z', importerVersion: '10' });
    await add('a-draft', { connectorId: a, importedAt: '2026-03-01T00:00:00Z', importerVersion: '3.1' });
    const b = await add('b-draft', { importerVersion: 'odd' });
    await add('b-newest', { connectorId: b, importerVersion: null });
    await add('by-hand', { connectorId: b, sha256: null });
    known['a'] = a;
  });

  const chosen = async (selector: Partial<ReimportSelector>): Promise<readonly string[]> => {
    const { id } = await plan(organisationId, {}, selector);
    return (await itemsOf(id)).map(({ version }) => version).toSorted();
  };

  test('selects every version with a document', async () => {
    expect(await chosen({})).toEqual(['a-draft', 'a-latest', 'a-old', 'b-draft', 'b-newest']);
  });

  test('selects for each connector the version published last, or the newest when none is published', async () => {
    // The newest version of b was created empty, so there is no document to import again.
    expect(await chosen({ versions: 'latest' })).toEqual(['a-latest']);
    await newVersion(organisationId, { name: 'c' });
    expect(await chosen({ versions: 'latest' })).toEqual(['a-latest', 'c']);
    await database.pool.query(`delete from connector_versions where name = 'c'`);
  });

  test('selects drafts', async () => {
    expect(await chosen({ versions: 'drafts' })).toEqual(['a-draft', 'b-draft', 'b-newest']);
  });

  test('compares importer versions as numbers, and treats any other form as older', async () => {
    expect(await chosen({ importerVersionBelow: '10' })).toEqual(['a-draft', 'a-old', 'b-draft', 'b-newest']);
    expect(await chosen({ importerVersionBelow: '3.1' })).toEqual(['a-old', 'b-draft', 'b-newest']);
  });

  test('selects by the time of the import', async () => {
    expect(await chosen({ importedBefore: '2026-02-15T00:00:00Z' })).not.toContain('a-draft');
  });

  test('selects by connector, within the given organisation', async () => {
    expect(await chosen({ connectorIds: [known['a'] ?? ''] })).toEqual(['a-draft', 'a-latest', 'a-old']);
    const other = await newOrganisation();
    await newVersion(other, { name: 'other' });
    expect(await chosen({})).not.toContain('other');
    expect(await chosen({ organisationIds: [] })).toEqual([]);
  });
});

describe('a run', () => {
  test('keeps no more items in flight than its window, and ends when all have ended', async () => {
    const organisationId = await newOrganisation();
    for (let at = 0; at < 8; at += 1) await newVersion(organisationId);
    const { id } = await plan(organisationId);
    const first = await advance(id);
    expect(first).toHaveLength(3);
    expect(await advance(id)).toEqual([]);
    await end(first[0] ?? '', 'succeeded');
    expect(await advance(id)).toHaveLength(1);
    expect((await progressOf(id)).counts).toMatchObject({ pending: 4, running: 3, replaced: 1 });
    for (const importId of first.slice(1)) await end(importId, 'succeeded');
    // One of the imports begun meanwhile is still queued.
    for (const { importId } of (await itemsOf(id)).filter(
      ({ outcome, importId: own }) => outcome === 'running' && !first.includes(own ?? ''),
    ))
      await end(importId ?? '', 'succeeded');
    await runAll(id);
    expect(await progressOf(id)).toMatchObject({ status: 'finished', total: 8, counts: { replaced: 8, pending: 0 } });
    expect(await listActiveReimports(database)).not.toContain(id);
  });

  test('is advanced by one worker at a time, so that a window is never filled twice', async () => {
    const organisationId = await newOrganisation();
    for (let at = 0; at < 20; at += 1) await newVersion(organisationId);
    const { id } = await plan(organisationId, { maxInFlight: 5 });
    const begun = await Promise.all(Array.from({ length: 6 }, () => advance(id)));
    expect(begun.flat()).toHaveLength(5);
  });

  test('without items finishes', async () => {
    const { id } = await plan(await newOrganisation());
    await advance(id);
    expect(await progressOf(id)).toMatchObject({ status: 'finished', total: 0 });
  });

  test('ends an item without an import when the same importer has made its version', async () => {
    const organisationId = await newOrganisation();
    for (let at = 0; at < 30; at += 1) await newVersion(organisationId, { importerVersion: '2' });
    const { id } = await plan(organisationId);
    expect(await runAll(id)).toBe(0);
    expect((await progressOf(id)).counts).toMatchObject({ unchanged: 30 });
    const imports = await database.prisma.import.count({ where: { organisationId } });
    expect(imports).toBe(0);
  });

  test('repeated over the same versions changes nothing, with either target', async () => {
    for (const target of ['replace_drafts', 'new_version'] as const) {
      const organisationId = await newOrganisation();
      for (let at = 0; at < 4; at += 1) await newVersion(organisationId);
      const first = await plan(organisationId, { target });
      expect(await runAll(first.id)).toBe(4);
      const second = await plan(organisationId, { target });
      expect(await runAll(second.id)).toBe(0);
      const { counts, total } = await progressOf(second.id);
      expect(counts.unchanged).toBe(total);
    }
  });

  test('skips published versions with a reason', async () => {
    const organisationId = await newOrganisation();
    await newVersion(organisationId, { published: '2026-01-01T00:00:00Z' });
    const { id } = await plan(organisationId);
    await runAll(id);
    expect(await itemsOf(id)).toMatchObject([{ outcome: 'skipped', error: { code: 'version_published' } }]);
  });

  test('names new versions by its template', async () => {
    const organisationId = await newOrganisation();
    const { connectorId } = await newVersion(organisationId, { published: '2026-01-01T00:00:00Z' });
    const { id, createdAt } = await plan(organisationId, {
      target: 'new_version',
      versionTemplate: '{version}-{date}-i{importerVersion}',
    });
    await runAll(id);
    const date = createdAt.toISOString().slice(0, 10).replaceAll('-', '');
    expect(await itemsOf(id)).toMatchObject([{ outcome: 'created', targetVersion: `1.0.0-${date}-i2` }]);
    const versions = await database.prisma.connectorVersion.findMany({
      where: { connectorId },
      select: { name: true },
    });
    expect(versions.map(({ name }) => name).toSorted()).toEqual(['1.0.0', `1.0.0-${date}-i2`]);
  });

  test('skips a new version whose name is taken', async () => {
    const organisationId = await newOrganisation();
    const { connectorId } = await newVersion(organisationId);
    await newVersion(organisationId, { connectorId, name: '1.0.0-r2', published: '2026-01-01T00:00:00Z' });
    const { id } = await plan(organisationId, { target: 'new_version' }, { versions: 'drafts' });
    await runAll(id);
    expect(await itemsOf(id)).toMatchObject([{ outcome: 'skipped', error: { code: 'version_exists' } }]);
  });

  test('keeps an item pending while another import of its version is under way', async () => {
    const organisationId = await newOrganisation();
    const { connectorId } = await newVersion(organisationId);
    const busy = createId();
    await database.prisma.import.create({
      data: { id: busy, organisationId, connectorId, createsConnector: false, activeKey: `${connectorId}/1.0.0` },
    });
    const { id } = await plan(organisationId);
    expect(await advance(id)).toEqual([]);
    expect((await progressOf(id)).counts.pending).toBe(1);
    await cancelImport(database, busy);
    expect(await advance(id)).toHaveLength(1);
  });

  test('skips a version that was deleted since, alone or with its connector', async () => {
    const organisationId = await newOrganisation();
    const { connectorId } = await newVersion(organisationId);
    const { id: versionId } = await newVersion(organisationId);
    const { id } = await plan(organisationId);
    await database.prisma.connector.delete({ where: { id: connectorId } });
    await database.prisma.connectorVersion.delete({ where: { id: versionId } });
    await runAll(id);
    expect((await itemsOf(id)).map(({ error }) => error?.code)).toEqual(['version_not_found', 'version_not_found']);
  });

  test('begins an item again when its import was removed', async () => {
    const organisationId = await newOrganisation();
    await newVersion(organisationId);
    const { id } = await plan(organisationId);
    const [lost = ''] = await advance(id);
    await database.prisma.import.delete({ where: { id: lost } });
    const [again = ''] = await advance(id);
    expect(again).not.toBe(lost);
    await end(again, 'succeeded');
    await runAll(id);
    expect((await progressOf(id)).counts.replaced).toBe(1);
  });

  test('as a dry run writes no version', async () => {
    const organisationId = await newOrganisation();
    const { id: versionId } = await newVersion(organisationId);
    const before = await database.prisma.connectorVersion.findUnique({ where: { id: versionId } });
    const { id } = await plan(organisationId, { dryRun: true });
    await runAll(id);
    expect((await progressOf(id)).counts.would_change).toBe(1);
    const [item] = await itemsOf(id);
    expect(JSON.parse(item?.diffJson ?? '')).toMatchObject({ against: '1.0.0', actions: { added: 2, removed: 0 } });
    expect(await database.prisma.connectorVersion.findUnique({ where: { id: versionId } })).toEqual(before);
  });

  test('as a dry run reports versions without changes as unchanged', async () => {
    const organisationId = await newOrganisation();
    const { id: versionId } = await newVersion(organisationId);
    await runAll((await plan(organisationId)).id);
    // Another importer version with the same result.
    await database.prisma.connectorVersion.update({ where: { id: versionId }, data: { importerVersion: '1' } });
    const { id } = await plan(organisationId, { dryRun: true });
    expect(await runAll(id)).toBe(1);
    expect((await progressOf(id)).counts).toMatchObject({ unchanged: 1, would_change: 0 });
  });

  test('has the diff of each new version against the one it was made from', async () => {
    const organisationId = await newOrganisation();
    const { connectorId } = await newVersion(organisationId, { name: 'first', published: '2026-01-01T00:00:00Z' });
    await newVersion(organisationId, { connectorId, name: 'newer' });
    for (const dryRun of [true, false]) {
      const { id } = await plan(organisationId, { target: 'new_version', dryRun });
      await runAll(id);
      const against = (await itemsOf(id)).map(({ version, diffJson }) => [
        version,
        JSON.parse(diffJson ?? '{}').against,
      ]);
      expect(against.toSorted(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
        ['first', 'first'],
        ['newer', 'newer'],
      ]);
    }
  });
});

describe('a canary', () => {
  test('that fails stops the run, and the other items stay pending', async () => {
    const organisationId = await newOrganisation();
    for (let at = 0; at < 10; at += 1) await newVersion(organisationId);
    const { id } = await plan(organisationId, { maxInFlight: 8, canary: { count: 4, maxFailures: 1 } });
    expect(await runAll(id, 'failed')).toBe(4);
    expect(await progressOf(id)).toMatchObject({
      status: 'stopped',
      reason: { code: 'canary_failed' },
      counts: { failed: 4, pending: 6, running: 0 },
    });
    const touched = await database.prisma.connectorVersion.count({
      where: { connector: { organisationId }, importerVersion: { not: '1' } },
    });
    expect(touched).toBe(0);
  });

  test('that passes lets the other items begin', async () => {
    const organisationId = await newOrganisation();
    for (let at = 0; at < 10; at += 1) await newVersion(organisationId);
    const { id } = await plan(organisationId, { maxInFlight: 8, canary: { count: 4, maxFailures: 0 } });
    const first = await advance(id);
    expect(first).toHaveLength(4);
    for (const importId of first) await end(importId, 'succeeded');
    expect(await advance(id)).toHaveLength(6);
  });

  test('is repeated when its failed items are retried', async () => {
    const organisationId = await newOrganisation();
    for (let at = 0; at < 4; at += 1) await newVersion(organisationId);
    const { id } = await plan(organisationId, { canary: { count: 2, maxFailures: 0 } });
    await runAll(id, 'failed');
    expect(await retryFailedItems(database, id)).toEqual({ outcome: 'changed' });
    expect(await advance(id)).toHaveLength(2);
  });
});

describe('an operator', () => {
  async function started(versions: number, parts: Partial<ReimportPlan> = {}) {
    const organisationId = await newOrganisation();
    for (let at = 0; at < versions; at += 1) await newVersion(organisationId);
    const { id } = await plan(organisationId, parts);
    return { id, begun: await advance(id) };
  }

  test('pauses a run: imports in flight end and are counted, and no others begin until it is resumed', async () => {
    const { id, begun } = await started(6);
    expect(await pauseReimport(database, id)).toEqual({ outcome: 'changed' });
    expect(await pauseReimport(database, id)).toEqual({ outcome: 'not-possible', status: 'paused' });
    for (const importId of begun) await end(importId, 'succeeded');
    expect(await listActiveReimports(database)).toContain(id);
    expect(await advance(id)).toEqual([]);
    expect(await progressOf(id)).toMatchObject({ status: 'paused', counts: { replaced: 3, pending: 3, running: 0 } });
    expect(await listActiveReimports(database)).not.toContain(id);
    expect(await resumeReimport(database, id)).toEqual({ outcome: 'changed' });
    expect(await advance(id)).toHaveLength(3);
  });

  test('cancels a run and its imports in flight; an import that had ended keeps its outcome', async () => {
    const { id, begun } = await started(6);
    await end(begun[0] ?? '', 'succeeded');
    const told: string[] = [];
    const listener = await database.pool.connect();
    listener.on('notification', ({ payload }) => void told.push(payload ?? ''));
    await listener.query('listen connectory_cancellations');
    expect(await cancelReimport(database, id)).toEqual({ outcome: 'changed' });
    await listener.query('unlisten connectory_cancellations');
    listener.release();
    // A notification stops its attempt before the next heartbeat does.
    expect(told.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(begun.slice(1).toSorted((a, b) => (a < b ? -1 : 1)));
    expect(await progressOf(id)).toMatchObject({
      status: 'cancelled',
      counts: { replaced: 1, cancelled: 5, pending: 0, running: 0 },
    });
    expect(await claimImport(database, begun[1] ?? '')).toBeUndefined();
    expect(await advance(id)).toEqual([]);
    for (const change of [pauseReimport, resumeReimport, retryFailedItems, cancelReimport])
      expect(await change(database, id)).toEqual({ outcome: 'not-possible', status: 'cancelled' });
  });

  test('resumes a run that exceeded its budget: earlier failures no longer count, later ones do', async () => {
    const { id, begun } = await started(10, { failureBudget: 10, maxInFlight: 2 });
    for (const importId of begun) await end(importId, 'failed');
    await advance(id);
    expect(await progressOf(id)).toMatchObject({ status: 'stopped', reason: { code: 'failure_budget_exceeded' } });
    expect(await resumeReimport(database, id)).toEqual({ outcome: 'changed' });
    const next = await advance(id);
    expect(next).toHaveLength(2);
    for (const importId of next) await end(importId, 'failed');
    await advance(id);
    expect(await progressOf(id)).toMatchObject({ status: 'stopped', counts: { failed: 4, pending: 6 } });
  });

  test('retries failed items only', async () => {
    const { id, begun } = await started(3);
    await end(begun[0] ?? '', 'failed');
    await end(begun[1] ?? '', 'succeeded');
    await end(begun[2] ?? '', 'succeeded');
    await advance(id);
    expect(await progressOf(id)).toMatchObject({ status: 'finished', counts: { failed: 1, replaced: 2 } });
    expect((await itemsOf(id)).find(({ outcome }) => outcome === 'failed')?.error).toEqual({
      code: 'x',
      message: 'broken',
    });
    await retryFailedItems(database, id);
    expect(await runAll(id)).toBe(1);
    expect(await progressOf(id)).toMatchObject({ status: 'finished', counts: { failed: 0, replaced: 3 } });
  });

  test('retries those of one cause', async () => {
    const { id, begun } = await started(2);
    for (const importId of begun) await end(importId, 'failed');
    await advance(id);
    await retryFailedItems(database, id, 'other');
    expect((await progressOf(id))?.counts).toMatchObject({ failed: 2, pending: 0 });
    await retryFailedItems(database, id, 'x');
    expect((await progressOf(id))?.counts).toMatchObject({ failed: 0, pending: 2 });
  });

  test('gets not-found for an unknown run', async () => {
    expect(await pauseReimport(database, createId())).toEqual({ outcome: 'not-found' });
    expect(await findReimport(database, createId())).toBeUndefined();
  });

  test('reads items by page and by outcome, and all of them as a stream', async () => {
    const { id, begun } = await started(7);
    await end(begun[1] ?? '', 'failed');
    await advance(id);
    const page = await listReimportItems(database, { reimportId: id }, { first: 3 });
    const next = await listReimportItems(database, { reimportId: id }, { first: 10, after: page.next ?? '' });
    expect([...page.items, ...next.items].map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const failed = await listReimportItems(
      database,
      { reimportId: id, outcomes: ['failed', 'skipped'] },
      { first: 10 },
    );
    expect([failed.totalCount, failed.items[0]?.importId]).toEqual([1, begun[1]]);
    const streamed: number[] = [];
    for await (const batch of streamReimportItems(database, { reimportId: id }))
      streamed.push(...batch.map((item) => item.position));
    expect(streamed).toHaveLength(7);
  });

  test('gets no page beyond 8 MB, in either direction, and misses no item', async () => {
    const { id } = await started(5);
    await database.pool.query('update reimport_items set error = $2 where reimport_id = $1', [
      id,
      JSON.stringify({ code: 'internal_error', message: 'x'.repeat(3 * 1024 * 1024) }),
    ]);
    const positions: number[][] = [];
    let last = '';
    for (let after: string | undefined = ''; after !== undefined; ) {
      const request = { first: 10, ...(after === '' ? {} : { after }) };
      const page = await listReimportItems(database, { reimportId: id }, request);
      positions.push(page.items.map(({ position }) => position));
      after = page.next;
      last = page.prev ?? last;
    }
    expect(positions).toEqual([[0, 1], [2, 3], [4]]);
    const back = await listReimportItems(database, { reimportId: id }, { first: 10, before: last });
    expect(back.items.map(({ position }) => position)).toEqual([2, 3]);
  });

  test('gets no list of runs beyond 8 MB', async () => {
    const selector = JSON.stringify({ versions: 'all', organisationIds: [], connectorIds: ['x'.repeat(5_000_000)] });
    const runs = [(await started(1)).id, (await started(1)).id];
    await database.pool.query('update reimports set selector = $2 where id = any ($1)', [runs, selector]);
    const page = await listReimports(database, { first: 10 });
    expect(page.items.map((run) => run.id)).toEqual(runs.slice(1));
    expect((await listReimports(database, { first: 1, after: page.next ?? '' })).items.map((run) => run.id)).toEqual(
      runs.slice(0, 1),
    );
  });

  test('sees the recent rate, and a revision that rises with every change', async () => {
    const { id, begun } = await started(3);
    const before = await progressOf(id);
    expect(before.rate).toBeNull();
    await end(begun[0] ?? '', 'succeeded');
    await advance(id);
    const after = await progressOf(id);
    expect(after.rate).toBeGreaterThan(0);
    expect(after.revision).toBeGreaterThan(before.revision);
    await advance(id);
    expect((await progressOf(id)).revision).toBe(after.revision);
  });
});
