import { waitFor } from '@connectory/harness';
import { describe, expect, test } from 'vitest';
import {
  acceptImport,
  claimImport,
  createOrganisation,
  failImport,
  findImport,
  heartbeat,
  type ImportSubmission,
  listConnectors,
  listEntities,
  markEnqueued,
  releaseImport,
  releaseStaleImports,
  takeOverdueImports,
  takeUnqueuedImports,
  reportProgress,
  resolveVersion,
  watchImports,
} from '../src/index.ts';
import type { ClaimedImport } from '@connectory/lifecycle';
import { persistModel } from './persist-model.ts';
import { workOf } from './work-of.ts';
import { buildModel } from '../../lifecycle/test/model-builder.ts';
import { openDatabase } from './open-database.ts';
import { createPets, sampleDocument } from './sample-import.ts';

const { database, url, owner, organisationId } = await openDatabase();

const failure = { error: { code: 'x', message: 'x' }, messagesJson: '[]', timings: {} };
const persisted = { model: buildModel(), importerVersion: '1', timings: {}, maxDiffBytes: 1e6 };

const document = sampleDocument();

function submission(parts: Partial<ImportSubmission> = {}): ImportSubmission {
  return { organisationId, options: {}, requestId: 'test', document, ...parts };
}

async function accept(parts: Partial<ImportSubmission> = {}): Promise<string> {
  const acceptance = await acceptImport(database, submission(parts));
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  expect(acceptance.import).toEqual(await findImport(database, organisationId, acceptance.import.id));
  return acceptance.import.id;
}

async function acceptAndClaim(parts: Partial<ImportSubmission> = {}): Promise<ClaimedImport> {
  const claim = await claimImport(database, await accept(parts));
  if (claim === undefined) throw new Error('not claimed');
  return claim;
}

const statusOf = async (importId: string) => (await findImport(database, organisationId, importId))?.status;

describe('acceptance', () => {
  test('of two concurrent imports of one version, one is accepted and the other refused', async () => {
    const target = { connectorId: await createPets(database, organisationId), version: '1' };
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => acceptImport(database, submission(target))));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['accepted', ...Array(3).fill('import-in-progress')]);
  });

  test('a refused import, because of its version or its connector, stores nothing', async () => {
    const target = { connectorId: await createPets(database, organisationId), version: '1' };
    await persistModel(database, await workOf(database, await acceptAndClaim(target)), persisted);
    const before = await database.prisma.import.count();
    expect(await acceptImport(database, submission(target))).toEqual({ outcome: 'version-exists' });
    const other = await createOrganisation(database, 'Other');
    expect(await acceptImport(database, submission({ ...target, organisationId: other.id, version: '2' }))).toEqual({
      outcome: 'connector-not-found',
    });
    expect(await database.prisma.import.count()).toBe(before);
  });

  test('the same bytes are stored once, under any file name', async () => {
    await accept({ document: { ...document, filename: 'other.json' } });
    expect(await database.prisma.document.count({ where: { sha256: document.sha256 } })).toBe(1);
  });
});

