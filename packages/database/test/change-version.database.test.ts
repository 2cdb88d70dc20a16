import { describe, expect, test } from 'vitest';
import {
  acceptImport,
  claimImport,
  createVersion,
  deleteConnector,
  deleteVersion,
  findConnector,
  publishVersion,
  resolveVersion,
  unpublishVersion,
} from '../src/index.ts';
import type { ClaimedImport } from '@connectory/lifecycle';
import { persistModel } from './persist-model.ts';
import { workOf } from './work-of.ts';
import { buildModel } from '../../lifecycle/test/model-builder.ts';
import { openDatabase } from './open-database.ts';
import { createPets, sampleDocument } from './sample-import.ts';

const { database, organisationId } = await openDatabase();

async function claimReplacing(connectorId: string): Promise<ClaimedImport> {
  const document = sampleDocument();
  const options = { ifExists: 'replace' as const };
  const acceptance = await acceptImport(database, {
    organisationId,
    connectorId,
    version: '1',
    requestId: 'test',
    document,
    options,
  });
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  const claimed = await claimImport(database, acceptance.import.id);
  if (claimed === undefined) throw new Error('not claimed');
  return claimed;
}

const persist = async (claimed: ClaimedImport) =>
  persistModel(database, await workOf(database, claimed), {
    model: buildModel(),
    importerVersion: '1',
    timings: {},
    maxDiffBytes: 1e6,
  });

async function withDraft(): Promise<{ connectorId: string; named: Parameters<typeof publishVersion>[1] }> {
  const connectorId = await createPets(database, organisationId);
  await createVersion(database, { organisationId, connectorId, name: '1' });
  return { connectorId, named: { organisationId, connectorId, version: '1' } };
}

const actionsOf = async (connectorId: string): Promise<number> => {
  const version = await resolveVersion(database, organisationId, connectorId, '1');
  return database.prisma.action.count({ where: { versionId: version?.id ?? '' } });
};

/** Each race is repeated, because either side may win. */
const rounds = Array.from({ length: 8 }, (_, index) => index);

describe('concurrently', () => {
  test.each(rounds)('a publication and a replacing import: a published version is never changed (%i)', async () => {
    const { connectorId, named } = await withDraft();
    const claimed = await claimReplacing(connectorId);
    const [published, persisted] = await Promise.all([publishVersion(database, named), persist(claimed)]);
    expect(published.outcome).toBe('changed');
    // Either the import found the version published, or the imported version was published.
    const replaced = persisted.outcome === 'persisted';
    expect([persisted.outcome, await actionsOf(connectorId)]).toEqual(
      replaced ? ['persisted', 2] : ['version-published', 0],
    );
    const version = await resolveVersion(database, organisationId, connectorId, '1');
    expect(version?.publishedAt).not.toBeNull();
  });

  test('many publications: one takes effect, and all return the same time', async () => {
    const { named } = await withDraft();
    const changes = await Promise.all(rounds.map(() => publishVersion(database, named)));
    const times = changes.map((change) =>
      change.outcome === 'changed' ? change.version.publishedAt?.getTime() : undefined,
    );
    expect(new Set(times).size).toBe(1);
    expect(times[0]).toBeTypeOf('number');
  });

  test.each(rounds)('a publication and a deletion: a published version stays (%i)', async () => {
    const { connectorId, named } = await withDraft();
    const [published, deleted] = await Promise.all([
      publishVersion(database, named),
      deleteVersion(database, named, { force: false }),
    ]);
    const there = (await resolveVersion(database, organisationId, connectorId, '1')) !== undefined;
    expect([published.outcome, deleted.outcome, there]).toEqual(
      there ? ['changed', 'version-published', true] : ['version-not-found', 'deleted', false],
    );
  });

  test.each(rounds)('a deletion and an import that replaces the version: it is deleted or complete (%i)', async () => {
    const { connectorId, named } = await withDraft();
    const claimed = await claimReplacing(connectorId);
    const [deleted, persisted] = await Promise.all([
      deleteVersion(database, named, { force: false }),
      persist(claimed),
    ]);
    expect([deleted.outcome, persisted.outcome]).toEqual(['deleted', 'persisted']);
    const version = await resolveVersion(database, organisationId, connectorId, '1');
    expect(await actionsOf(connectorId)).toBe(version === undefined ? 0 : 2);
  });

  test.each(rounds)('a deletion of a connector and an import into it: nothing remains (%i)', async () => {
    const { connectorId } = await withDraft();
    const claimed = await claimReplacing(connectorId);
    const [deleted, persisted] = await Promise.all([
      deleteConnector(database, organisationId, connectorId, { force: false }),
      persist(claimed),
    ]);
    expect(deleted.outcome).toBe('deleted');
    expect(['persisted', 'connector-gone']).toContain(persisted.outcome);
    expect(await database.prisma.connectorVersion.count({ where: { connectorId } })).toBe(0);
    expect(await findConnector(database, organisationId, connectorId)).toBeUndefined();
  });

  test('many creations of one name: one succeeds, and the others are refused', async () => {
    const connectorId = await createPets(database, organisationId);
    const creations = await Promise.all(
      rounds.map(() => createVersion(database, { organisationId, connectorId, name: '1' })),
    );
    expect(creations.map(({ outcome }) => outcome).sort()).toEqual([
      'created',
      ...rounds.slice(1).map(() => 'version-exists'),
    ]);
  });
});

describe('the default version', () => {
  test('is the latest again after the chosen one was deleted', async () => {
    const { connectorId, named } = await withDraft();
    await createVersion(database, { organisationId, connectorId, name: '2' });
    await publishVersion(database, named);
    await publishVersion(database, { ...named, version: '2' });
    await database.prisma.connector.update({
      where: { id: connectorId },
      data: { defaultVersionId: (await resolveVersion(database, organisationId, connectorId, '1'))?.id ?? null },
    });
    expect((await resolveVersion(database, organisationId, connectorId, 'default'))?.name).toBe('1');
    await deleteVersion(database, named, { force: true });
    expect((await resolveVersion(database, organisationId, connectorId, 'default'))?.name).toBe('2');
  });

  test('does not exist while no version is published', async () => {
    const { connectorId, named } = await withDraft();
    await publishVersion(database, named);
    await unpublishVersion(database, named);
    expect(await resolveVersion(database, organisationId, connectorId, 'latest')).toBeUndefined();
    expect(await resolveVersion(database, organisationId, connectorId, 'default')).toBeUndefined();
  });
});
