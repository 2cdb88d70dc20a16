// npm run chaos -- [--minutes 2] [--backend redis|postgres] [--seed S] [--documents directory|examples]
//                  [--apis 2] [--workers 2] [--pause-ms 500]
// Imports documents steadily while workers, the API, PostgreSQL and Redis are killed, frozen, disconnected and emptied at random.
// Compares each import with an import of the same document without troubles.
// Exits with 0 when no import is lost, duplicated or incomplete and no file, process or connection is left.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type ChaosClient, createClient, createLedger, type Ledger } from './client.ts';
import { type ChaosDocuments, readDocuments } from './documents.ts';
import { type CalmRun, findLeftovers, findRowFaults } from './find-faults.ts';
import {
  countActiveImports,
  createInspector,
  describeOutcome,
  type Inspector,
  readOutcomes,
  untilAllEnded,
  untilQueueIsEmpty,
} from './inspector.ts';
import { createRandom, type Random } from './random.ts';
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
  const faults = await runOn(world, documents);
  for (const fault of faults.slice(0, shownFaults)) console.log(`  FAULT ${fault}`);
  const verdict = faults.length === 0 ? 'nothing lost, duplicated or left over' : `${faults.length} faults`;
  console.log(`verdict: ${verdict} (seed ${seed}, ${Math.round((Date.now() - startedAt) / 1000)} s in all)`);
  if (faults.length === 0) await rm(folder, { recursive: true, force: true });
  else console.log(`logs are kept in ${path.join(folder, 'logs')}`);
  return faults.length === 0;
}

/** @returns one line for each fault. */
async function runOn(world: World, documents: ChaosDocuments): Promise<readonly string[]> {
  const inspector = createInspector(world.postgres.url);
  const faults: string[] = [];
  try {
    const calm = await importCalmly({ world, inspector, documents });
    const random = createRandom(seed);
    const ledger = createLedger();
    const client = createClient({ world, random, ledger });
    const storm = createStorm({ world, random, onFault: (text) => faults.push(text) });
    const until = Date.now() + Number(values.minutes) * 60_000;
    const stopProgress = showProgress({ ledger, storm, until, inspector });
    await Promise.all([storm.rage(until), submitSteadily({ client, random, documents, calm, until, inspector })]);
    stopProgress();
    faults.push(...(await judgeRun({ world, inspector, ledger, calm, storm })), ...ledger.faults);
  } finally {
    await inspector.close();
    await stopWorld(world);
  }
  return faults;
}

/** Imports every document once without troubles. @returns the expected outcomes, and connectors to add versions to. */
async function importCalmly(run: { world: World; inspector: Inspector; documents: ChaosDocuments }): Promise<CalmRun> {
  const { world, inspector, documents } = run;
  const ledger = createLedger();
  const steady = { ...createRandom(1), chance: () => false };
  const client = createClient({ world, random: steady, ledger });
  for (const document of [...documents.real, ...documents.faulty]) await client.importOne({ document });
  const left = await untilAllEnded(inspector, settleMs, () => undefined);
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

/** Waits for all imports to end, stops the processes and looks for faults. @returns one line for each fault */
async function judgeRun(run: {
  world: World;
  inspector: Inspector;
  ledger: Ledger;
  calm: CalmRun;
  storm: Storm;
}): Promise<readonly string[]> {
  const { world, inspector, ledger, calm, storm } = run;
  const faults: string[] = [];
  const stormEndedAt = Date.now();
  const left = await untilAllEnded(inspector, settleMs, () => undefined);
  const settleSeconds = (Date.now() - stormEndedAt) / 1000;
  if (left !== 0) faults.push(`${left} imports did not end`);
  const rows = await readOutcomes(inspector);
  const rowFaults = await findRowFaults(inspector, rows, { ledger, calm });
  const jobs = await untilQueueIsEmpty(world, inspector, queueDrainMs);
  if (jobs !== 0) faults.push(`${jobs} jobs are left in the queue`);
  const members = [...world.workers, ...world.apis];
  await Promise.all(members.map((member) => member.end('SIGTERM')));
  await pause(1_000);
  faults.push(...rowFaults, ...(await findLeftovers(world, inspector)));
  faults.push(...members.flatMap((member) => member.counts.crashes));
  printSummary({ rows, ledger, storm, members, settleSeconds });
  return faults;
}

async function stopWorld(world: World): Promise<void> {
  for (const member of [...world.workers, ...world.apis]) await member.end('SIGKILL').catch(() => undefined);
  await world.redis?.stop();
  await world.postgres.stop();
}
