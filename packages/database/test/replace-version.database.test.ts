import type { ConnectorModel } from '@connectory/importer';
import { describe, expect, test } from 'vitest';
import {
  acceptImport,
  endUnchanged,
  claimImport,
  findImport,
  findImportDiff,
  findPreviewedConnector,
  listEntities,
  resolveVersion,
  readImportMessages,
} from '../src/index.ts';
import type { ClaimedImport, ImportRequestOptions } from '@connectory/lifecycle';
import { persistModel } from './persist-model.ts';
import { workOf } from './work-of.ts';
import { buildModel } from '../../lifecycle/test/model-builder.ts';
import { openDatabase } from './open-database.ts';
import { createPets, sampleDocument } from './sample-import.ts';
import { wholeText } from './whole-text.ts';

const { database, organisationId } = await openDatabase();

const document = sampleDocument();

function submit(connectorId: string | undefined, options: ImportRequestOptions) {
  const target = connectorId === undefined ? {} : { connectorId, version: '1' };
  return acceptImport(database, { organisationId, requestId: 'test', document, options, ...target });
}

async function claim(connectorId: string | undefined, options: ImportRequestOptions): Promise<ClaimedImport> {
  const acceptance = await submit(connectorId, options);
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  const claimed = await claimImport(database, acceptance.import.id);
  if (claimed === undefined) throw new Error('not claimed');
  return claimed;
}

async function persist(claimed: ClaimedImport, model: ConnectorModel, maxDiffBytes = 1e6) {
  return persistModel(database, await workOf(database, claimed), {
    model,
    importerVersion: '1',
    timings: {},
    maxDiffBytes,
  });
}

async function importInto(
  connectorId: string,
  model: ConnectorModel,
  options: ImportRequestOptions = {},
  maxDiffBytes?: number,
) {
  const claimed = await claim(connectorId, options);
  return { ...(await persist(claimed, model, maxDiffBytes)), importId: claimed.importId };
}

