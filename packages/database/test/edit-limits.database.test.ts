import { expect, test } from 'vitest';
import { createDefinitions, createVersion, deleteDefinitions, updateDefinition } from '../src/index.ts';
import { openDatabase } from './open-database.ts';
import { createPets } from './sample-import.ts';

const { database, organisationId } = await openDatabase();

async function createDraft() {
  const connectorId = await createPets(database, organisationId);
  const created = await createVersion(database, { organisationId, connectorId, name: '1' });
  if (created.outcome !== 'created') throw new Error(created.outcome);
  return { organisationId, connectorId, version: '1' };
}

/** Creates definitions that refer to `Base`, each with a schema of a length. @returns the ids by name */
async function define(draft: Awaited<ReturnType<typeof createDraft>>, count: number, chars: number) {
  const schemas = Array.from({ length: count }, () => ({ $ref: 'Base.json', description: 'x'.repeat(chars) }));
  const given = [{ type: 'object' }, ...schemas];
  const names = ['Base', ...schemas.map((_, at) => `D${at}`)];
  const created = await createDefinitions(
    database,
    draft,
    names.map((name, at) => ({ name, accept: [], schema: given[at] ?? {} })),
  );
  if (created.outcome !== 'edited') throw new Error(created.outcome);
  return new Map(created.value.map((body, at) => [names[at], String(JSON.parse(body.replaceAll('\u0001', '')).id)]));
}

const rename = async (draft: Awaited<ReturnType<typeof createDraft>>, from: string, to: string, id = '') =>
  updateDefinition(
    database,
    { ...draft, name: from, isExpected: () => true },
    { id, name: to, accept: [], schema: undefined },
  );

test('a definition that many large schemas refer to is renamed in all of them, batch by batch', async () => {
  const draft = await createDraft();
  const ids = await define(draft, 5, 1_500_000);
  expect(await rename(draft, 'Base', 'Root', ids.get('Base'))).toMatchObject({ outcome: 'edited' });
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::int as count from definitions d join schemas s on s.hash = d.schema_hash
      where d.id = any($1) and strpos(s.body, '"Root.json') > 0`,
    [[...ids.values()]],
  );
  expect(rows[0]?.count).toBe(5);
  const all = await deleteDefinitions(database, draft, 'all', { force: true, isExpected: () => true });
  expect(all.outcome).toBe('edited');
});

test('a schema of more than 4 MB is not parsed: its edit is refused', async () => {
  const draft = await createDraft();
  const ids = await define(draft, 1, 5_000_000);
  expect(await rename(draft, 'D0', 'Other', ids.get('D0'))).toEqual({ outcome: 'edit-too-large' });
  expect(await rename(draft, 'Base', 'Root', ids.get('Base'))).toEqual({ outcome: 'edit-too-large' });
});
