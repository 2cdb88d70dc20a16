// npm run bench -- [--only directory,floor,…] [--backends postgres,redis] [--documents all|N] [--repeat N] [--in-flight N] [--cold]
//                  [--peer-documents all|N] [--out FOLDER]
// Starts the service with jobs in PostgreSQL and then in Redis, drives it over HTTP and prints one table. Rows: directory, floor,
// one-document, peers, accept, read, growth, again. Writes JSON and plots to bench/results. With --repeat it reports medians.
// The floor writes the rows that the directory run of the same call has written.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../repository-root.ts';
import { type LargeDocument, largeDocuments, listDocuments } from './documents.ts';
import { describeEnvironment } from './environment.ts';
import type { FloorWork } from './floor/export-rows.ts';
import { computeRatios } from './ratios.ts';
import type { DirectoryRow, FloorRow, OneDocumentRow, Results } from './results.ts';
import { runAccept } from './rows/accept.ts';
import { runAgain } from './rows/again.ts';
import { runDirectory } from './rows/directory.ts';
import { runFloor } from './rows/floor.ts';
import { runGrowth } from './rows/growth.ts';
import { runOneDocument } from './rows/one-document.ts';
import { peers, runPeer } from './rows/peers.ts';
import { runRead } from './rows/read.ts';
import { startServer } from './server.ts';
import { medianRuns } from './median-runs.ts';
import { writeSmallDocuments } from './synthetic.ts';
import { printTable } from './table.ts';
import { writeResults } from './write-results.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: 'directory,floor,one-document,peers,accept,read,growth,again' },
    backends: { type: 'string', default: 'postgres,redis' },
    documents: { type: 'string', default: 'all' },
    repeat: { type: 'string', default: '1' },
    'in-flight': { type: 'string', default: '8' },
    // Measures directory and floor in new processes.
    cold: { type: 'boolean', default: false },
    'peer-documents': { type: 'string', default: 'all' },
    out: { type: 'string', default: path.join(repositoryRoot, 'bench/results') },
  },
});
const rows = new Set(options.only.split(','));
const backends = options.backends.split(',');
const repeats = Number(options.repeat);
const inFlight = Number(options['in-flight']);
/** Documents imported before the directory. A new service spends its first seconds on compiling its code. */
const earlierDocuments = 100;
const againDocuments = 500;

const results: Results = { environment: describeEnvironment() };
const scratch = mkdtempSync(path.join(process.env['BENCH_DIR'] ?? os.tmpdir(), 'connectory-bench-rows-'));
const server = await startServer();
const measurements: { readonly [row: string]: () => Promise<void> } = {
  directory: measureDirectoryAndFloor,
  'one-document': measureLargeDocuments,
  peers: async () => {
    const documents = listDocuments(options['peer-documents']);
    results.peers = await runEach(peers, (peer) => runPeer({ peer, documents }));
  },
  accept: async () => {
    results.accept = await runRepeatedly(backends, (backend) => runAccept(server, { backend }));
  },
  read: async () => {
    results.read = await runRepeatedly(backends, (backend) => runRead(server, { backend }));
  },
  again: async () => {
    const documents = listDocuments(againDocuments);
    results.again = await runRepeatedly(backends.slice(0, 1), (backend) =>
      runAgain(server, { backend, documents, inFlight }),
    );
  },
  growth: async () => {
    results.growth = await runRepeatedly(backends.slice(0, 1), (backend) => runGrowth(server, { backend }));
  },
};

try {
  for (const [row, measure] of Object.entries(measurements)) {
    if (!rows.has(row)) continue;
    try {
      await measure();
    } catch (error) {
      // Earlier rows remain valid.
      process.stderr.write(`${row}: ${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
    }
  }
} finally {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}
results.ratios = computeRatios(results);
writeResults(results, options.out);
printTable(results);

async function measureDirectoryAndFloor(): Promise<void> {
  const documents = listDocuments(options.documents);
  const earlier = options.cold ? [] : writeSmallDocuments(path.join(scratch, 'earlier'), earlierDocuments);
  const runs: DirectoryRow[] = [];
  const floors: FloorRow[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const backend of backends) {
      const exportTo =
        rows.has('floor') && backend === backends[0] ? path.join(scratch, `directory-${repeat}`) : undefined;
      runs.push(
        await report(`directory, ${backend}`, () =>
          runDirectory(server, { backend, earlier, documents, inFlight, exportTo }),
        ),
      );
      if (exportTo === undefined) continue;
      const work = readWork(exportTo);
      for (const processes of new Set([1, os.availableParallelism()]))
        floors.push(
          await report(`floor, ${processes}`, () =>
            runFloor(server, { earlier: work.slice(0, earlier.length), work: work.slice(earlier.length), processes }),
          ),
        );
      rmSync(exportTo, { recursive: true, force: true });
    }
  }
  results.directory = medianRuns(runs, ({ backend }) => backend);
  results.floor = medianRuns(floors, ({ processes }) => processes);
}

async function measureLargeDocuments(): Promise<void> {
  const runs: OneDocumentRow[] = [];
  const floors: (FloorRow & { readonly document: string })[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const name of Object.keys(largeDocuments) as readonly LargeDocument[]) {
      for (const backend of backends) {
        const exportTo = backend === backends[0] ? path.join(scratch, `${name}-${repeat}`) : undefined;
        runs.push(await report(`${name}, ${backend}`, () => runOneDocument(server, { backend, name, exportTo })));
        if (exportTo === undefined) continue;
        const work = readWork(exportTo);
        const floor = await report(`floor of ${name}`, () =>
          runFloor(server, { earlier: work.slice(0, -1), work: work.slice(-1), processes: 1 }),
        );
        floors.push({ document: name, ...floor });
        rmSync(exportTo, { recursive: true, force: true });
      }
    }
  }
  results['one-document'] = medianRuns(runs, ({ backend, document }) => `${document} ${backend}`);
  results['floor-of-one'] = medianRuns(floors, ({ document }) => document);
}

function readWork(folder: string): readonly FloorWork[] {
  return JSON.parse(readFileSync(path.join(folder, 'work.json'), 'utf8'));
}

async function runEach<Item, Row>(items: readonly Item[], run: (item: Item) => Promise<Row>): Promise<readonly Row[]> {
  const outcomes: Row[] = [];
  for (const item of items) outcomes.push(await report(String(item), () => run(item)));
  return outcomes;
}

async function runRepeatedly<Row extends { readonly backend: string }>(
  kinds: readonly string[],
  run: (kind: string) => Promise<Row>,
): Promise<readonly Row[]> {
  const runs: Row[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) runs.push(...(await runEach(kinds, run)));
  return medianRuns(runs, ({ backend }) => backend);
}

/** Prints the name and the time of a run on standard error. */
async function report<Row>(name: string, run: () => Promise<Row>): Promise<Row> {
  const startedAt = performance.now();
  process.stderr.write(`${name} … `);
  const outcome = await run();
  process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  return outcome;
}
