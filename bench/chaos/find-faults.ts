import { readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { processesOf } from './world.mjs';

/** Reads the database beside the service; a lost connection is made again by the next question. */
export function createInspector(url) {
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 5_000, query_timeout: 30_000 });
  pool.on('error', () => undefined);
  return { query: async (text, values) => (await pool.query(text, values)).rows, close: () => pool.end() };
}

export async function countUnended(inspector) {
  const [{ count }] = await inspector.query(
    "select count(*)::int as count from imports where status in ('queued', 'running')",
  );
  return count;
}

/** Waits until every import has ended. @returns how many had not when the time was over. */
export async function untilAllEnded(inspector, timeoutMs, onCount) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const left = await countUnended(inspector).catch(() => undefined);
    if (left !== undefined) onCount(left);
    if (left === 0 || Date.now() > deadline) return left ?? Number.NaN;
    await pause(250);
  }
}

/** What the import of each document comes to when nothing is in its way, by the document's SHA-256. */
export async function readOutcomes(inspector) {
  const rows = await inspector.query(`
    select i.id, i.status, i.created_at as "createdAt", i.version_id as "versionId",
           encode(i.document_sha256, 'hex') as sha256, i.error::json ->> 'code' as code, i.attempts, i.enqueues,
           extract(epoch from i.finished_at - i.created_at) as seconds,
           i.claim_token is null and i.active_key is null and i.heartbeat_at is null as clean,
           (select count(*)::int from actions a where a.version_id = i.version_id) as actions,
           (select count(*)::int from triggers t where t.version_id = i.version_id) as triggers,
           (select count(*)::int from definitions d where d.version_id = i.version_id) as definitions,
           exists (select from connector_versions v where v.id = i.version_id and v.connector_id = i.connector_id) as there
      from imports i`);
  return rows.map((row) => ({ ...row, seconds: Number(row.seconds) }));
}

/** Everything by which two imports of a document are the same. */
export function describeOutcome({ status, code, actions, triggers, definitions }) {
  return `${status} ${code ?? ''} ${actions} actions ${triggers} triggers ${definitions} definitions`;
}

/** What is wrong with the rows, one line each. */
export async function findRowFaults({ inspector, ledger, calm }) {
  const rows = await readOutcomes(inspector);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const faults = [...ledger.accepted.keys()].filter((id) => !byId.has(id)).map((id) => `import ${id} is gone`);
  for (const row of rows) {
    const expected = calm.outcomes.get(row.sha256);
    const seen = describeOutcome(row);
    const cancelled = ledger.accepted.get(row.id)?.toCancel === true && row.status === 'cancelled';
    if (!cancelled && seen !== expected) faults.push(`import ${row.id}: ${seen}, where a calm one was ${expected}`);
    if (!row.clean) faults.push(`import ${row.id} is ${row.status} and still claimed`);
    if ((row.status === 'succeeded') !== row.there)
      faults.push(`import ${row.id} is ${row.status}, its version is not so`);
    if (row.status !== 'succeeded' && row.versionId !== null) faults.push(`import ${row.id} has a version`);
  }
  const succeeded = rows.filter((row) => row.status === 'succeeded');
  if (new Set(succeeded.map((row) => row.versionId)).size !== succeeded.length)
    faults.push('two imports share a version');
  const unaccounted = rows.length - ledger.accepted.size - calm.count;
  if (unaccounted > ledger.unknown || unaccounted < 0)
    faults.push(`${unaccounted} imports that nobody was told of, where ${ledger.unknown} requests got no answer`);
  const [counts] = await inspector.query(`
    select (select count(*)::int from connector_versions) as versions,
           (select count(*)::int from connectors) as connectors,
           (select count(distinct connector_id)::int from imports where status = 'succeeded') as "connectorsMade"`);
  if (counts.versions !== succeeded.length)
    faults.push(`${counts.versions} versions of ${succeeded.length} imports that succeeded`);
  if (counts.connectors !== counts.connectorsMade)
    faults.push(`${counts.connectors} connectors, ${counts.connectorsMade} with an import that succeeded`);
  return { faults, rows };
}

/** Jobs that still wait or run; what the queue remembers of finished ones does not count. */
export async function countJobs(world, inspector) {
  if (world.redis === undefined) {
    const [{ count }] = await inspector.query(
      "select count(*)::int as count from bullmq.job where state::text not in ('completed', 'failed')",
    );
    return count;
  }
  return withRedis(world, async (redis) => {
    const key = (name) => `bull:${world.queueName}:${name}`;
    const lists = await Promise.all(['wait', 'active', 'paused'].map((name) => redis.llen(key(name))));
    const sets = await Promise.all(['delayed', 'prioritized'].map((name) => redis.zcard(key(name))));
    return [...lists, ...sets].reduce((sum, count) => sum + count, 0);
  });
}

export async function untilQueueIsEmpty(world, inspector, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const count = await countJobs(world, inspector);
    if (count === 0 || Date.now() > deadline) return count;
    await pause(250);
  }
}

/** What is left once every process was told to stop: files, processes, connections. */
export async function findLeftovers(world, inspector) {
  const faults = [];
  const files = await readdir(world.uploads, { recursive: true }).catch(() => []);
  if (files.length > 0) faults.push(`temporary files are left: ${files.slice(0, 5).join(', ')}`);
  const processes = processesOf(world.mark);
  if (processes.length > 0) faults.push(`processes are left: ${processes.join(', ')}`);
  const connections = await inspector.query(
    'select pid, application_name as name, query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  if (connections.length > 0) faults.push(`connections to PostgreSQL are left: ${JSON.stringify(connections)}`);
  if (world.redis !== undefined) {
    const clients = await withRedis(world, (redis) => redis.client('LIST'));
    const others = clients.trim().split('\n').length - 1;
    if (others > 0) faults.push(`${others} connections to Redis are left`);
  }
  return faults;
}

async function withRedis(world, use) {
  const { Redis } = await import('ioredis');
  const redis = new Redis(world.redis.url, { maxRetriesPerRequest: 3 });
  redis.on('error', () => undefined);
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}
