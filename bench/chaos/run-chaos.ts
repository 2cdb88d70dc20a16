// npm run chaos -- [--minutes 2] [--backend redis|postgres] [--seed S] [--documents directory|examples]
// Imports documents steadily while workers, the API, PostgreSQL and Redis are killed, frozen, cut off and emptied at random, and holds
// what came of each import against a calm import of the same document. Ends with 0 when nothing was lost, doubled, half there or left.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient, createLedger } from './client.mjs';
import { readDocuments } from './documents.mjs';
import { createRandom } from './random.mjs';
import { createStorm } from './storm.mjs';
import {
  countUnended,
  createInspector,
  describeOutcome,
  findLeftovers,
  findRowFaults,
  readOutcomes,
  untilAllEnded,
  untilQueueIsEmpty,
} from './verify.mjs';
import { createWorld } from './world.mjs';

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

/** Imports that have not ended, at most: a queue that grows for ever would show nothing. */
const maxUnended = 60;
/** How long everything may take to end once nothing is in its way any more. */
const settleMs = 10 * 60_000;

process.exitCode = (await main()) ? 0 : 1;

async function main() {
  const startedAt = Date.now();
  const random = createRandom(values.seed);
  const documents = await readDocuments(values.documents, values.seed);
  const folder = await mkdtemp(path.join(tmpdir(), 'connectory-chaos-'));
  const { backend } = values;
  console.log(
    `chaos: ${values.minutes} min, ${backend}, seed ${values.seed}, ${documents.real.length} documents and ${documents.faulty.length} broken ones, in ${folder}`,
  );
  const world = await createWorld({ folder, backend, apis: Number(values.apis), workers: Number(values.workers) });
  const inspector = createInspector(world.postgres.url);
  // Whoever breaks it off leaves nothing running either.
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void stopWorld(world).finally(() => process.exit(130)));
  const faults = [];
  try {
    const calm = await importCalmly({ world, inspector, documents });
    const ledger = createLedger();
    const client = createClient({ world, random, ledger });
    const storm = createStorm({ world, random, onTrouble: (text) => faults.push(text) });
    const until = Date.now() + Number(values.minutes) * 60_000;
    const show = createLine({ ledger, storm, until, inspector });
    await Promise.all([storm.rage(until), submitSteadily({ client, random, documents, calm, until, inspector })]);
    show.stop();
    faults.push(...(await judge({ world, inspector, ledger, calm, storm, startedAt })), ...ledger.faults);
  } finally {
    await inspector.close();
    await stopWorld(world);
  }
  for (const fault of faults.slice(0, 40)) console.log(`  FAULT ${fault}`);
  const verdict = faults.length === 0 ? 'nothing lost, nothing twice, nothing left' : `${faults.length} faults`;
  console.log(`verdict: ${verdict} (seed ${values.seed}, ${Math.round((Date.now() - startedAt) / 1000)} s in all)`);
  if (faults.length === 0) await rm(folder, { recursive: true, force: true });
  else console.log(`logs are kept in ${path.join(folder, 'logs')}`);
  return faults.length === 0;
}

/** Every document once, with nothing in its way: what each comes to, and connectors to add versions to. */
async function importCalmly({ world, inspector, documents }) {
  const ledger = createLedger();
  const steady = { ...createRandom(1), chance: () => false };
  const client = createClient({ world, random: steady, ledger });
  for (const document of [...documents.real, ...documents.faulty]) await client.importOne({ document });
  const left = await untilAllEnded(inspector, settleMs, () => undefined);
  if (left !== 0 || ledger.faults.length > 0) throw new Error(`the calm was none: ${ledger.faults.join('; ')}`);
  const rows = await readOutcomes(inspector);
  const connectors = await inspector.query('select id from connectors order by id');
  console.log(
    `calm: ${rows.length} imports, ${rows.filter((row) => row.status === 'succeeded').length} succeeded; slowest ${Math.max(...rows.map((row) => row.seconds)).toFixed(1)} s`,
  );
  return {
    count: rows.length,
    outcomes: new Map(rows.map((row) => [row.sha256, describeOutcome(row)])),
    connectorIds: connectors.map(({ id }) => id),
  };
}

