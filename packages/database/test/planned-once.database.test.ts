import { afterAll, expect, test } from 'vitest';
import { buildModel } from '../../lifecycle/test/model-builder.ts';
import {
  acceptImport,
  claimImport,
  createDatabase,
  findConnector,
  findEntityBody,
  findExtras,
  findImport,
  findSchema,
  listEntities,
  readImportMessages,
  readVersionMessages,
  resolveVersion,
  streamEntities,
  streamVersionsOf,
} from '../src/index.ts';
import { openDatabase } from './open-database.ts';
import { persistModel } from './persist-model.ts';
import { sampleDocument } from './sample-import.ts';
import { workOf } from './work-of.ts';

const { database, url, organisationId } = await openDatabase();
/** One connection, on which statements are parsed and prepared. */
const reader = createDatabase({ url, poolSize: 1, onError: () => undefined });
let parsed = 0;
reader.pool.on('connect', ({ connection }) => connection.on('parseComplete', () => (parsed += 1)));
afterAll(() => reader.close());

async function importPets() {
  const submission = { organisationId, requestId: 'test', document: sampleDocument(), options: {}, version: '1' };
  const acceptance = await acceptImport(database, submission);
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  const claimed = await claimImport(database, acceptance.import.id);
  if (claimed === undefined) throw new Error('not claimed');
  const work = await workOf(database, claimed);
  const persisted = { model: buildModel(), importerVersion: '1', timings: {}, maxDiffBytes: 1e6 };
  const outcome = await persistModel(database, work, persisted);
  if (outcome.outcome !== 'persisted') throw new Error(outcome.outcome);
  return { importId: work.claim.importId, connectorId: work.connectorId, versionId: outcome.versionId };
}

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _item of items);
}

test('what clients read of an import is planned once, and not for each request', async () => {
  const { importId, connectorId, versionId } = await importPets();
  const kinds = ['actions', 'triggers', 'definitions'] as const;
  const readAll = async (): Promise<void> => {
    await findImport(reader, organisationId, importId);
    await findConnector(reader, organisationId, connectorId);
    for (const name of ['1', 'latest', 'default']) await resolveVersion(reader, organisationId, connectorId, name);
    await drain(streamVersionsOf(reader, connectorId));
    for (const kind of kinds) {
      await drain(streamEntities(reader, kind, versionId));
      await listEntities(reader, kind, { versionId, name: 'pet' }, { first: 10 });
      await findEntityBody(reader, kind, versionId, 'Pet');
    }
    await findSchema(reader, versionId, 'Pet');
    await findExtras(reader, versionId);
    await readImportMessages(reader, importId);
    await readVersionMessages(reader, versionId);
  };
  // PostgreSQL plans a statement for its values five times, before it keeps a plan for all values.
  for (let round = 0; round < 6; round += 1) await readAll();
  const prepared = 'select statement, custom_plans::int as planned from pg_prepared_statements order by statement';
  const { rows } = await reader.pool.query(prepared);
  const before = { parsed, rows };
  await readAll();
  expect({ parsed, rows: (await reader.pool.query(prepared)).rows }).toEqual(before);
});
