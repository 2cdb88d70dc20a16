// npm run chaos -- [--minutes 2] [--backend redis|postgres] [--seed S] [--documents directory|examples]
//                  [--apis 2] [--workers 2] [--pause-ms 500] [--without "disk full,database read-only"]
// Imports documents steadily, alone and in bulk runs, while workers, the API, PostgreSQL and Redis are killed, frozen, disconnected, filled
// and emptied at random. All clients record their observations, and an independent checker compares them (packages/history).
// Compares each import with an import of the same document without troubles.
// Exits with 0 when no import is lost, duplicated, incomplete or contradictory and no file, process or connection is left.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { checkHistory } from '@connectory/history';
import { type BulkRuns, createBulkRuns } from './bulk-runs.ts';
import { type ChaosClient, createLedger, type Ledger } from './client.ts';
import { type Clients, createClients } from './clients.ts';
import { type ChaosDocuments, readDocuments } from './documents.ts';
import { type CalmRun, findLeftovers, findRowFaults } from './find-faults.ts';
import { readFinally } from './final-reads.ts';
import {
  countActiveImports,
  createInspector,
  describeOutcome,
  type Inspector,
  readOutcomes,
  untilAllEnded,
  untilNotified,
  untilQueueIsEmpty,
} from './inspector.ts';
import { createRandom, type Random } from './random.ts';
import { createRecorder, type Recorder, silentRecorder } from './recorder.ts';
import { createStorm, type Storm } from './storm.ts';
import { printSummary, showProgress } from './summary.ts';
import { createWorld, type World } from './world.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    backend: { type: 'string', default: 'redis' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    documents: { type: 'string', default: 'directory' },
    apis: { type: 'string', default: '2' },
    workers: { type: 'string', default: '2' },
    'pause-ms': { type: 'string', default: '500' },
    without: { type: 'string', default: '' },
  },
});
const seed = Number(values.seed);
const submitPauseMs = Number(values['pause-ms']);

/** Limit of imports that have not ended. Without it the queue could grow for the whole run. */
const maxActive = 60;
/** Time for all imports to end after the last trouble. */
const settleMs = 10 * 60_000;
const queueDrainMs = 120_000;
const shownFaults = 40;

process.exitCode = (await main()) ? 0 : 1;

async function main(): Promise<boolean> {
  const startedAt = Date.now();
  const documents = await readDocuments(values.documents, seed);
  const folder = await mkdtemp(path.join(tmpdir(), 'connectory-chaos-'));
  const { backend } = values;
  console.log(
    `chaos: ${values.minutes} min, ${backend}, seed ${seed}, ${documents.real.length} documents and ${documents.faulty.length} broken ones, in ${folder}`,
  );
  const world = await createWorld({ folder, backend, apis: Number(values.apis), workers: Number(values.workers) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stopWorld(world).finally(() => process.exit(130)));
  }
  await mkdir(path.join(folder, 'logs'), { recursive: true });
  const recorder = createRecorder(path.join(folder, 'logs', 'history.jsonl'));
  const faults = await runOn({ world, documents, recorder });
  await recorder.close();
  for (const fault of faults.slice(0, shownFaults)) console.log(`  FAULT ${fault}`);
  const verdict =
    faults.length === 0 ? 'nothing lost, duplicated, contradictory or left over' : `${faults.length} faults`;
  console.log(`verdict: ${verdict} (seed ${seed}, ${Math.round((Date.now() - startedAt) / 1000)} s in all)`);
  if (faults.length === 0) await rm(folder, { recursive: true, force: true });
  else console.log(`logs and history are kept in ${path.join(folder, 'logs')}`);
  return faults.length === 0;
}

interface Run {
  readonly world: World;
  readonly documents: ChaosDocuments;
  readonly recorder: Recorder;
}

/** @returns one line for each fault. */
async function runOn({ world, documents, recorder }: Run): Promise<readonly string[]> {
  const inspector = createInspector(world.postgres.url);
  const faults: string[] = [];
  const random = createRandom(seed);
  const calmly = { ...createRandom(1), chance: () => false, next: () => 1 - Number.EPSILON };
  const ledger = createLedger();
  const clients = await createClients({ world, random, recorder, ledger });
  try {
    const calmLedger = createLedger();
    const calmClients = await createClients({ world, random: calmly, recorder: silentRecorder, ledger: calmLedger });
    const calm = await importCalmly({ clients: calmClients, ledger: calmLedger, inspector, documents });
    const { requests, client, observer } = clients;
    const runs = createBulkRuns({ requests, recorder, random, connectorIds: calm.connectorIds });
    const without = new Set(values.without.split(','));
    const storm = createStorm({ world, random, recorder, without, onFault: (text) => faults.push(text) });
    const until = Date.now() + Number(values.minutes) * 60_000;
    const stopProgress = showProgress({ ledger, storm, until, inspector });
    await Promise.all([
      storm.rage(until),
      submitSteadily({ client, random, documents, calm, until, inspector }),
      runs.keepRunning(until),
      listSteadily({ list: () => observer.list(), until }),
    ]);
    stopProgress();
    faults.push(
      ...(await judgeRun({ world, inspector, ledger, calm, storm, clients, runs, recorder })),
      ...ledger.faults,
    );
  } finally {
    await clients.close();
    await inspector.close();
    await stopWorld(world);
  }
  return faults;
}