/** The ids of all entities of the version, by name. */
async function idsOf(connectorId: string): Promise<{ [kind: string]: { [name: string]: string } }> {
  const version = await resolveVersion(database, organisationId, connectorId, '1');
  const ids: { [kind: string]: { [name: string]: string } } = { version: { id: version?.id ?? '' } };
  for (const kind of ['actions', 'triggers', 'definitions'] as const) {
    const page = await listEntities(database, kind, { versionId: version?.id ?? '' }, { first: 100 });
    ids[kind] = Object.fromEntries(
      page.items.map(({ name, body }) => [name, String(/"id":"([^"]+)"/.exec(body ?? '')?.[1])]),
    );
  }
  return ids;
}

type Action = ConnectorModel['actions'][number];
type Trigger = ConnectorModel['triggers'][number];

function action(name: string, parts: Partial<Action>): Action {
  return { name, method: 'GET', path: '/', template: '/', parameters: [], references: [], responses: [], ...parts };
}

function trigger(name: string, parts: Partial<Trigger>): Trigger {
  return { name, method: 'POST', parameters: [], references: [], responses: [], ...parts };
}

const definition = (name: string, schema: string) => ({ name, accept: ['application/json'], schema, references: [] });

const first = buildModel({
  actions: [
    action('getUser', { template: '/users/{id}', operationId: 'getUser' }),
    action('listPets', { template: '/pets' }),
    action('gone', { template: '/gone' }),
  ],
  triggers: [
    trigger('onSold', { openapi: { webhook: 'petSold' } }),
    trigger('addPetDone', { openapi: { callback: { action: 'addPet', name: 'done', expression: '{$url}' } } }),
  ],
  definitions: [definition('Pet', '{"type":"object"}'), definition('Tag', '{"type":"string"}')],
});

const second = buildModel({
  actions: [
    action('fetchUser', { template: '/people/{id}', operationId: 'getUser' }),
    action('allPets', { template: '/pets', operationId: 'allPets' }),
    action('fresh', { template: '/fresh' }),
  ],
  triggers: [
    trigger('petSold', { openapi: { webhook: 'petSold' }, operationId: 'petSold' }),
    trigger('createPetDone', { openapi: { callback: { action: 'createPet', name: 'done', expression: '{$url}' } } }),
  ],
  definitions: [definition('Label', '{"type":"string"}'), definition('PET', '{"type":"array"}')],
});

describe('a draft that is replaced', () => {
  test('keeps its id and the ids of all matching entities, including renamed ones', async () => {
    const connectorId = await createPets(database, organisationId);
    await importInto(connectorId, first);
    const before = await idsOf(connectorId);
    expect(await importInto(connectorId, second, { ifExists: 'replace' })).toMatchObject({ outcome: 'persisted' });
    const after = await idsOf(connectorId);
    expect(after['version']).toEqual(before['version']);
    expect(after['actions']).toEqual({
      fetchUser: before['actions']?.['getUser'],
      allPets: before['actions']?.['listPets'],
      fresh: expect.not.stringMatching(before['actions']?.['gone'] ?? ''),
    });
    expect(after['triggers']).toEqual({
      petSold: before['triggers']?.['onSold'],
      createPetDone: before['triggers']?.['addPetDone'],
    });
    expect(after['definitions']).toEqual({
      Label: before['definitions']?.['Tag'],
      PET: before['definitions']?.['Pet'],
    });
  });

  test('larger than the limit of a diff is replaced, and a message says that the diff was skipped', async () => {
    const connectorId = await createPets(database, organisationId);
    await importInto(connectorId, first);
    const { importId } = await importInto(connectorId, second, { ifExists: 'replace' }, 10);
    expect((await findImport(database, organisationId, importId))?.summary).not.toHaveProperty('diff');
    expect(JSON.parse(await wholeText(await readImportMessages(database, importId)))).toContainEqual(
      expect.objectContaining({ code: 'DIFF_SKIPPED', severity: 'info' }),
    );
  });

  test('has a message for each kind of rename, with the matching key', async () => {
    const connectorId = await createPets(database, organisationId);
    await importInto(connectorId, first);
    const { importId } = await importInto(connectorId, second, { ifExists: 'replace' });
    const record = await findImport(database, organisationId, importId);
    expect(record?.summary?.matched).toEqual({
      actions: { operationId: 1, methodAndPath: 1, name: 0, added: 1, removed: 1 },
      triggers: { operationId: 0, methodAndPath: 2, name: 0, added: 0, removed: 0 },
      definitions: { name: 1, content: 1, added: 0, removed: 0 },
    });
    expect(JSON.parse(await wholeText(await readImportMessages(database, importId)))).toMatchObject([
      {
        code: 'ACTION_RENAMED',
        severity: 'info',
        detail: ['getUser became fetchUser: same operationId', 'listPets became allPets: same method and path'],
      },
      { code: 'TRIGGER_RENAMED' },
      {
        code: 'DEFINITION_RENAMED',
        detail: ['Tag became Label: same content', 'Pet became PET: same name but for case'],
      },
    ]);
  });

  test('has a diff, which is stored', async () => {
    const connectorId = await createPets(database, organisationId);
    await importInto(connectorId, first);
    const { importId } = await importInto(connectorId, second, { ifExists: 'replace' });
    const record = await findImport(database, organisationId, importId);
    expect(record?.summary?.diff).toMatchObject({
      against: '1',
      actions: { added: 1, removed: 1, changed: 2 },
      triggers: { added: 0, removed: 0, changed: 2 },
      definitions: { added: 0, removed: 0, changed: 2 },
    });
    expect(JSON.parse(await wholeText(await findImportDiff(database, importId)))).toMatchObject({
      from: { version: '1', versionId: record?.versionId },
      to: { version: '1', versionId: record?.versionId },
      entries: expect.arrayContaining([expect.objectContaining({ name: 'gone', change: 'removed' })]),
    });
  });

  test('has only the new entities', async () => {
    const connectorId = await createPets(database, organisationId);
    await importInto(connectorId, first);
    await importInto(connectorId, second, { ifExists: 'replace' });
    const version = await resolveVersion(database, organisationId, connectorId, '1');
    expect(await database.prisma.action.count({ where: { versionId: version?.id ?? '' } })).toBe(3);
    expect(await database.prisma.connectorVersion.count({ where: { connectorId } })).toBe(1);
  });

  test('is a new version when its name is new', async () => {
    const connectorId = await createPets(database, organisationId);
    const imported = await importInto(connectorId, first, { ifExists: 'replace' });
    expect(imported).toMatchObject({ outcome: 'persisted' });
    const record = await findImport(database, organisationId, imported.importId);
    expect(record?.summary?.matched).toBeUndefined();
  });

  test('is not replaced without `ifExists: replace`', async () => {
    const connectorId = await createPets(database, organisationId);
    await importInto(connectorId, first);
    expect(await submit(connectorId, {})).toEqual({ outcome: 'version-exists' });
    expect(await submit(connectorId, { ifExists: 'fail' })).toEqual({ outcome: 'version-exists' });
  });

  test('that changed after planning is planned again', async () => {
    const connectorId = await createPets(database, organisationId);
    await importInto(connectorId, first);
    const claimed = await claim(connectorId, { ifExists: 'replace' });
    // Locks the connector, so that persisting waits after planning, and changes the version meanwhile.
    const holder = await database.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('select id from connectors where id = $1 for update', [connectorId]);
      const replacing = persist(claimed, second);
      await waitUntilBlocked();
      const { id } = (await resolveVersion(database, organisationId, connectorId, '1')) ?? { id: '' };
      await holder.query("update actions set operation_id = 'other' where version_id = $1 and name = 'getUser'", [id]);
      await holder.query("update connector_versions set description = 'changed' where id = $1", [id]);
      await holder.query('commit');
      expect(await replacing).toMatchObject({ outcome: 'persisted' });
    } finally {
      holder.release();
    }
    const [record] = await database.prisma.import.findMany({
      where: { connectorId },
      orderBy: { id: 'desc' },
      take: 1,
    });
    expect(JSON.parse(record?.summary ?? '')).toMatchObject({
      matched: { actions: { operationId: 0, methodAndPath: 1 } },
    });
  });
});

