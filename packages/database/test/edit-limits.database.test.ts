import { describe, expect, test } from 'vitest';
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

test('the limits are those of the process, for one schema and for all that are read', async () => {
  const draft = await createDraft();
  const ids = await define(draft, 3, 1_000);
  const renameWithin = async (limits: object): Promise<string> => {
    const limited = { ...database, editLimits: { ...database.editLimits, ...limits } };
    const named = { ...draft, name: 'Base', isExpected: () => true };
    const change = { id: ids.get('Base') ?? '', name: 'Base', accept: ['a/b'], schema: { $ref: 'D0.json' } };
    return (await updateDefinition(limited, named, change)).outcome;
  };
  expect(await renameWithin({ entityBytes: 10 })).toBe('edit-too-large');
  expect(await renameWithin({ bytes: 10 })).toBe('edit-too-large');
  expect(await renameWithin({})).toBe('edited');
});

describe('a deletion has no limit:', () => {
  const options = { force: true, isExpected: () => true };

  test('a definition whose schema is not parsed is deleted, and those to which it referred do not name it any more', async () => {
    const draft = await createDraft();
    await define(draft, 2, 5_000_000);
    const one = await deleteDefinitions(database, draft, { ids: [], names: ['D0'] }, options);
    expect(one.outcome).toBe('edited');
    const { rows } = await database.pool.query<{ body: string }>(
      `select body from definitions where name = 'Base' and version_id = (select version_id from definitions where name = 'D1' order by id desc limit 1)`,
    );
    const referencedBy = rows.map(({ body }) => JSON.parse(body.replaceAll('\u0001', '')).referencedBy);
    expect(referencedBy).toMatchObject([[{ name: 'D1' }]]);
  });

  test('definitions of more than 16 MB in all are deleted at once, and so are some of them', async () => {
    const draft = await createDraft();
    await define(draft, 6, 1_500_000);
    const names = ['E0', 'E1', 'E2', 'E3', 'E4', 'E5'];
    const schema = { $ref: 'Base.json', description: 'x'.repeat(1_500_000) };
    await createDefinitions(
      database,
      draft,
      names.map((name) => ({ name, accept: [], schema: { ...schema, title: name } })),
    );
    const large = ['D0', 'D1', 'D2', 'D3', 'D4', ...names];
    const some = await deleteDefinitions(database, draft, { ids: [], names: large }, options);
    expect(some.outcome).toBe('edited');
    expect((await deleteDefinitions(database, draft, 'all', options)).outcome).toBe('edited');
    const edits = await database.pool.query(
      `select count(*)::int as count from entity_edits e join connector_versions v on v.id = e.version_id where v.connector_id = $1`,
      [draft.connectorId],
    );
    // Entities that were created by hand leave nothing.
    expect(edits.rows).toEqual([{ count: 0 }]);
  });
});
