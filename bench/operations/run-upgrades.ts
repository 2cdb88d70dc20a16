// npm run upgrades --prefix bench -- --old FOLDER [--backend postgres|redis] [--seconds 20]
// FOLDER is a built clone of an older version: git worktree add FOLDER <commit>; npm ci; npm run build. Runs its programs and the present ones
// side by side on the present schema: old API with new worker, new API with old worker, and all four.
// Exits with 0 when no request failed and every import succeeded.
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../repository-root.ts';
import { createInstallation, type Installation, type Program } from './installation.ts';
import { judge, report, sendTraffic, untilEnded } from './traffic.ts';

const { values } = parseArgs({
  options: {
    old: { type: 'string' },
    backend: { type: 'string', default: 'postgres' },
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '3' },
  },
});
if (values.old === undefined) throw new Error('--old is missing: the folder of a built older version');
const roots = { old: path.resolve(values.old), new: repositoryRoot };

const settleMs = 8 * 60_000;

/** Which programs run together. */
const pairs: readonly { readonly apis: readonly Age[]; readonly workers: readonly Age[] }[] = [
  { apis: ['old'], workers: ['new'] },
  { apis: ['new'], workers: ['old'] },
  { apis: ['old', 'new'], workers: ['old', 'new'] },
];

type Age = keyof typeof roots;

for (const pair of pairs) {
  const installation = await createInstallation({ backend: values.backend });
  try {
    await run(installation, pair);
  } finally {
    await installation.stop();
  }
}

async function run(
  { start, databaseUrl, ...owner }: Installation,
  { apis, workers }: (typeof pairs)[number],
): Promise<void> {
  const startAll = (app: 'api' | 'worker', ages: readonly Age[]): Promise<readonly Program[]> =>
    Promise.all(ages.map((age) => start(app, { root: roots[age] })));
  const [servers] = await Promise.all([startAll('api', apis), startAll('worker', workers)]);
  let turn = 0;
  const traffic = sendTraffic(() => servers[(turn += 1) % servers.length]?.url ?? '', owner, Number(values.rate));
  await pause(Number(values.seconds) * 1_000);
  await traffic.stop();
  const faults = judge(traffic, await untilEnded(databaseUrl, settleMs));
  report(`API ${apis.join(' and ')}, worker ${workers.join(' and ')}, ${values.backend}`, traffic, faults);
}
