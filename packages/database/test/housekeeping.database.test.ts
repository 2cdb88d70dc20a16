import { describe, expect, test } from 'vitest';
import { idBefore } from '../src/postgres/id-before.ts';
import {
  acceptImport,
  cancelImport,
  claimImport,
  clearIdempotencyKeys,
  createOrganisation,
  createVersion,
  deleteVersion,
  failImport,
  findExtras,
  forgetExpiredImports,
  hasExpired,
  type ImportSubmission,
  removeExpiredImports,
  removeUnreferenced,
  withHousekeepingLock,
} from '../src/index.ts';
import { persistModel } from './persist-model.ts';
import { workOf } from './work-of.ts';
import { buildModel } from '../../lifecycle/test/model-builder.ts';
import { openDatabase } from './open-database.ts';
import { sampleDocument } from './sample-import.ts';
import { wholeText } from './whole-text.ts';

const { database, owner, organisationId } = await openDatabase(12);

const dayMs = 86_400_000;
const persisted = { model: buildModel(), importerVersion: '1', timings: {}, maxDiffBytes: 1e6 };
let made = 0;

async function accept(parts: Partial<ImportSubmission> = {}, byte = 7): Promise<string> {
  const document = sampleDocument(byte);
  const acceptance = await acceptImport(database, {
    organisationId,
    options: {},
    requestId: 'test',
    document,
    ...parts,
  });
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  return acceptance.import.id;
}

async function succeed(importId: string): Promise<string> {
  const claim = await claimImport(database, importId);
  if (claim === undefined) throw new Error('not claimed');
  const outcome = await persistModel(database, await workOf(database, claim), persisted);
  if (outcome.outcome !== 'persisted') throw new Error(outcome.outcome);
  return outcome.versionId;
}

async function fail(importId: string): Promise<void> {
  const claim = await claimImport(database, importId);
  if (claim === undefined) throw new Error('not claimed');
  await failImport(database, claim, { error: { code: 'x', message: 'x' }, messagesJson: '[]', timings: {} });
}

/** Changes the age of an import. @returns its new id, because an id contains its time. */
async function age(importId: string, days: number): Promise<string> {
  made += 1;
  const at = new Date(Date.now() - days * dayMs);
  const id = idBefore(at).slice(0, 10) + String(made).padStart(16, '0');
  await database.prisma.$executeRaw`
    update imports set id = ${id}, created_at = ${at}, finished_at = case when finished_at is null then null else ${at}::timestamptz end
     where id = ${importId}`;
  return id;
}

const idsLeft = async (): Promise<readonly string[]> =>
  (await database.prisma.import.findMany({ select: { id: true } })).map(({ id }) => id);

describe('imports', () => {
  test('are removed when they ended before the retention period, with any status; others stay', async () => {
    const versionId = await succeed(await accept());
    const failing = await accept();
    await fail(failing);
    const cancelled = await accept();
    await cancelImport(database, cancelled);
    const ended = [await age(failing, 31), await age(cancelled, 400)];
    const recent = await accept();
    await fail(recent);
    const kept = [await age(recent, 29), await age(await accept(), 31), await accept()];
    const running = await accept();
    await claimImport(database, running);
    kept.push(await age(running, 60));

    expect(await removeExpiredImports(database, { retentionDays: 30, limit: 100 })).toBe(2);
    const left = await idsLeft();
    expect(left).toEqual(expect.arrayContaining(kept));
    expect(left.filter((id) => ended.includes(id))).toEqual([]);
    expect(await database.prisma.connectorVersion.count({ where: { id: versionId } })).toBe(1);
    expect(await removeExpiredImports(database, { retentionDays: 30, limit: 100 })).toBe(0);
  });

  test('are removed without the version that they made', async () => {
    const importId = await accept();
    const versionId = await succeed(importId);
    await age(importId, 31);
    expect(await removeExpiredImports(database, { retentionDays: 30, limit: 100 })).toBe(1);
    expect(await database.prisma.connectorVersion.count({ where: { id: versionId } })).toBe(1);
    expect(await database.prisma.action.count({ where: { versionId } })).toBe(2);
  });

  test('are removed in batches of a given size', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => accept()));
    for (const id of ids) {
      await cancelImport(database, id);
      await age(id, 31);
    }
    const remove = () => removeExpiredImports(database, { retentionDays: 30, limit: 2 });
    expect([await remove(), await remove(), await remove(), await remove()]).toEqual([2, 2, 1, 0]);
  });

  test('leave a tombstone for another retention period, visible to their organisation only', async () => {
    const importId = await accept();
    await cancelImport(database, importId);
    const id = await age(importId, 31);
    await removeExpiredImports(database, { retentionDays: 30, limit: 100 });
    const other = await createOrganisation(database, 'Other');
    expect(await hasExpired(database, organisationId, id)).toBe(true);
    expect(await hasExpired(database, other.id, id)).toBe(false);
    expect(await forgetExpiredImports(database, { retentionDays: 30, limit: 1_000 })).toBe(0);
    await database.prisma
      .$executeRaw`update expired_imports set expired_at = now() - interval '31 days' where id = ${id}`;
    expect(await forgetExpiredImports(database, { retentionDays: 30, limit: 1_000 })).toBe(1);
    expect(await hasExpired(database, organisationId, id)).toBe(false);
  });
});