describe('a claim', () => {
  test('is given once: of many deliveries of one job, one claims the import', async () => {
    const importId = await accept();
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimImport(database, importId)));
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
  });

  test('fences every write: an attempt that lost it changes nothing', async () => {
    const lost = await acceptAndClaim();
    await releaseImport(database, lost);
    const held = await claimImport(database, lost.importId);
    expect(await heartbeat(database, lost)).toBe(false);
    expect(await reportProgress(database, lost, { stage: 'mapping', done: 1, total: 2 })).toBe(false);
    expect(await failImport(database, lost, failure)).toBe(false);
    expect(await releaseImport(database, lost)).toBeUndefined();
    expect(await persistModel(database, await workOf(database, lost), persisted)).toEqual({ outcome: 'claim-lost' });
    expect(await statusOf(lost.importId)).toBe('running');
    expect(held?.attempt).toBe(2);
  });

  test('stays valid while its version is being written: heartbeats do not block, and the sweeper skips it', async () => {
    const claim = await acceptAndClaim();
    const writer = await database.pool.connect();
    try {
      await writer.query("update imports set heartbeat_at = now() - interval '1 hour' where id = $1", [claim.importId]);
      await writer.query('begin');
      await writer.query('select id from imports where id = $1 for update', [claim.importId]);
      expect(await heartbeat(database, claim)).toBe(true);
      expect(await heartbeat(database, { ...claim, token: '00000000-0000-4000-8000-000000000000' })).toBe(false);
      expect(await reportProgress(database, claim, { stage: 'persisting', done: 1, total: 1 })).toBe(false);
      await releaseStaleImports(database, 30_000);
      expect(await statusOf(claim.importId)).toBe('running');
    } finally {
      await writer.query('rollback');
      writer.release();
    }
    await releaseStaleImports(database, 30_000);
    expect(await statusOf(claim.importId)).toBe('queued');
  });

  test('concurrent imports of the same schemas all succeed, and each schema is stored once', async () => {
    const definitions = Array.from({ length: 200 }, (_, index) => ({
      name: `Shared${index}`,
      accept: ['application/json'],
      schema: JSON.stringify({ title: `shared ${index}` }),
      references: [],
    }));
    const orders = [definitions, definitions.toReversed(), definitions.slice(50), definitions.slice(0, 150)];
    const claims = await Promise.all(orders.map(() => acceptAndClaim()));
    const outcomes = await Promise.all(
      claims.map(async (claim, index) => {
        const model = buildModel({ definitions: orders[index] ?? [], actions: [] });
        return persistModel(database, await workOf(database, claim), { ...persisted, model });
      }),
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(4).fill('persisted'));
    expect(await database.prisma.schema.count({ where: { body: { startsWith: '{"title":"shared' } } })).toBe(200);
  });

  test('a version and the end of its import are written in one transaction', async () => {
    const connectorId = await createPets(database, organisationId);
    const claim = await acceptAndClaim({ connectorId, version: '1' });
    expect(await persistModel(database, await workOf(database, claim), persisted)).toMatchObject({
      outcome: 'persisted',
    });
    const version = await resolveVersion(database, organisationId, connectorId, '1');
    const actions = await listEntities(database, 'actions', { versionId: version?.id ?? '' }, { first: 10 });
    expect(actions.items.map(({ name }) => name)).toEqual(['listPets', 'addPet']);
    expect(await findImport(database, organisationId, claim.importId)).toMatchObject({
      status: 'succeeded',
      versionId: version?.id,
      summary: { actions: 2, definitions: 2 },
    });
  });

  test('a failed write leaves no trace, and its import stays running', async () => {
    const connectorId = await createPets(database, organisationId);
    const claim = await acceptAndClaim({ connectorId, version: '1' });
    const [action] = buildModel().actions;
    if (action === undefined) throw new Error('no action');
    const before = await database.prisma.definition.count();
    const twice = { ...persisted, model: buildModel({ actions: [action, action] }) };
    await expect(persistModel(database, await workOf(database, claim), twice)).rejects.toThrow();
    expect(await resolveVersion(database, organisationId, connectorId, '1')).toBeUndefined();
    expect(await database.prisma.definition.count()).toBe(before);
    expect(await statusOf(claim.importId)).toBe('running');
  });

  test('equal schemas of two connectors are one row', async () => {
    const before = await database.prisma.schema.count();
    await persistModel(database, await workOf(database, await acceptAndClaim()), persisted);
    await persistModel(database, await workOf(database, await acceptAndClaim()), persisted);
    expect(await database.prisma.schema.count()).toBe(before);
  });

  test('after an import failed, the same version can be imported', async () => {
    const target = { connectorId: await createPets(database, organisationId), version: '1' };
    await failImport(database, await acceptAndClaim(target), failure);
    expect(await accept(target)).toEqual(expect.any(String));
  });
});

test('wildcards of LIKE in a searched name match literally', async () => {
  await createPets(database, organisationId);
  for (const name of ['%', '_', 'P_ts', '\\']) {
    expect((await listConnectors(database, { organisationId, name }, { first: 10 })).items).toEqual([]);
  }
  expect((await listConnectors(database, { organisationId, name: 'ETs' }, { first: 1 })).items).toHaveLength(1);
});