async function listSteadily({ list, until }: { list: () => Promise<void>; until: number }): Promise<void> {
  while (Date.now() < until) {
    await list();
    await pause(2_000);
  }
}

/** Imports every document once without troubles. @returns the expected outcomes, and connectors to add versions to. */
async function importCalmly(run: {
  clients: Clients;
  ledger: Ledger;
  inspector: Inspector;
  documents: ChaosDocuments;
}): Promise<CalmRun> {
  const { clients, ledger, inspector, documents } = run;
  for (const document of [...documents.real, ...documents.faulty]) await clients.client.importOne({ document });
  const left = await untilAllEnded(inspector, settleMs, () => undefined);
  await clients.close();
  if (left !== 0 || ledger.faults.length > 0) {
    throw new Error(`the run without troubles failed: ${left} imports did not end; ${ledger.faults.join('; ')}`);
  }
  const rows = await readOutcomes(inspector);
  const connectors = await inspector.query<{ id: string }>('select id from connectors order by id');
  const succeeded = rows.filter((row) => row.status === 'succeeded').length;
  const slowest = Math.max(...rows.map((row) => row.seconds)).toFixed(1);
  console.log(`calm: ${rows.length} imports, ${succeeded} succeeded; slowest ${slowest} s`);
  return {
    count: rows.length,
    outcomes: new Map(rows.map((row) => [row.sha256, describeOutcome(row)])),
    connectorIds: connectors.map(({ id }) => id),
  };
}

async function submitSteadily(run: {
  client: ChaosClient;
  random: Random;
  documents: ChaosDocuments;
  calm: CalmRun;
  until: number;
  inspector: Inspector;
}): Promise<void> {
  const { client, random, documents, calm, until, inspector } = run;
  const inFlight = new Set<Promise<unknown>>();
  let versions = 0;
  while (Date.now() < until) {
    await pause(random.between(0.5, 1.5) * submitPauseMs);
    const active = await countActiveImports(inspector).catch(() => 0);
    if (active > maxActive || inFlight.size > maxActive) continue;
    const document = random.pick(random.chance(0.15) ? documents.faulty : documents.real);
    const target = random.chance(0.2)
      ? { connectorId: random.pick(calm.connectorIds), version: `storm-${(versions += 1)}` }
      : {};
    const submitted = client.importOne({ document, ...target }).finally(() => inFlight.delete(submitted));
    inFlight.add(submitted);
  }
  await Promise.all(inFlight);
}

interface JudgedRun {
  readonly world: World;
  readonly inspector: Inspector;
  readonly ledger: Ledger;
  readonly calm: CalmRun;
  readonly storm: Storm;
  readonly clients: Clients;
  readonly runs: BulkRuns;
  readonly recorder: Recorder;
}

/** Waits for all imports to end, stops the processes and looks for faults. @returns one line for each fault */
async function judgeRun(run: JudgedRun): Promise<readonly string[]> {
  const { world, inspector, ledger, calm, storm, clients, runs, recorder } = run;
  const faults: string[] = [];
  const stormEndedAt = Date.now();
  clients.receiver.behave();
  await runs.settle();
  const left = await untilAllEnded(inspector, settleMs, () => undefined);
  const settleSeconds = (Date.now() - stormEndedAt) / 1000;
  if (left !== 0) faults.push(`${left} imports did not end`);
  const pending = await untilNotified(inspector, settleMs);
  if (pending !== 0) faults.push(`${pending} notifications were not sent`);
  await readFinally({ clients, runs, ledger, recorder });
  const rows = await readOutcomes(inspector);
  const rowFaults = await findRowFaults(inspector, rows, { ledger, calm });
  const jobs = await untilQueueIsEmpty(world, inspector, queueDrainMs);
  if (jobs !== 0) faults.push(`${jobs} jobs are left in the queue`);
  const members = [...world.workers, ...world.apis];
  await Promise.all(members.map((member) => member.end('SIGTERM')));
  await pause(1_000);
  faults.push(...rowFaults, ...(await findLeftovers(world, inspector)), ...checkHistory(recorder.entries));
  faults.push(...members.flatMap((member) => member.counts.crashes));
  printSummary({ rows, ledger, storm, members, settleSeconds, entries: recorder.entries });
  return faults;
}

async function stopWorld(world: World): Promise<void> {
  for (const member of [...world.workers, ...world.apis]) await member.end('SIGKILL').catch(() => undefined);
  await world.redis?.stop();
  await world.postgres.stop();
  await Promise.all(world.networks.map((network) => network.close()));
  world.disk?.unmount();
}
