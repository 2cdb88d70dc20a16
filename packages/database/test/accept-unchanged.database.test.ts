import { describe, expect, test } from 'vitest';
import {
  type Acceptance,
  acceptImport,
  claimImport,
  findImport,
  findImportDiff,
  type ImportSubmission,
} from '../src/index.ts';
import type { ImportRecord } from '@connectory/lifecycle';
import { buildModel } from '../../lifecycle/test/model-builder.ts';
import { openDatabase } from './open-database.ts';
import { createPets, sampleDocument } from './sample-import.ts';
import { persistModel } from './persist-model.ts';
import { workOf } from './work-of.ts';
import { wholeText } from './whole-text.ts';

const { database, organisationId } = await openDatabase();

const importerVersion = '1';

const replacement = (connectorId: string): ImportSubmission => ({
  organisationId,
  connectorId,
  version: '1',
  requestId: 'test',
  document: sampleDocument(),
  options: { ifExists: 'replace' },
});

function submit(connectorId: string, parts: Partial<ImportSubmission> = {}): Promise<Acceptance> {
  return acceptImport(database, { ...replacement(connectorId), importerVersion, ...parts });
}

function requireImport(acceptance: Acceptance): ImportRecord {
  if (!('import' in acceptance)) throw new Error(acceptance.outcome);
  return acceptance.import;
}

async function persist(importId: string): Promise<void> {
  const claim = await claimImport(database, importId);
  if (claim === undefined) throw new Error('not claimed');
  const made = { model: buildModel(), importerVersion, timings: {}, maxDiffBytes: 1e6 };
  expect(await persistModel(database, await workOf(database, claim), made)).toMatchObject({ outcome: 'persisted' });
}

/** @returns the connector, and the import that made its draft. */
async function makeDraft(): Promise<{ connectorId: string; made: ImportRecord }> {
  const connectorId = await createPets(database, organisationId);
  const { id } = requireImport(await submit(connectorId));
  await persist(id);
  const made = await findImport(database, organisationId, id);
  if (made === undefined) throw new Error('no import');
  return { connectorId, made };
}

describe('an import that would replace a draft with the same content', () => {
  test('has ended when it is accepted, without a worker', async () => {
    const { connectorId, made } = await makeDraft();
    const accepted = requireImport(await submit(connectorId));
    expect(accepted).toMatchObject({
      status: 'succeeded',
      attempts: 0,
      versionId: made.versionId,
      coverageJson: made.coverageJson,
      summary: { ...made.summary, unchanged: true, diff: { against: '1', breaking: 0 } },
    });
    expect(accepted.startedAt).not.toBeNull();
    expect(accepted.finishedAt).not.toBeNull();
    expect(await findImport(database, organisationId, accepted.id)).toEqual(accepted);
    expect(await wholeText(await findImportDiff(database, accepted.id))).toContain('"entries":[]');
    expect(await claimImport(database, accepted.id)).toBeUndefined();
  });

  test('adds a notification when a callback URL was given', async () => {
    const { connectorId } = await makeDraft();
    const callbackUrl = 'https://receiver.example/hook';
    const { id, callback } = requireImport(await submit(connectorId, { callbackUrl }));
    expect(callback).toMatchObject({ url: callbackUrl, status: 'pending' });
    const [row, ...others] = await database.prisma.callback.findMany({ where: { importId: id } });
    expect(row).toMatchObject({ url: callbackUrl, outcome: 'succeeded' });
    expect(others).toEqual([]);
  });

  test('does not block other imports of the version, even when sent many times concurrently', async () => {
    const { connectorId } = await makeDraft();
    const accepted = await Promise.all(Array.from({ length: 8 }, () => submit(connectorId)));
    expect(accepted.map((each) => requireImport(each).status)).toEqual(Array(8).fill('succeeded'));
    const changed = await submit(connectorId, { document: sampleDocument(8) });
    expect(requireImport(changed).status).toBe('queued');
  });

  test('has no version id after a dry run', async () => {
    const { connectorId } = await makeDraft();
    const dry = await submit(connectorId, { options: { ifExists: 'replace', dryRun: true } });
    expect(requireImport(dry)).toMatchObject({ status: 'succeeded', versionId: null, summary: { unchanged: true } });
  });

  test('is returned again when its request is repeated', async () => {
    const { connectorId } = await makeDraft();
    const idempotency = { key: 'unchanged', fingerprint: new Uint8Array(32).fill(1) };
    const accepted = requireImport(await submit(connectorId, { idempotency }));
    expect(await submit(connectorId, { idempotency })).toEqual({ outcome: 'repeated', import: accepted });
  });

  test('is refused while another import of the version is under way', async () => {
    const { connectorId } = await makeDraft();
    await submit(connectorId, { document: sampleDocument(8) });
    expect(await submit(connectorId)).toEqual({ outcome: 'import-in-progress' });
  });

  test('is refused once the draft is published', async () => {
    const { connectorId } = await makeDraft();
    await database.prisma.connectorVersion.updateMany({ where: { connectorId }, data: { publishedAt: new Date() } });
    expect(await submit(connectorId)).toEqual({ outcome: 'version-published' });
  });
});

describe('an import is queued for a worker', () => {
  test.each<[string, Partial<ImportSubmission>]>([
    ['another importer made the draft', { importerVersion: '2' }],
    ['it is of another document', { document: sampleDocument(9) }],
    ['the document has another name', { document: { ...sampleDocument(), filename: 'other.json' } }],
    ['it is asked to be strict', { options: { ifExists: 'replace', strict: true } }],
  ])('when %s', async (_why, parts) => {
    const { connectorId } = await makeDraft();
    const accepted = requireImport(await submit(connectorId, parts));
    expect(accepted).toMatchObject({ status: 'queued', attempts: 0, summary: null });
    await persist(accepted.id);
  });

  test('when the submission has no importer version', async () => {
    const { connectorId } = await makeDraft();
    const accepted = requireImport(await acceptImport(database, replacement(connectorId)));
    expect(accepted.status).toBe('queued');
  });

  test('when the draft is replaced during the check', async () => {
    const { connectorId } = await makeDraft();
    const other = await database.pool.connect();
    await other.query('begin');
    // Acts like a concurrent replacement: it locks the row, and commits another document.
    await other.query("update connector_versions set import_source = '{}' where connector_id = $1", [connectorId]);
    const submitted = submit(connectorId);
    await expect
      .poll(() => database.pool.query("select 1 from pg_stat_activity where wait_event_type = 'Lock'"))
      .toMatchObject({ rowCount: 1 });
    await other.query('commit');
    other.release();
    const accepted = requireImport(await submitted);
    expect(accepted.status).toBe('queued');
    expect(await database.prisma.import.count({ where: { connectorId } })).toBe(2);
    await persist(accepted.id);
  });
});
