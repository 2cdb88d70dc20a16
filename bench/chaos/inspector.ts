import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { World } from './world.ts';

/** Reads the database of a run. After a lost connection the next query connects again. */
export interface Inspector {
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** An import, and the number of entities in its version. */
export interface Outcome {
  readonly id: string;
  readonly status: string;
  readonly versionId: string | null;
  /** The bulk run that it belongs to. */
  readonly reimportId: string | null;
  readonly sha256: string;
  readonly code: string | null;
  readonly attempts: number;
  /** Seconds from its creation to its end. */
  readonly seconds: number;
  /** Whether nothing of a claim is left in its row. */
  readonly clean: boolean;
  readonly actions: number;
  readonly triggers: number;
  readonly definitions: number;
  /** Whether its version exists. */
  readonly hasVersion: boolean;
}

const pollMs = 250;

export function createInspector(url: string): Inspector {
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 5_000, query_timeout: 30_000 });
  pool.on('error', () => undefined);
  return {
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await pool.query<Row>(text, [...values])).rows,
    close: () => pool.end(),
  };
}

/** Reads a statement that returns one number as `count`. */
export async function readCount(inspector: Inspector, statement: string): Promise<number> {
  const [row] = await inspector.query<{ count: number }>(statement);
  return row?.count ?? Number.NaN;
}

/** Counts the imports that have not ended. */
export function countActiveImports(inspector: Inspector): Promise<number> {
  return readCount(inspector, "select count(*)::int as count from imports where status in ('queued', 'running')");
}

/** Waits until every import has ended. @returns the number of imports that have not ended in time. */
export async function untilAllEnded(
  inspector: Inspector,
  timeoutMs: number,
  onCount: (count: number) => void,
): Promise<number> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const left = await countActiveImports(inspector).catch(() => undefined);
    if (left !== undefined) onCount(left);
    if (left === 0 || Date.now() > deadline) return left ?? Number.NaN;
    await pause(pollMs);
  }
}

/** Waits until no notification is due or waits for another attempt. @returns the number of those left */
export async function untilNotified(inspector: Inspector, timeoutMs: number): Promise<number> {
  const deadline = Date.now() + timeoutMs;
  const statement = "select count(*)::int as count from callbacks where status = 'pending'";
  for (;;) {
    const left = await readCount(inspector, statement);
    if (left === 0 || Date.now() > deadline) return left;
    await pause(pollMs);
  }
}

export async function readOutcomes(inspector: Inspector): Promise<readonly Outcome[]> {
  return inspector.query<Outcome>(`
    select i.id, i.status, i.version_id as "versionId", i.reimport_id as "reimportId",
           encode(i.document_sha256, 'hex') as sha256, i.error::json ->> 'code' as code, i.attempts,
           extract(epoch from i.finished_at - i.created_at)::float8 as seconds,
           i.claim_token is null and i.active_key is null and i.heartbeat_at is null as clean,
           (select count(*)::int from actions a where a.version_id = i.version_id) as actions,
           (select count(*)::int from triggers t where t.version_id = i.version_id) as triggers,
           (select count(*)::int from definitions d where d.version_id = i.version_id) as definitions,
           exists (select from connector_versions v where v.id = i.version_id and v.connector_id = i.connector_id) as "hasVersion"
      from imports i`);
}

/** Describes an import such that two imports of one document have the same description. */
export function describeOutcome({ status, code, actions, triggers, definitions }: Outcome): string {
  return `${status} ${code ?? ''} ${actions} actions ${triggers} triggers ${definitions} definitions`;
}

/** Waits until no job waits or runs. @returns the number of jobs left. */
export async function untilQueueIsEmpty(world: World, inspector: Inspector, timeoutMs: number): Promise<number> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const count = await countJobs(world, inspector);
    if (count === 0 || Date.now() > deadline) return count;
    await pause(pollMs);
  }
}

/** Counts the jobs that wait or run; the queue keeps ended jobs too. */
async function countJobs(world: World, inspector: Inspector): Promise<number> {
  if (world.redis === undefined) {
    return readCount(
      inspector,
      "select count(*)::int as count from bullmq.job where state::text not in ('completed', 'failed')",
    );
  }
  return withRedis(world.redis.url, async (redis) => {
    const key = (name: string): string => `bull:${world.queueName}:${name}`;
    const lists = await Promise.all(['wait', 'active', 'paused'].map((name) => redis.llen(key(name))));
    const sets = await Promise.all(['delayed', 'prioritized'].map((name) => redis.zcard(key(name))));
    return [...lists, ...sets].reduce((sum, count) => sum + count, 0);
  });
}

/** Runs an action with a connection to Redis. */
export async function withRedis<Value>(url: string, action: (redis: Redis) => Promise<Value>): Promise<Value> {
  const redis = new Redis(url, { maxRetriesPerRequest: 3 });
  redis.on('error', () => undefined);
  try {
    return await action(redis);
  } finally {
    redis.disconnect();
  }
}
