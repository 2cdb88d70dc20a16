import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { claimNextImport, createId, createOrganisation } from '../src/index.ts';
import { openDatabase } from './open-database.ts';

const { database, owner } = await openDatabase();

type Lane = 'import' | 'bulk-import';

interface Named {
  readonly importId: string;
  readonly organisationId: string;
}

beforeEach(async () => {
  await owner.pool.query('truncate imports cascade');
  await owner.pool.query('truncate import_turns, organisation_quotas');
});

async function organisations(count: number): Promise<readonly string[]> {
  const made: string[] = [];
  for (let index = 0; index < count; index += 1) made.push((await createOrganisation(database, `O${index}`)).id);
  return made.toSorted();
}

/** Inserts queued imports, each one millisecond after the one before. */
async function wait(organisationId: string, count: number, lane: Lane = 'import', dueInMs = 0): Promise<void> {
  const ids = Array.from({ length: count }, () => createId());
  await database.pool.query(
    `insert into imports (id, organisation_id, connector_id, creates_connector, reimport_id, due_at)
     select id, $2, id, true, case when $3 = 'bulk-import' then id end,
            now() - interval '1 hour' + (place + $4) * interval '1 millisecond'
       from unnest($1::char(26)[]) with ordinality as given (id, place)`,
    [ids, organisationId, lane, dueInMs],
  );
}

async function claim(maxRunning = 0, lane: Lane = 'import'): Promise<Named | undefined> {
  const claimed = await claimNextImport(database, { lane, maxRunning });
  if (claimed === undefined) return undefined;
  const { rows } = await database.pool.query<{ organisation_id: string }>(
    'select organisation_id from imports where id = $1',
    [claimed.importId],
  );
  return { importId: claimed.importId, organisationId: rows[0]?.organisation_id ?? '' };
}

async function claimAll(maxRunning = 0): Promise<readonly string[]> {
  const order: string[] = [];
  for (;;) {
    const claimed = await claim(maxRunning);
    if (claimed === undefined) return order;
    order.push(claimed.organisationId);
  }
}

const end = (importId: string) =>
  database.pool.query("update imports set status = 'succeeded' where id = $1", [importId]);

async function setQuotas(organisationId: string, weight: number | null, running: number | null): Promise<void> {
  await database.pool.query(
    `insert into organisation_quotas (organisation_id, import_weight, running_imports) values ($1, $2, $3)
     on conflict (organisation_id) do update set import_weight = $2, running_imports = $3`,
    [organisationId, weight, running],
  );
}

describe('the next import', () => {
  test('is the oldest of each organisation in turn', async () => {
    const [a = '', b = '', c = ''] = await organisations(3);
    await wait(a, 5);
    await wait(b, 1);
    await wait(c, 2);
    expect(await claimAll()).toEqual([a, b, c, a, c, a, a, a]);
  });

  test('of one organisation and lane is the oldest', async () => {
    const [a = ''] = await organisations(1);
    await wait(a, 20);
    const claimed: string[] = [];
    for (let index = 0; index < 20; index += 1) claimed.push((await claim())?.importId ?? '');
    const { rows } = await database.pool.query<{ id: string }>('select id from imports order by due_at, id');
    expect(claimed).toEqual(rows.map(({ id }) => id));
  });

  test('is not one that is due later', async () => {
    const [a = '', b = ''] = await organisations(2);
    await wait(a, 3, 'import', 7_200_000);
    await wait(b, 1);
    expect(await claimAll()).toEqual([b]);
  });

  test('is not of the other lane, and lanes have separate turns and limits', async () => {
    const [a = '', b = ''] = await organisations(2);
    await wait(a, 2);
    await wait(a, 2, 'bulk-import');
    await wait(b, 2);
    expect((await claim(1, 'bulk-import'))?.organisationId).toBe(a);
    expect((await claim(1))?.organisationId).toBe(a);
    expect((await claim(1))?.organisationId).toBe(b);
    expect((await claim(1, 'bulk-import'))?.organisationId).toBe(a);
    expect(await claim(1, 'bulk-import')).toBeUndefined();
  });

  test('is passed over while another transaction changes it', async () => {
    const [a = ''] = await organisations(1);
    await wait(a, 2);
    const other = await database.pool.connect();
    try {
      await other.query('begin');
      const { rows } = await other.query<{ id: string }>(
        'select id from imports order by due_at limit 1 for no key update',
      );
      const claimed = await claim();
      expect(claimed).toBeDefined();
      expect(claimed?.importId).not.toBe(rows[0]?.id);
      expect(await claim()).toBeUndefined();
    } finally {
      await other.query('rollback');
      other.release();
    }
    expect(await claim()).toBeDefined();
  });
});

describe('concurrent claims', () => {
  test('claim each import once, and none finds nothing while imports wait', async () => {
    const made = await organisations(5);
    for (const [index, id] of made.entries()) await wait(id, 4 + index);
    const claims = await Promise.all(
      Array.from({ length: 30 }, () => claimNextImport(database, { lane: 'import', maxRunning: 2 })),
    );
    expect(new Set(claims.map((claimed) => claimed?.importId)).size).toBe(30);
    expect(claims).not.toContain(undefined);
    expect(await claim()).toBeUndefined();
  });

  test('keep the limit of running imports while another organisation waits', async () => {
    const [a = '', b = ''] = await organisations(2);
    await wait(a, 20);
    await wait(b, 4);
    await Promise.all(Array.from({ length: 8 }, () => claimNextImport(database, { lane: 'import', maxRunning: 4 })));
    const { rows } = await database.pool.query(
      "select organisation_id as id, count(*)::int as count from imports where status = 'running' group by 1 order by 1",
    );
    expect(rows).toEqual([
      { id: a, count: 4 },
      { id: b, count: 4 },
    ]);
  });
});