test('idempotency keys are removed from imports after 24 hours, and not before', async () => {
  const idempotency = (key: string) => ({ key, fingerprint: new Uint8Array(32) });
  const stale = await age(await accept({ idempotency: idempotency('stale') }), 1.1);
  const recent = await age(await accept({ idempotency: idempotency('recent') }), 0.9);
  const fine = await accept({ idempotency: idempotency('fine') });
  expect(await clearIdempotencyKeys(database, { after: '', limit: 100 })).toEqual({ removed: 1 });
  const rows = await database.prisma.import.findMany({ where: { id: { in: [stale, recent, fine] } } });
  const keyOf = (id: string) => rows.find((row) => row.id === id)?.idempotencyKey;
  expect([keyOf(stale), keyOf(recent), keyOf(fine)]).toEqual([null, 'recent', 'fine']);
});

/** Goes through the whole table in batches. */
async function removeAll(table: 'documents' | 'schemas', limit = 3): Promise<number> {
  let after: Uint8Array = new Uint8Array();
  for (let total = 0; ; ) {
    const { removed, next } = await removeUnreferenced(database, table, { after, limit });
    total += removed;
    if (next === undefined) return total;
    after = next;
  }
}

const storeDocument = (byte: number, hours: number): Promise<number> => database.prisma.$executeRaw`
  insert into documents (sha256, bytes, encoding, content, created_at)
  values (${new Uint8Array(32).fill(byte)}, 1, 'identity', ${new Uint8Array(1)}, now() - make_interval(hours => ${hours}::int))`;

test('documents are removed when no import and no version refers to them; recent ones stay', async () => {
  for (const byte of [100, 101, 102, 103, 104, 105, 106, 107]) await storeDocument(byte, 2);
  await storeDocument(110, 0);
  const of = (byte: number) => ({ sha256: new Uint8Array(32).fill(byte) });
  const rest = {
    bytes: 1,
    encoding: 'identity' as const,
    content: () => Promise.resolve(new Uint8Array(1)),
    filename: 'x',
    mediaType: 'x',
  };
  await accept({ document: { ...of(100), ...rest } });
  const importId = await accept({ document: { ...of(101), ...rest } });
  await succeed(importId);
  await database.prisma.import.delete({ where: { id: importId } });
  expect(await removeAll('documents')).toBe(6);
  const left = await database.prisma.document.findMany({ select: { sha256: true } });
  expect(left.map(({ sha256 }) => sha256[0])).toEqual(expect.arrayContaining([100, 101, 110]));
  expect(await removeAll('documents')).toBe(0);
});

test('schemas are removed when no definition refers to them', async () => {
  const before = await database.prisma.schema.count();
  for (let byte = 1; byte <= 7; byte += 1)
    await database.prisma.$executeRaw`insert into schemas (hash, body) values (${new Uint8Array(32).fill(byte)}, '{}')`;
  expect(await removeAll('schemas')).toBe(7);
  expect(await database.prisma.schema.count()).toBe(before);
});

test('a schema that a definition refers to cannot be deleted by any statement', async () => {
  await succeed(await accept());
  const before = await database.prisma.schema.count();
  await expect(database.pool.query('delete from schemas')).rejects.toMatchObject({
    code: '23503',
    constraint: 'definitions_schema_hash',
  });
  expect(await database.prisma.schema.count()).toBe(before);
});