describe('sweeping', () => {
  test('releases an import whose heartbeat is stale, and neither a fresh nor an ended one', async () => {
    const [fine, stale, ended] = [await acceptAndClaim(), await acceptAndClaim(), await acceptAndClaim()];
    await failImport(database, ended, failure);
    await database.pool.query("update imports set heartbeat_at = now() - interval '1 minute' where id = any($1)", [
      [stale.importId, ended.importId],
    ]);
    expect(await releaseStaleImports(database, 30_000)).toBe(1);
    expect([await statusOf(fine.importId), await statusOf(stale.importId), await statusOf(ended.importId)]).toEqual([
      'running',
      'queued',
      'failed',
    ]);
  });

  test('finds imports whose job may be lost, and one of several sweepers adds the next job', async () => {
    const [recent, old] = [await accept(), await accept()];
    await database.pool.query("update imports set enqueued_at = now() - interval '1 minute' where id = $1", [old]);
    const overdue = { bulk: false, staleAfterMs: 30_000, limit: 100 };
    const found = await takeOverdueImports(database, overdue);
    expect(found.map(({ importId }) => importId)).toContain(old);
    expect(found.map(({ importId }) => importId)).not.toContain(recent);
    expect(await takeOverdueImports(database, overdue)).toEqual([]);
    const candidate = { importId: old, enqueues: 1 };
    const marked = await Promise.all([1, 2, 3].map(() => markEnqueued(database, candidate)));
    expect(marked.filter((each) => each !== undefined)).toEqual([{ importId: old, enqueues: 2 }]);
  });

  test('sweepers share the imports without a job: each takes some, and none is taken twice', async () => {
    // Those of other tests.
    await takeUnqueuedImports(database, 1_000);
    const ids: string[] = [];
    for (let index = 0; index < 12; index += 1) ids.push(await accept());
    await database.pool.query('update imports set enqueued_at = null where id = any($1)', [ids]);
    const shares = await Promise.all([1, 2, 3, 4].map(() => takeUnqueuedImports(database, 3)));
    const taken = shares.flatMap((share) => share.map(({ importId }) => importId));
    expect(new Set(taken).size).toBe(taken.length);
    const left = await takeUnqueuedImports(database, 100);
    expect([...taken, ...left.map(({ importId }) => importId)].sort()).toEqual(ids.sort());
    expect(await takeUnqueuedImports(database, 100)).toEqual([]);
  });

  test('an import that another sweeper has locked is skipped', async () => {
    await takeUnqueuedImports(database, 1_000);
    const [locked, free] = [await accept(), await accept()];
    await database.pool.query('update imports set enqueued_at = null where id = any($1)', [[locked, free]]);
    const other = await owner.pool.connect();
    try {
      await other.query('begin');
      await other.query('select from imports where id = $1 for update', [locked]);
      expect((await takeUnqueuedImports(database, 10)).map(({ importId }) => importId)).toEqual([free]);
    } finally {
      await other.query('rollback');
      other.release();
    }
  });
});

describe('watching', () => {
  test('a waiter wakes at each change, also after the connection was lost', async () => {
    const watcher = watchImports({ url: url, onError: () => undefined });
    const listeners = () =>
      owner.pool.query("select pid from pg_stat_activity where query like 'listen%' and datname = current_database()");
    try {
      await waitFor(async () => (await listeners()).rowCount === 1, { describe: 'the watcher listens' });
      const claim = await acceptAndClaim();
      const told = watcher.nextChange(claim.importId, 10_000);
      await failImport(database, claim, failure);
      await told;
      const next = await acceptAndClaim();
      const woken = watcher.nextChange(next.importId, 30_000);
      for (const { pid } of (await listeners()).rows) await owner.pool.query('select pg_terminate_backend($1)', [pid]);
      await woken;
      const after = watcher.nextChange(next.importId, 30_000);
      await failImport(database, next, failure);
      await after;
    } finally {
      await watcher.close();
    }
  }, 20_000);

  test('a waiter ends at its timeout, or when its request is aborted', async () => {
    const watcher = watchImports({ url: url, onError: () => undefined });
    const gone = new AbortController();
    const waiting = watcher.nextChange('x', 60_000, gone.signal);
    gone.abort();
    await waiting;
    await watcher.nextChange('x', 1);
    await watcher.close();
    expect(watcher.closed).toBe(true);
  });
});