async function waitUntilBlocked(): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rows } = await database.pool.query(
          "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        return rows.length;
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(0);
}

describe('a published version', () => {
  const publish = (connectorId: string) =>
    database.prisma.connectorVersion.updateMany({ where: { connectorId }, data: { publishedAt: new Date() } });

  test('is not replaced: refused on acceptance, and on writing when it was published meanwhile', async () => {
    const connectorId = await createPets(database, organisationId);
    await importInto(connectorId, first);
    const claimed = await claim(connectorId, { ifExists: 'replace' });
    await publish(connectorId);
    const before = await idsOf(connectorId);
    expect(await persist(claimed, second)).toEqual({ outcome: 'version-published', version: '1' });
    expect(await idsOf(connectorId)).toEqual(before);
    const other = { connectorId, version: '1', options: { ifExists: 'replace' as const, dryRun: true } };
    expect(await acceptImport(database, { organisationId, requestId: 'test', document, ...other })).toEqual({
      outcome: 'version-published',
    });
  });
});

describe('a dry run', () => {
  test('of a replacing import reports the changes and stores nothing', async () => {
    const connectorId = await createPets(database, organisationId);
    await importInto(connectorId, first);
    const before = await idsOf(connectorId);
    const counts = async () => [
      await database.prisma.schema.count(),
      await database.prisma.action.count(),
      await database.prisma.connectorVersion.count(),
    ];
    const stored = await counts();
    const model = { ...second, definitions: [definition('Never', '{"title":"never stored"}')] };
    const ran = await importInto(connectorId, model, { ifExists: 'replace', dryRun: true });
    expect(ran.outcome).toBe('previewed');
    expect(await counts()).toEqual(stored);
    expect(await idsOf(connectorId)).toEqual(before);
    const record = await findImport(database, organisationId, ran.importId);
    expect(record).toMatchObject({ status: 'succeeded', versionId: null, version: '1', summary: { actions: 3 } });
    expect(record?.summary?.matched?.actions).toMatchObject({ operationId: 1, added: 1 });
  });

  test('of a new connector returns a preview of it and creates none', async () => {
    const claimed = await claim(undefined, { dryRun: true });
    expect(await persist(claimed, first)).toMatchObject({ outcome: 'previewed' });
    const record = await findImport(database, organisationId, claimed.importId);
    if (record === undefined) throw new Error('no import');
    expect(await database.prisma.connector.count({ where: { id: record.connectorId } })).toBe(0);
    expect(await findPreviewedConnector(database, record)).toMatchObject({ id: record.connectorId, name: 'Pets' });
  });

  test('does not block other imports', async () => {
    const connectorId = await createPets(database, organisationId);
    await claim(connectorId, { dryRun: true });
    expect(await submit(connectorId, { dryRun: true })).toMatchObject({ outcome: 'accepted' });
    expect(await submit(connectorId, {})).toMatchObject({ outcome: 'accepted' });
  });

  test('of an import that would be refused is refused', async () => {
    const connectorId = await createPets(database, organisationId);
    await importInto(connectorId, first);
    expect(await submit(connectorId, { dryRun: true })).toEqual({ outcome: 'version-exists' });
  });
});

