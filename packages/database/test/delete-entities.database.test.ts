import { expect, test } from 'vitest';
import { acceptImport, claimImport, deleteConnector, deleteVersion } from '../src/index.ts';
import type { ImportRequestOptions } from '@connectory/lifecycle';
import { buildModel } from '../../lifecycle/test/model-builder.ts';
import { openDatabase } from './open-database.ts';
import { persistModel } from './persist-model.ts';
import { sampleDocument } from './sample-import.ts';
import { workOf } from './work-of.ts';

const { database, owner, organisationId } = await openDatabase();
const model = buildModel();

async function claim(connectorId?: string, options: ImportRequestOptions = {}) {
  const target = connectorId === undefined ? { version: '1' } : { connectorId, version: '1' };
  const submission = { organisationId, requestId: 'test', document: sampleDocument(), options, ...target };
  const acceptance = await acceptImport(database, submission);
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  const claimed = await claimImport(database, acceptance.import.id);
  if (claimed === undefined) throw new Error('not claimed');
  return workOf(database, claimed);
}

async function importPets(connectorId?: string, options?: ImportRequestOptions) {
  const work = await claim(connectorId, options);
  const outcome = await persistModel(database, work, { model, importerVersion: '1', timings: {}, maxDiffBytes: 1e6 });
  return { ...outcome, connectorId: work.connectorId };
}

/** Entities by whether their version exists. */
async function countEntities(): Promise<{ readonly owned: number; readonly orphaned: number }> {
  const { rows } = await owner.pool.query(`
    select count(v.id)::int as owned, count(*) filter (where v.id is null)::int as orphaned
      from (select version_id from actions union all select version_id from triggers
            union all select version_id from definitions) e
      left join connector_versions v on v.id = e.version_id`);
  return rows[0];
}

test('a draft that is deleted while an import replaces it leaves no entities', async () => {
  const { connectorId } = await importPets();
  for (let round = 0; round < 10; round += 1) {
    await Promise.all([
      importPets(connectorId, { ifExists: 'replace' }),
      deleteVersion(database, { organisationId, connectorId, version: '1' }, { force: true }),
    ]);
    expect(await countEntities()).toMatchObject({ orphaned: 0 });
  }
  await deleteConnector(database, organisationId, connectorId, { force: true });
  expect(await countEntities()).toEqual({ owned: 0, orphaned: 0 });
});

test.each([
  [
    'a version',
    (connectorId: string) => deleteVersion(database, { organisationId, connectorId, version: '1' }, { force: true }),
  ],
  ['a connector', (connectorId: string) => deleteConnector(database, organisationId, connectorId, { force: true })],
  ['an organisation', () => owner.pool.query('delete from organisations where id = $1', [organisationId])],
])('the entities of %s are deleted with it', async (_name, remove) => {
  const { connectorId } = await importPets();
  expect(await countEntities()).toMatchObject({ owned: expect.toSatisfy((count: number) => count > 0) });
  await remove(connectorId);
  expect(await countEntities()).toEqual({ owned: 0, orphaned: 0 });
});
