import { encodeTime } from 'ulid';
import { describe, expect, test } from 'vitest';
import { detailsJson } from '../src/audit/audit-rows.ts';
import { auditQuery } from '../src/audit/read-events.ts';
import { inWriteTransaction } from '../src/postgres/write-transaction.ts';
import { createOrganisation, onBehalfOf, recordAudit, removeExpiredEvents } from '../src/index.ts';
import { openDatabase } from './open-database.ts';
import { createPets } from './sample-import.ts';

const { database, owner, organisationId } = await openDatabase();
const { pool } = owner;

const dayMs = 86_400_000;
let made = 0;

/** Inserts an event of a given age. @returns its id */
async function insertOld(days: number): Promise<string> {
  const at = new Date(Date.now() - days * dayMs);
  const id = encodeTime(at.getTime(), 10) + String((made += 1)).padStart(16, '0');
  await pool.query(
    `insert into audit_events (id, at, actor_kind, actor_id, action, outcome, details)
     values ($1, $2, 'system', 'test', 'key.created', 'succeeded', '{}')`,
    [id, at],
  );
  return id;
}

async function findEvents(ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>('select id from audit_events where id = any($1) order by id', [
    ids,
  ]);
  return rows.map(({ id }) => id);
}

describe('the audit events', () => {
  test.each([
    ['update audit_events set action = action'],
    ['update audit_events set details = details where false'],
    ['delete from audit_events'],
    ['truncate audit_events'],
    ['truncate audit_events cascade'],
  ])('cannot be changed, also by the owner: %s', async (statement) => {
    await insertOld(99);
    await expect(pool.query(statement)).rejects.toThrow(/append-only/);
  });

  test('that are young cannot be deleted, whatever a session sets', async () => {
    const [young, old] = [await insertOld(29), await insertOld(31)];
    const client = await pool.connect();
    try {
      await client.query(`begin; set local connectory.audit_retention = 'on'`);
      await expect(client.query('delete from audit_events')).rejects.toThrow(/append-only/);
      await client.query('rollback');
    } finally {
      client.release();
    }
    expect(await findEvents([young, old])).toHaveLength(2);
  });

  test('are removed by retention only when they are older than the setting, oldest first', async () => {
    await removeExpiredEvents(database, { retentionDays: 30, limit: 1_000 });
    const ids = [await insertOld(402), await insertOld(401), await insertOld(399), await insertOld(1)];
    expect(await removeExpiredEvents(database, { retentionDays: 400, limit: 1 })).toBe(1);
    expect(await findEvents(ids)).toEqual(ids.slice(1));
    expect(await removeExpiredEvents(database, { retentionDays: 400, limit: 10 })).toBe(1);
    expect(await removeExpiredEvents(database, { retentionDays: 400, limit: 10 })).toBe(0);
    expect(await findEvents(ids)).toEqual(ids.slice(2));
    const { rows } = await pool.query(`select details from audit_events where action = 'audit.expired' order by id`);
    expect(rows.slice(-2).map(({ details }) => JSON.parse(String(details)))).toEqual([
      { removed: 1, retentionDays: 400 },
      { removed: 1, retentionDays: 400 },
    ]);
  });

  test('are kept for 30 days at least', async () => {
    await expect(removeExpiredEvents(database, { retentionDays: 29, limit: 1 })).rejects.toThrow(/at least 30 days/);
  });

  test('outlive their organisation', async () => {
    const { id } = await createOrganisation(database, 'Gone');
    await createPets(database, id);
    await pool.query('delete from organisations where id = $1', [id]);
    const { rows } = await pool.query('select action from audit_events where organisation_id = $1 order by id', [id]);
    expect(rows).toEqual([{ action: 'organisation.created' }, { action: 'connector.created' }]);
  });
});

describe('an audit event', () => {
  test('of a change that rolls back is gone', async () => {
    const change = { action: 'connector.changed', organisationId, details: { mark: 'rolled back' } } as const;
    const work = inWriteTransaction(database, async (tx) => {
      await recordAudit(tx, database.origin, change);
      throw new Error('after the event');
    });
    await expect(work).rejects.toThrow('after the event');
    const { rows } = await pool.query(`select 1 from audit_events where details like '%rolled back%'`);
    expect(rows).toEqual([]);
  });

  test('has the actor, the request and the address of the origin', async () => {
    const actor = { kind: 'token', id: 'alice', name: 'https://login.example' } as const;
    const origin = { actor, requestId: 'request-1', address: '192.0.2.1' };
    const { id } = await createOrganisation(onBehalfOf(database, origin), 'Pets');
    const { rows } = await pool.query(`select * from audit_events where organisation_id = $1`, [id]);
    expect(rows).toEqual([
      expect.objectContaining({
        actor_kind: 'token',
        actor_id: 'alice',
        actor_name: 'https://login.example',
        request_id: 'request-1',
        address: '192.0.2.1',
        target_kind: 'organisation',
        target_id: id,
        details: '{"name":"Pets"}',
      }),
    ]);
  });

  test('is small for any values', async () => {
    const long = '\u0000\ud800é'.repeat(50_000);
    const actor = { kind: 'token', id: long, name: long } as const;
    const details = { long, list: [1, 2], none: undefined };
    const target = { kind: 'connector', id: long };
    await recordAudit(
      database.sql,
      { actor, requestId: long },
      { action: 'key.created', organisationId, target, details },
    );
    const { rows } = await pool.query<{ bytes: number }>(
      `select pg_column_size(e.*) as bytes from audit_events e where actor_kind = 'token' order by id desc limit 1`,
    );
    expect(rows[0]?.bytes).toBeLessThan(5_000);
    expect(detailsJson({ list: Array.from({ length: 1_000 }, (_, at) => at) })).toBe('{"omitted":true}');
  });
});

describe('a list of audit events', () => {
  test('never scans a large table: each filter, and each pair of them, uses an index', async () => {
    await pool.query(`
      insert into audit_events (id, at, organisation_id, actor_kind, actor_id, action, target_kind, target_id, outcome, details)
      select '01K' || lpad(n::text, 23, '0'), now(), 'O' || lpad((n % 50)::text, 25, '0'), 'key', 'actor-' || n % 500,
             'connector.' || n % 20, 'connector', 'target-' || n % 5000,
             case when n % 100 = 0 then 'refused' else 'succeeded' end, '{}'
        from generate_series(1, 60000) n`);
    await pool.query('analyze audit_events');
    const filters = {
      organisationId: `O${'7'.padStart(25, '0')}`,
      actorId: 'actor-7',
      action: 'connector.7',
      targetId: 'target-7',
      outcome: 'refused',
      from: new Date('2025-09-01'),
      to: new Date('2026-11-01'),
    } as const;
    const names = ['organisationId', 'actorId', 'action', 'targetId', 'outcome', 'from', 'to'] as const;
    const pairs = names.flatMap((one) => names.map((two) => ({ [one]: filters[one], [two]: filters[two] })));
    for (const filter of [{}, ...pairs]) {
      for (const before of [undefined, '01K00000000000000000030000']) {
        const { text, values } = auditQuery(filter, before, 21);
        const { rows } = await pool.query({ text: `explain ${text}`, values: [...values] });
        expect(JSON.stringify(rows), JSON.stringify(filter)).not.toContain('Seq Scan');
      }
    }
  });
});
