import type { ConnectorModel } from '@connectory/importer';
import type { ChangeOrigin, ImportRequestOptions } from '@connectory/lifecycle';
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../lifecycle/test/model-builder.ts';
import {
  acceptImport,
  claimImport,
  findImport,
  type NewEdit,
  type PersistOutcome,
  readEdits,
  readImportMessages,
  recordEdits,
  resolveVersion,
} from '../src/index.ts';
import { inWriteTransaction } from '../src/postgres/write-transaction.ts';
import { openDatabase } from './open-database.ts';
import { persistModel } from './persist-model.ts';
import { createPets, sampleDocument } from './sample-import.ts';
import { wholeText } from './whole-text.ts';
import { workOf } from './work-of.ts';

const { database, organisationId } = await openDatabase();
const origin: ChangeOrigin = { actor: { kind: 'key', id: 'k', name: 'Ann' } };

interface Imported {
  readonly importId: string;
  readonly outcome: PersistOutcome;
}

async function importModel(
  connectorId: string,
  options: ImportRequestOptions = {},
  model: ConnectorModel = buildModel(),
  version = '1',
): Promise<Imported> {
  const request = { organisationId, requestId: 'test', document: sampleDocument(), options, connectorId, version };
  const acceptance = await acceptImport(database, request);
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  const claimed = await claimImport(database, acceptance.import.id);
  if (claimed === undefined) throw new Error('not claimed');
  const work = await workOf(database, claimed);
  const outcome = await persistModel(database, work, { model, importerVersion: '1', timings: {}, maxDiffBytes: 1e6 });
  return { importId: claimed.importId, outcome };
}

const versionIdOf = async (connectorId: string, version = '1'): Promise<string> =>
  (await resolveVersion(database, organisationId, connectorId, version))?.id ?? '';

const actionsOf = (versionId: string) =>
  database.prisma.action.findMany({ where: { versionId }, orderBy: { position: 'asc' } });

/** A draft whose action `listPets` a user has renamed to `findPets`, with one whose `addPet` was deleted. */
async function editedDraft() {
  const connectorId = await createPets(database, organisationId);
  await importModel(connectorId);
  const versionId = await versionIdOf(connectorId);
  const [listPets, addPet] = await actionsOf(versionId);
  if (listPets === undefined || addPet === undefined) throw new Error('no actions');
  const editOf = ({ id, body, name, method, template }: typeof listPets, state: NewEdit['state']): NewEdit => ({
    kind: 'action',
    entityId: id,
    state,
    base: { body, schemaHash: undefined, identity: { name, method, path: template } },
  });
  await inWriteTransaction(database, async (tx) => {
    await recordEdits(tx, origin, versionId, [editOf(listPets, 'edited'), editOf(addPet, 'deleted')]);
    await tx.$executeRaw`update actions set name = 'findPets', body = replace(body, '"name":"listPets"', '"name":"findPets"') where id = ${listPets.id}`;
    await tx.$executeRaw`delete from actions where id = ${addPet.id}`;
    await tx.$executeRaw`update connector_versions set updated_at = now() where id = ${versionId}`;
  });
  return { connectorId, versionId, listPets };
}

const summaryOf = async (importId: string) => (await findImport(database, organisationId, importId))?.summary;

const codesOf = async (importId: string): Promise<readonly string[]> => {
  const messages = JSON.parse((await wholeText(await readImportMessages(database, importId))) || '[]') as {
    code: string;
  }[];
  return messages.map(({ code }) => code);
};

const replace = { ifExists: 'replace' } as const;