test('the extras of a version stay while a version has them, a copy included, and are removed after that', async () => {
  const extras = '{"info":{"title":"Extras of their own"}}';
  const claim = await claimImport(database, await accept());
  if (claim === undefined) throw new Error('not claimed');
  const work = await workOf(database, claim);
  const outcome = await persistModel(database, work, { ...persisted, model: buildModel({ extras }) });
  if (outcome.outcome !== 'persisted') throw new Error(outcome.outcome);
  const { connectorId } = work;
  const copy = await createVersion(database, {
    organisationId,
    connectorId,
    name: 'copy',
    fromVersion: outcome.version,
  });
  if (copy.outcome !== 'created') throw new Error(copy.outcome);
  await deleteVersion(database, { organisationId, connectorId, version: outcome.version }, { force: true });
  await removeAll('schemas');
  const kept = await findExtras(database, copy.version.id);
  expect(await wholeText(await kept?.read())).toBe(extras);
  // No statement can delete them.
  await database.prisma.definition.deleteMany({});
  await expect(database.pool.query('delete from schemas')).rejects.toMatchObject({
    constraint: 'connector_versions_extras_hash',
  });
  await deleteVersion(database, { organisationId, connectorId, version: 'copy' }, { force: true });
  await removeAll('schemas');
  const left = await database.prisma.schema.findMany({ select: { body: true } });
  expect(left.map(({ body }) => body)).not.toContain(extras);
});

describe('a removal concurrent with imports of the same content', () => {
  test('never removes the document of an import: it is locked, or stored again', async () => {
    // Each can be removed once it is unreferenced.
    await owner.prisma
      .$executeRaw`alter table documents alter column created_at set default now() - interval '2 hours'`;
    await database.prisma.import.deleteMany();
    const state = { storing: true, removed: 0 };
    const remover = async (): Promise<void> => {
      while (state.storing) {
        const removed = await removeAll('documents', 100);
        state.removed += removed;
      }
    };
    const store = async (byte: number): Promise<void> => {
      for (let round = 0; round < 60 || state.removed <= 20; round += 1) {
        const id = await accept({}, byte);
        const row = await database.prisma.import.findUniqueOrThrow({ where: { id }, include: { document: true } });
        expect(row.document?.bytes).toBe(2);
        await database.prisma.import.delete({ where: { id } });
        // It stays unreferenced for periods of different length.
        for (let query = 0; query < round % 6; query += 1) await database.prisma.$queryRaw`select 1`;
      }
    };
    const removers = [remover(), remover()];
    await Promise.all([200, 200, 201, 202].map(store)).finally(() => {
      state.storing = false;
    });
    await Promise.all(removers);
    // The test is only meaningful if both sides collided.
    expect(state.removed).toBeGreaterThan(20);
  }, 120_000);

  test('never removes a schema of a version: it is locked, or stored again', async () => {
    await database.prisma.connectorVersion.deleteMany();
    const state = { storing: true, removed: 0 };
    const remover = async (): Promise<void> => {
      while (state.storing) {
        const removed = await removeAll('schemas', 100);
        state.removed += removed;
      }
    };
    const store = async (): Promise<void> => {
      // Runs until both sides have collided a few times, which depends on the machine.
      for (let round = 0; round < 25 || state.removed <= 10; round += 1) {
        const versionId = await succeed(await accept());
        const rows = await database.prisma.$queryRaw<{ body: string | null }[]>`
          select s.body from definitions d left join schemas s on s.hash = d.schema_hash where d.version_id = ${versionId} order by 1`;
        expect(rows.map(({ body }) => body)).toEqual(['{"type":"object"}', '{"type":"string"}']);
        await database.prisma.connectorVersion.delete({ where: { id: versionId } });
      }
    };
    const removers = [remover(), remover()];
    await Promise.all(Array.from({ length: 4 }, store)).finally(() => {
      state.storing = false;
    });
    await Promise.all(removers);
    expect(state.removed).toBeGreaterThan(10);
  }, 120_000);
});

test('only one process at a time does the housekeeping', async () => {
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let begun: () => void = () => undefined;
  const first = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const held = withHousekeepingLock(database, async () => {
    begun();
    await finished;
  });
  await first;
  expect(await withHousekeepingLock(database, async () => expect.unreachable())).toBe(false);
  finish();
  expect(await held).toBe(true);
  expect(await withHousekeepingLock(database, async () => undefined)).toBe(true);
});