/** Organisations with a weight, an own limit of running imports, and waiting imports; and how many imports run at a time. */
const situation = fc.record({
  parts: fc.array(
    fc.record({
      weight: fc.integer({ min: 1, max: 5 }),
      running: fc.option(fc.integer({ min: 1, max: 4 })),
      waiting: fc.integer({ min: 0, max: 12 }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  slots: fc.integer({ min: 1, max: 8 }),
  maxRunning: fc.integer({ min: 0, max: 3 }),
  /** Which running import ends next, as a part of them. */
  ends: fc.array(fc.double({ min: 0, max: 0.99, noNaN: true }), { minLength: 60, maxLength: 60 }),
});

type Part = { readonly id: string; readonly weight: number; readonly cap: number; waiting: number; running: number };

test('for any organisations: no one starves, limits hold while another waits, and no worker stays idle', async () => {
  await fc.assert(
    fc.asyncProperty(situation, async ({ parts, slots, maxRunning, ends }) => {
      await owner.pool.query('truncate imports cascade');
      await owner.pool.query('truncate import_turns, organisation_quotas');
      const ids = await organisations(parts.length);
      const states: Part[] = [];
      for (const [index, { weight, running, waiting }] of parts.entries()) {
        const id = ids[index] ?? '';
        await setQuotas(id, weight, running);
        await wait(id, waiting);
        states.push({ id, weight, cap: running ?? maxRunning, waiting, running: 0 });
      }
      await simulate(states, { slots, maxRunning, ends });
    }),
    { numRuns: 40 },
  );
}, 120_000);

async function simulate(
  states: readonly Part[],
  { slots, maxRunning, ends }: { slots: number; maxRunning: number; ends: readonly number[] },
): Promise<void> {
  const totalWeight = states.reduce((sum, { weight }) => sum + weight, 0);
  const isFull = ({ cap, running }: Part): boolean => cap > 0 && running >= cap;
  const passed = new Map<string, number>();
  const running: Named[] = [];
  const draw = [...ends];
  while (states.some(({ waiting }) => waiting > 0)) {
    const candidates = states.filter(({ waiting }) => waiting > 0);
    const open = candidates.filter((state) => !isFull(state));
    const claimed = await claim(maxRunning);
    const state = states.find(({ id }) => id === claimed?.organisationId);
    if (claimed === undefined || state === undefined) throw new Error('a worker is idle while imports wait');
    if (open.length > 0) expect(isFull(state), 'others go first at the limit').toBe(false);
    for (const other of open) {
      const count = other === state ? 0 : (passed.get(other.id) ?? 0) + 1;
      // Each other organisation has at most its weight in a turn, and one more turn may just have begun.
      expect(count, 'others before it').toBeLessThanOrEqual(2 * totalWeight);
      passed.set(other.id, count);
    }
    state.waiting -= 1;
    state.running += 1;
    running.push(claimed);
    if (running.length < slots) continue;
    const [ended] = running.splice(Math.floor((draw.shift() ?? 0) * running.length), 1);
    const of = states.find(({ id }) => id === ended?.organisationId);
    if (ended === undefined || of === undefined) continue;
    await end(ended.importId);
    of.running -= 1;
  }
}

test('weights hold in the long run: each turn has as many imports of an organisation as its weight', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }), async (weights) => {
      await owner.pool.query('truncate imports cascade');
      await owner.pool.query('truncate import_turns, organisation_quotas');
      const ids = await organisations(weights.length);
      const turns = 4;
      for (const [index, id] of ids.entries()) {
        await setQuotas(id, weights[index] ?? 1, null);
        await wait(id, (weights[index] ?? 1) * turns);
      }
      const turn = ids.flatMap((id, index) => Array<string>(weights[index] ?? 1).fill(id));
      expect(await claimAll()).toEqual(Array.from({ length: turns }, () => turn).flat());
    }),
    { numRuns: 10 },
  );
}, 60_000);

test('with 100,000 imports of 1,000 organisations waiting, a claim reads a few pages, by an index', async () => {
  const ids = await organisations(1_000);
  await database.pool.query(
    `insert into imports (id, organisation_id, connector_id, creates_connector)
     select lpad(place::text, 26, '0'), ($1::char(26)[])[1 + place % 1000], lpad(place::text, 26, '0'), true
       from generate_series(1, 100000) as given (place)`,
    [ids],
  );
  const client = await database.pool.connect();
  try {
    for (const analysed of [false, true]) {
      if (analysed) await client.query('analyze imports');
      // The first calls of a session plan the statements, and read the catalogue.
      for (let index = 0; index < 8; index += 1) await explainClaim(client);
      expect(await explainClaim(client)).toBeLessThan(150);
    }
  } finally {
    client.release();
  }
}, 120_000);

/** @returns the pages that a claim reads. The table alone has thousands. */
async function explainClaim(client: { query(text: string): Promise<{ rows: unknown[] }> }): Promise<number> {
  const { rows } = await client.query(
    "explain (analyze, buffers, format json) select * from claim_next_import('import', 4, gen_random_uuid())",
  );
  const [{ 'QUERY PLAN': plan }] = rows as [{ 'QUERY PLAN': [{ Plan: { [counter: string]: number } }] }];
  const counters = plan[0].Plan;
  return (counters['Shared Hit Blocks'] ?? 0) + (counters['Shared Read Blocks'] ?? 0);
}
