// npm run alerts --prefix bench -- [--minutes 60] [--only normal|faults] [--alerts NAME,…]
// Needs prometheus and redis-server. Runs the service, which Prometheus scrapes, twice:
// - `normal`: an idle fifth of the time, then imports, reads, notifications and a restart of each process, with the shipped rules. None may fire.
// - `faults`: causes a real fault for each shipped alert, with shorter durations in the rules, and shows that it fires.
// Exits with 0 when no alert fired in normal work, and each one by its fault.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildSpec, findFreePort, waitFor } from '@connectory/harness';
import { repositoryRoot } from '../repository-root.ts';
import { type AlertFault, alertFaults, send, startReceiver, submit, type WatchedService } from './alert-faults.ts';
import { createInstallation } from './installation.ts';
import { type Prometheus, startPrometheus } from './start-prometheus.ts';
import { judge, report, sendTraffic, untilEnded } from './traffic.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    only: { type: 'string' },
    alerts: { type: 'string' },
  },
});

const rules = readFileSync(path.join(repositoryRoot, 'deploy/prometheus/connectory.rules.yml'), 'utf8');
const names = [...rules.matchAll(/alert: (\w+)/g)].map(([, name = '']) => name);

/** How long a fault lasts at most until its alert fires. */
const faultMs = 300_000;
const settleMs = 8 * 60_000;

/** Durations and windows for a run of minutes, after which an alert also ends. Thresholds stay, except the hours without housekeeping. */
const shorterDurations: readonly (readonly [RegExp, string])[] = [
  [/for: \d+m/g, 'for: 10s'],
  [/\[\d+[mh]\]/g, '[1m]'],
  [/> 7200/g, '> 60'],
];

if (values.only !== 'faults') await withService({}, rules, watchNormalWork);
if (values.only !== 'normal') {
  const env = { SWEEP_SECONDS: '2', HOUSEKEEPING_SECONDS: '5', DATABASE_POOL_SIZE: '4', STALE_AFTER_SECONDS: '15' };
  const shorter = shorterDurations.reduce((text, [pattern, short]) => text.replace(pattern, short), rules);
  await withService(env, shorter, causeFaults);
}

/** Runs one API and two workers with a queue on Redis, beside Prometheus. */
async function withService(
  env: { readonly [name: string]: string },
  text: string,
  watch: (service: WatchedService, prometheus: Prometheus) => Promise<void>,
): Promise<void> {
  // A worker with an import at a time, so that both processors stay free for the rest.
  const common = {
    OUTBOUND_ALLOW: '127.0.0.1',
    WORKER_CONCURRENCY: '1',
    SECRETS_KEY: Buffer.alloc(32, 1).toString('base64'),
  };
  const defaults = { SWEEP_SECONDS: '10', DRAIN_SECONDS: '5' };
  const installation = await createInstallation({ backend: 'redis', env: { ...common, ...defaults, ...env } });
  let prometheus: Prometheus | undefined;
  try {
    const metricsPort = await findFreePort();
    const api = await installation.start('api', { env: { METRICS_PORT: String(metricsPort) } });
    const workers = [await installation.start('worker'), await installation.start('worker')];
    const restartWorker = async (index: number): Promise<void> => {
      const old = workers[index];
      if (old !== undefined)
        workers[index] = await installation.start('worker', { port: Number(new URL(old.url).port) });
    };
    prometheus = await startPrometheus({
      folder: path.join(installation.folder, 'prometheus'),
      rules: text,
      scrapeSeconds: 2,
      targets: {
        'connectory-api': [`127.0.0.1:${metricsPort}`],
        'connectory-worker': workers.map(({ url }) => new URL(url).host),
      },
    });
    await watch({ ...installation, api, workers, restartWorker }, prometheus);
  } finally {
    await prometheus?.stop();
    await installation.stop();
  }
}

async function watchNormalWork(service: WatchedService, prometheus: Prometheus): Promise<void> {
  const ms = Number(values.minutes) * 60_000;
  const receiver = await startReceiver(204);
  await send(service, '/callback-secret', { method: 'POST' });
  await pause(ms / 5);
  const traffic = sendTraffic(() => service.api.url, service, 1);
  await pause((ms * 2) / 5);
  for (const index of service.workers.keys()) {
    await service.workers[index]?.end();
    await service.restartWorker(index);
  }
  await pause((ms * 2) / 5);
  await traffic.stop();
  const faults = [...judge(traffic, await untilEnded(service.databaseUrl, settleMs))];
  await submit(service, buildSpec(), { callbackUrl: receiver.url });
  await pause(5_000);
  receiver.close();
  for (const name of names) {
    const fired = await prometheus.query(`count_over_time(ALERTS{alertname="${name}",alertstate="firing"}[1d])`);
    const pending = await prometheus.query(`count_over_time(ALERTS{alertname="${name}",alertstate="pending"}[1d])`);
    if (fired !== undefined) faults.push(`${name} fired`);
    console.log(`${name}: ${fired === undefined ? 'silent' : 'FIRED'}${pending === undefined ? '' : ', was pending'}`);
  }
  report(`${values.minutes} minutes of normal work`, traffic, faults);
}

async function causeFaults(service: WatchedService, prometheus: Prometheus): Promise<void> {
  const untested = names.filter((name) => !alertFaults.some(({ alert }) => alert === name));
  if (untested.length > 0) throw new Error(`no fault for ${untested.join(', ')}`);
  console.log(
    `shorter durations: ${shorterDurations.map(([pattern, short]) => `${pattern.source} → ${short}`).join(', ')}`,
  );
  for (const fault of alertFaults) {
    if (values.alerts?.split(',').includes(fault.alert) === false) continue;
    const outcome = await tryFault(fault, service, prometheus);
    console.log(`${fault.alert}: ${fault.fault}: ${outcome}`);
    if (!outcome.startsWith('fired')) process.exitCode = 1;
  }
}

async function tryFault(
  { alert, cause }: AlertFault,
  service: WatchedService,
  prometheus: Prometheus,
): Promise<string> {
  const isFiring = async (): Promise<boolean> =>
    (await prometheus.activeAlerts()).some(({ name, state }) => name === alert && state === 'firing');
  // An earlier fault may fire it too.
  await waitFor(async () => !(await isFiring()), { timeoutMs: 20 * 60_000, describe: `${alert} does not fire` });
  const startedAt = Date.now();
  const undo = await cause(service);
  try {
    await waitFor(isFiring, { timeoutMs: faultMs, describe: `${alert} fires` });
  } catch {
    return `DID NOT FIRE within ${faultMs / 1_000} s`;
  } finally {
    await undo();
  }
  const seconds = Math.round((Date.now() - startedAt) / 1_000);
  const others = (await prometheus.activeAlerts()).filter(({ name, state }) => name !== alert && state === 'firing');
  const beside = [...new Set(others.map(({ name }) => name.replace('Connectory', '')))].join(', ');
  await waitFor(async () => (await fetch(`${service.api.url}/readyz`)).ok, {
    timeoutMs: 120_000,
    describe: 'the API is ready',
  });
  return `fired after ${seconds} s${beside === '' ? '' : ` (also firing: ${beside})`}`;
}
