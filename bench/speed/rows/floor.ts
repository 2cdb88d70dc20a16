// Row "floor": only JSON.parse, validation with the published schema, and COPY of the same rows on the same server. Runs in one process,
// which defines the floor, and in one process for each core, as the directory is imported.
import { type ChildProcess, fork } from 'node:child_process';
import { migrate } from '@connectory/database';
import type { FloorReport } from '../floor/floor-child.ts';
import type { FloorWork } from '../floor/export-rows.ts';
import { watchProcesses } from '../processes.ts';
import { query, type Server } from '../server.ts';
import { round } from '../statistics.ts';

const entry = new URL('../floor/floor-child.js', import.meta.url);

interface FloorOptions {
  /** Work that `exportRows` saved. */
  readonly work: readonly FloorWork[];
  /** Number of processes that share the work. */
  readonly processes: number;
  /** Work that is done first and not measured. */
  readonly earlier?: readonly FloorWork[];
}

export async function runFloor(server: Server, { work, processes, earlier = [] }: FloorOptions) {
  const database = await server.newDatabase();
  try {
    await migrate(database.url);
    await insertOrganisations(database.url, [...earlier, ...work]);
    const children = await Promise.all(Array.from({ length: processes }, () => startChild(database.url)));
    const roots = Object.fromEntries(children.map(({ pid = 0 }, index) => [`floor ${index + 1}`, pid]));
    await runAll(children, earlier);
    const watch = watchProcesses({ ...roots, postgres: server.postmasterPid });
    const startedAt = performance.now();
    const reports = await runAll(children, work);
    const seconds = (performance.now() - startedAt) / 1000;
    const costs = watch.stop();
    await stopAll(children);
    const megabytes = work.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
    return {
      processes,
      importedBefore: earlier.length,
      documents: work.length,
      megabytes: round(megabytes, 1),
      seconds: round(seconds, 3),
      readingSeconds: round(reports.reduce((sum, { readMs }) => sum + readMs, 0) / 1000),
      megabytesPerSecond: round(megabytes / seconds),
      costs,
      peakMb: Math.round(Math.max(...reports.map(({ rss }) => rss))),
    };
  } finally {
    await database.drop();
  }
}

/** Shares work among the children, one item at a time for each. */
async function runAll(children: readonly ChildProcess[], work: readonly FloorWork[]): Promise<readonly FloorReport[]> {
  const queue = [...work];
  const reports: FloorReport[] = [];
  await Promise.all(
    children.map(async (child) => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) reports.push(await send(child, item));
    }),
  );
  return reports;
}

async function insertOrganisations(url: string, work: readonly FloorWork[]): Promise<void> {
  for (const id of new Set(work.map(({ connector }) => connector.organisation_id)))
    await query(url, `insert into organisations (id, name) values ($1, 'floor')`, [id]);
}

async function startChild(url: string): Promise<ChildProcess> {
  const child = fork(entry, [], { env: { ...process.env, DATABASE_URL: url }, execArgv: [] });
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the process of the floor ended with ${code}`)));
  });
  return child;
}

function send(child: ChildProcess, item: FloorWork): Promise<FloorReport> {
  return new Promise<FloorReport>((resolve, reject) => {
    child.once('message', (report: FloorReport) => resolve(report));
    child.once('exit', (code) => reject(new Error(`the process of the floor ended with ${code}`)));
    child.send(item);
  }).finally(() => child.removeAllListeners('exit'));
}

async function stopAll(children: readonly ChildProcess[]): Promise<void> {
  const ended = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of children) child.disconnect();
  await Promise.all(ended);
}