async function submitSteadily({ client, random, documents, calm, until, inspector }) {
  const inFlight = new Set();
  let versions = 0;
  while (Date.now() < until) {
    await pause(random.between(0.5, 1.5) * Number(values['pause-ms']));
    const unended = await countUnended(inspector).catch(() => 0);
    if (unended > maxUnended || inFlight.size > maxUnended) continue;
    const document = random.pick(random.chance(0.15) ? documents.faulty : documents.real);
    const target = random.chance(0.2)
      ? { connectorId: random.pick(calm.connectorIds), version: `storm-${(versions += 1)}` }
      : {};
    const submitted = client.importOne({ document, ...target }).finally(() => inFlight.delete(submitted));
    inFlight.add(submitted);
  }
  await Promise.all(inFlight);
}

/** A line that says how it stands: over and over on a terminal, now and then in a log. */
function createLine({ ledger, storm, until, inspector }) {
  const tty = process.stdout.isTTY === true;
  const timer = setInterval(
    async () => {
      const unended = await countUnended(inspector).catch(() => '?');
      const troubles = Object.values(storm.counts).reduce((sum, count) => sum + count, 0);
      const left = Math.max(0, Math.round((until - Date.now()) / 1000));
      const line = `${left} s left, ${ledger.accepted.size} accepted, ${unended} not ended, ${troubles} troubles, ${ledger.unavailable} × 503, ${ledger.broken} broken connections`;
      process.stdout.write(tty ? `\r\u001b[K${line}` : `${line}\n`);
    },
    tty ? 1_000 : 15_000,
  );
  return {
    stop: () => {
      clearInterval(timer);
      if (tty) process.stdout.write('\n');
    },
  };
}

/** @returns what is wrong, one line each. */
async function judge({ world, inspector, ledger, calm, storm }) {
  const faults = [];
  const settledFrom = Date.now();
  const left = await untilAllEnded(inspector, settleMs, () => undefined);
  const settleSeconds = (Date.now() - settledFrom) / 1000;
  if (left !== 0) faults.push(`${left} imports did not end`);
  const found = await findRowFaults({ inspector, ledger, calm });
  const jobs = await untilQueueIsEmpty(world, inspector, 120_000);
  if (jobs !== 0) faults.push(`${jobs} jobs are left in the queue`);
  const members = [...world.workers, ...world.apis];
  await Promise.all(members.map((member) => member.end('SIGTERM')));
  await pause(1_000);
  faults.push(...found.faults, ...(await findLeftovers(world, inspector)));
  faults.push(...members.flatMap((member) => member.counts.crashes));
  printTable({ rows: found.rows, ledger, storm, members, settleSeconds });
  return faults;
}

function printTable({ rows, ledger, storm, members, settleSeconds }) {
  const mine = rows.filter((row) => ledger.accepted.has(row.id));
  const count = (status) => mine.filter((row) => row.status === status).length;
  const sum = (key) => members.reduce((total, member) => total + member.counts[key], 0);
  const table = {
    accepted: ledger.accepted.size,
    succeeded: count('succeeded'),
    'failed as expected': count('failed'),
    cancelled: count('cancelled'),
    'requests answered 503': ledger.unavailable,
    'requests without an answer': ledger.broken,
    'accepted on a repeated request': ledger.repeated,
    ...storm.counts,
    'swept: jobs added anew': sum('enqueued'),
    'reclaimed from dead workers': sum('released'),
    'attempts beyond the first': mine.reduce((total, row) => total + Math.max(0, row.attempts - 1), 0),
    'most attempts of one import': Math.max(0, ...mine.map((row) => row.attempts)),
    'longest wait, seconds': Math.max(0, ...mine.map((row) => row.seconds)).toFixed(1),
    'seconds until all had ended': settleSeconds.toFixed(1),
  };
  for (const [what, value] of Object.entries(table)) console.log(`  ${what.padEnd(34)}${value}`);
}

async function stopWorld(world) {
  for (const member of [...world.workers, ...world.apis]) await member.end('SIGKILL').catch(() => undefined);
  await world.redis?.stop();
  await world.postgres.stop();
}
