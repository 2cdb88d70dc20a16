// The floor: nothing but JSON.parse, the published schema and COPY of the same rows on the same server. Once in a single process, as
// the floor is defined, and once in as many as the machine has cores, as the directory is imported.
import { fork } from 'node:child_process';
import { migrate } from '../../../packages/database/dist/index.js';
import { watchProcesses } from '../processes.mjs';
import { query } from '../server.mjs';
import { round } from '../statistics.mjs';

const entry = new URL('../floor/floor-child.mjs', import.meta.url);

/** @param work what `exportRows` kept. @param processes how many share it. @param earlier what is done before, and not measured. */
export async function runFloor(server, { work, processes, earlier = [] }) {
  const database = await server.newDatabase();
  try {
    await migrate(database.url);
    await prepare(database.url, [...earlier, ...work]);
    const children = await Promise.all(Array.from({ length: processes }, () => startChild(database.url)));
    const roots = Object.fromEntries(children.map(({ pid }, index) => [`floor ${index + 1}`, pid]));
    const first = [...earlier];
    await Promise.all(
      children.map(async (child) => {
        for (let item = first.shift(); item !== undefined; item = first.shift()) await ask(child, item);
      }),
    );
    const watch = watchProcesses({ ...roots, postgres: server.postmasterPid });
    const queue = [...work];
    const answers = [];
    const startedAt = performance.now();
    await Promise.all(
      children.map(async (child) => {
        for (let item = queue.shift(); item !== undefined; item = queue.shift()) answers.push(await ask(child, item));
      }),
    );
    const seconds = (performance.now() - startedAt) / 1000;
    const costs = watch.stop();
    const ended = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of children) child.disconnect();
    await Promise.all(ended);
    const megabytes = work.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
    return {
      processes,
      importedBefore: earlier.length,
      documents: work.length,
      megabytes: round(megabytes, 1),
      seconds: round(seconds, 3),
      readingSeconds: round(answers.reduce((sum, { readMs }) => sum + readMs, 0) / 1000),
      megabytesPerSecond: round(megabytes / seconds),
      costs,
      peakMb: Math.round(Math.max(...answers.map(({ rss }) => rss))),
    };
  } finally {
    await database.drop();
  }
}

async function prepare(url, work) {
  for (const id of new Set(work.map(({ connector }) => connector.organisation_id)))
    await query(url, `insert into organisations (id, name) values ($1, 'floor')`, [id]);
}

async function startChild(url) {
  const child = fork(entry, [], { env: { ...process.env, DATABASE_URL: url }, execArgv: [] });
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the floor's process ended with ${code}`)));
  });
  return child;
}

function ask(child, item) {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the floor's process ended with ${code}`)));
    child.send(item);
  }).finally(() => child.removeAllListeners('exit'));
}