describe('an import that replaces an edited draft', () => {
  test('merges the edits, and writes their new bases', async () => {
    const { connectorId, versionId, listPets } = await editedDraft();
    const [action, added] = buildModel().actions;
    const actions = [{ ...action, summary: 'New' }, added] as ConnectorModel['actions'];
    const before = await readEdits(database.sql, versionId);
    const { importId } = await importModel(connectorId, replace, buildModel({ actions }));
    const stored = await actionsOf(versionId);
    expect(stored.map(({ id, name }) => [id, name])).toEqual([[listPets.id, 'findPets']]);
    expect(stored[0]?.body).toContain('"summary":"New"');
    const after = await readEdits(database.sql, versionId);
    expect(after.map(({ state, changedBy, createdAt }) => [state, changedBy, createdAt])).toEqual(
      before.map(({ state, changedBy, createdAt }) => [state, changedBy, createdAt]),
    );
    expect(after[0]?.base?.body).toContain('"name":"listPets","summary":"New"');
    expect(await summaryOf(importId)).toMatchObject({
      actions: 1,
      edits: { kept: 1, merged: 1, conflicts: 0, dropped: 0 },
    });
  });

  test('keeps them through further imports', async () => {
    const { connectorId, versionId } = await editedDraft();
    await importModel(connectorId, replace);
    const { importId } = await importModel(connectorId, replace);
    expect((await actionsOf(versionId)).map(({ name }) => name)).toEqual(['findPets']);
    expect(await summaryOf(importId)).toMatchObject({ edits: { kept: 2, merged: 0, conflicts: 0, dropped: 0 } });
  });

  test('shows in a dry run what it would do, and writes nothing', async () => {
    const { connectorId, versionId } = await editedDraft();
    const before = await readEdits(database.sql, versionId);
    const { importId } = await importModel(connectorId, { ...replace, dryRun: true });
    expect(await summaryOf(importId)).toMatchObject({ edits: { kept: 2 } });
    expect(await readEdits(database.sql, versionId)).toEqual(before);
  });

  test('drops them on request', async () => {
    const { connectorId, versionId, listPets } = await editedDraft();
    const { importId } = await importModel(connectorId, { ...replace, edits: 'discard' });
    const stored = await actionsOf(versionId);
    expect(stored.map(({ name }) => name)).toEqual(['listPets', 'addPet']);
    expect(stored[0]?.id).toBe(listPets.id);
    expect(await readEdits(database.sql, versionId)).toEqual([]);
    expect(await summaryOf(importId)).toMatchObject({ edits: { kept: 0, merged: 0, conflicts: 0, dropped: 2 } });
  });

  test('is refused on request', async () => {
    const { connectorId } = await editedDraft();
    const { outcome } = await importModel(connectorId, { ...replace, edits: 'fail' });
    expect(outcome).toEqual({ outcome: 'version-edited', version: '1' });
  });
});

describe('a new version', () => {
  test('takes over the edits of the version that editsFrom names, with new ids', async () => {
    const { connectorId, versionId, listPets } = await editedDraft();
    const { importId } = await importModel(connectorId, { editsFrom: '1' }, buildModel(), '2');
    const copied = await versionIdOf(connectorId, '2');
    const [action, ...others] = await actionsOf(copied);
    expect(others).toEqual([]);
    expect(action).toMatchObject({ name: 'findPets' });
    expect(action?.id).not.toBe(listPets.id);
    const edits = await readEdits(database.sql, copied);
    expect(edits.map(({ state }) => state)).toEqual(['edited', 'deleted']);
    expect(edits[0]?.entityId).toBe(action?.id);
    expect(edits[0]?.base?.body).toContain(`{"id":"${action?.id ?? ''}"`);
    expect(await summaryOf(importId)).toMatchObject({ edits: { kept: 2 } });
    expect((await readEdits(database.sql, versionId)).length).toBe(2);
    expect(await codesOf(importId)).not.toContain('EDITS_LEFT_BEHIND');
  });

  test('says how many edits of the latest version it leaves behind', async () => {
    const { connectorId } = await editedDraft();
    const { importId } = await importModel(connectorId, {}, buildModel(), '2');
    expect(await codesOf(importId)).toContain('EDITS_LEFT_BEHIND');
    const { importId: other } = await importModel(connectorId, {}, buildModel(), '3');
    expect(await codesOf(other)).not.toContain('EDITS_LEFT_BEHIND');
  });

  test('is refused when editsFrom names no version', async () => {
    const { connectorId } = await editedDraft();
    const { outcome } = await importModel(connectorId, { editsFrom: '9' }, buildModel(), '2');
    expect(outcome).toEqual({ outcome: 'edits-not-found', version: '9' });
  });
});
