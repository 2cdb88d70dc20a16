import type { ChangeOrigin } from '@connectory/lifecycle';
import { describe, expect, test } from 'vitest';
import {
  createId,
  createVersion,
  deleteVersion,
  listEdits,
  type NewEdit,
  readEdits,
  recordEdits,
} from '../src/index.ts';
import { inWriteTransaction } from '../src/postgres/write-transaction.ts';
import { openDatabase } from './open-database.ts';
import { createPets } from './sample-import.ts';

const { database, organisationId } = await openDatabase();
const origin: ChangeOrigin = { actor: { kind: 'key', id: 'k', name: 'Ann' } };
const schemaHash = '07'.repeat(32);

async function createDraft(): Promise<{ connectorId: string; versionId: string }> {
  const connectorId = await createPets(database, organisationId);
  const created = await createVersion(database, { organisationId, connectorId, name: '1' });
  if (created.outcome !== 'created') throw new Error(created.outcome);
  return { connectorId, versionId: created.version.id };
}

const record = (versionId: string, ...edits: readonly NewEdit[]): Promise<void> =>
  inWriteTransaction(database, (tx) => recordEdits(tx, origin, versionId, edits));

function editOf(
  entityId: string,
  state: NewEdit['state'],
  body = `{"id":"${entityId}","url":"\u0001Pet.json"}`,
): NewEdit {
  const base = { body, schemaHash: undefined, identity: { name: 'getPet', method: 'GET', path: '/pets/{id}' } };
  return { kind: 'action', entityId, state, base: state === 'created' ? undefined : base };
}

const statesOf = async (versionId: string) =>
  (await readEdits(database.sql, versionId)).map(({ entityId, state, base }) => [entityId, state, base?.body]);

describe('an edit', () => {
  test('keeps the base of the first one, as it was stored', async () => {
    const { versionId } = await createDraft();
    const id = createId();
    const first = editOf(id, 'edited');
    await record(versionId, first);
    await record(versionId, editOf(id, 'edited', '{"second":true}'));
    expect(await readEdits(database.sql, versionId)).toMatchObject([
      { kind: 'action', entityId: id, state: 'edited', base: first.base, changedBy: JSON.stringify(origin.actor) },
    ]);
    await record(versionId, editOf(id, 'deleted', '{"third":true}'));
    expect(await statesOf(versionId)).toEqual([[id, 'deleted', first.base?.body]]);
  });

  test('of an entity that was created by hand leaves it created, and its deletion leaves nothing', async () => {
    const { versionId } = await createDraft();
    const [one, other] = [createId(), createId()];
    await record(versionId, editOf(one, 'created'), editOf(other, 'created'));
    await record(versionId, editOf(one, 'edited'));
    expect(await statesOf(versionId)).toEqual([one, other].map((id) => [id, 'created', undefined]));
    await record(versionId, editOf(one, 'deleted'));
    expect(await statesOf(versionId)).toEqual([[other, 'created', undefined]]);
  });

  test('is listed also when the path of its base has U+0000', async () => {
    const { versionId } = await createDraft();
    const base = { body: '{}', schemaHash: undefined, identity: { name: 'onEvent', path: '{$url}/a\0b' } };
    await record(versionId, { kind: 'trigger', entityId: createId(), state: 'deleted', base });
    const { items } = await listEdits(database, versionId, { first: 10 });
    expect(items).toMatchObject([{ name: 'onEvent', baseName: 'onEvent' }]);
  });

  test('goes with its version', async () => {
    const { connectorId, versionId } = await createDraft();
    await record(versionId, editOf(createId(), 'edited'));
    await deleteVersion(database, { organisationId, connectorId, version: '1' }, { force: false });
    expect(await readEdits(database.sql, versionId)).toEqual([]);
  });

  test('keeps the schema of its base from being removed', async () => {
    const { versionId } = await createDraft();
    await database.pool.query(`insert into schemas (hash, body) values ('\\x${schemaHash}', '{"type":"object"}')`);
    const base = { body: '{}', schemaHash, identity: { name: 'Pet' } };
    await record(versionId, { kind: 'definition', entityId: createId(), state: 'edited', base });
    expect(await readEdits(database.sql, versionId)).toMatchObject([{ base, baseSchema: '{"type":"object"}' }]);
    await expect(database.pool.query('delete from schemas')).rejects.toMatchObject({
      constraint: 'entity_edits_base_schema',
    });
  });
});

test('a copy of a version has its edits, with the ids of the copy', async () => {
  const { connectorId, versionId } = await createDraft();
  const [there, gone] = [createId(), createId()];
  const body = (id: string): string => `{"id":"${id}","summary":"refers to ${gone}"}`;
  await database.pool.query(
    `insert into actions (id, version_id, position, name, method, template, body) values ($1, $2, 0, 'getPet', 'GET', '/pets', $3)`,
    [there, versionId, body(there)],
  );
  await record(versionId, editOf(there, 'edited', body(there)), editOf(gone, 'deleted', body(gone)));
  const copy = await createVersion(database, { organisationId, connectorId, name: '2', fromVersion: '1' });
  if (copy.outcome !== 'created') throw new Error(copy.outcome);
  const action = await database.prisma.action.findFirstOrThrow({ where: { versionId: copy.version.id } });
  const edits = await readEdits(database.sql, copy.version.id);
  const deleted = edits.find(({ state }) => state === 'deleted')?.entityId ?? '';
  expect(edits.map(({ entityId }) => entityId)).toEqual([action.id, deleted]);
  expect([there, gone]).not.toContain(deleted);
  const renewed = (id: string): string => `{"id":"${id}","summary":"refers to ${deleted}"}`;
  expect(edits.map(({ base }) => base?.body)).toEqual([renewed(action.id), renewed(deleted)]);
  const times = (all: typeof edits) =>
    all.map(({ createdAt, updatedAt, changedBy }) => [createdAt, updatedAt, changedBy]);
  expect(times(edits)).toEqual(times(await readEdits(database.sql, versionId)));
});