describe('an import that would replace a draft with the same content', () => {
  const made = { importerVersion: '1', timings: {}, maxDiffBytes: 1e6 };
  const replace = { ifExists: 'replace' } as const;

  async function rowsOf(connectorId: string): Promise<unknown> {
    const { rows } = await database.pool.query(
      `select v.xmin::text as version, (select json_agg(a.xmin::text order by a.id) from actions a where a.version_id = v.id) as actions
         from connector_versions v where connector_id = $1`,
      [connectorId],
    );
    return rows;
  }

  test('only writes its own row, with the results of the import that made the draft', async () => {
    const connectorId = await createPets(database, organisationId);
    const { importId: earlierId } = await importInto(connectorId, buildModel());
    const before = await rowsOf(connectorId);
    const claimed = await claim(connectorId, replace);
    expect(await endUnchanged(database, await workOf(database, claimed), made)).toBe('1');
    const [earlier, later] = await Promise.all(
      [earlierId, claimed.importId].map((id) => findImport(database, organisationId, id)),
    );
    expect(later).toMatchObject({
      status: 'succeeded',
      versionId: earlier?.versionId,
      coverageJson: earlier?.coverageJson,
    });
    expect(later?.summary).toMatchObject({ ...earlier?.summary, unchanged: true, diff: { against: '1', breaking: 0 } });
    expect(await wholeText(await findImportDiff(database, claimed.importId))).toContain('"entries":[]');
    expect(await rowsOf(connectorId)).toEqual(before);
  });

  test('as a dry run ends in the same way, without a version id', async () => {
    const connectorId = await createPets(database, organisationId);
    await importInto(connectorId, buildModel());
    const claimed = await claim(connectorId, { ...replace, dryRun: true });
    expect(await endUnchanged(database, await workOf(database, claimed), made)).toBe('1');
    expect(await findImport(database, organisationId, claimed.importId)).toMatchObject({
      status: 'succeeded',
      versionId: null,
    });
  });

  test.each([
    ['another importer made it', replace, { ...made, importerVersion: '2' }],
    ['it was asked to be read otherwise', { ...replace, strict: true }, made],
  ])('runs when %s', async (_why, options, importer) => {
    const connectorId = await createPets(database, organisationId);
    await importInto(connectorId, buildModel());
    const claimed = await claim(connectorId, options);
    expect(await endUnchanged(database, await workOf(database, claimed), importer)).toBeUndefined();
    expect(await persist(claimed, buildModel())).toMatchObject({ outcome: 'persisted' });
  });

  test('runs when the draft was published, and ends nothing when the claim is lost', async () => {
    const connectorId = await createPets(database, organisationId);
    const { importId } = await importInto(connectorId, buildModel());
    const claimed = await claim(connectorId, replace);
    expect(
      await endUnchanged(
        database,
        await workOf(database, { ...claimed, token: '00000000-0000-4000-8000-000000000000' }),
        made,
      ),
    ).toBeUndefined();
    await database.prisma.connectorVersion.updateMany({ where: { connectorId }, data: { publishedAt: new Date() } });
    expect(await endUnchanged(database, await workOf(database, claimed), made)).toBeUndefined();
    expect(importId).not.toBe(claimed.importId);
  });
});
