// npm run rolling-restart --prefix bench -- [--backend postgres|redis] [--rounds 2] [--rate 10]
// Restarts two APIs behind a load balancer and two workers, one after the other, while clients import 10 documents a second and read.
// Exits with 0 when no request failed, every process ended with code 0, and every import succeeded.
import { parseArgs } from 'node:util';
import { startBalancer } from './balancer.ts';
import { createInstallation, type Installation, type Program } from './installation.ts';
import { judge, report, sendTraffic, untilEnded } from './traffic.ts';

const { values } = parseArgs({
  options: {
    backend: { type: 'string', default: 'postgres' },
    rounds: { type: 'string', default: '2' },
    rate: { type: 'string', default: '10' },
  },
});

const settleMs = 8 * 60_000;

const installation = await createInstallation({ backend: values.backend });
try {
  await main(installation);
} finally {
  await installation.stop();
}

async function main({ start, databaseUrl, ...owner }: Installation): Promise<void> {
  const [apis, workers] = await Promise.all([
    Promise.all([start('api'), start('api')]),
    Promise.all([start('worker'), start('worker')]),
  ]);
  const balancer = await startBalancer(apis.map(({ url }) => url));
  const traffic = sendTraffic(() => balancer.url, owner, Number(values.rate));
  const faults: string[] = [];
  const restart = async (programs: Program[], app: 'api' | 'worker', index: number): Promise<void> => {
    const old = programs[index];
    if (old === undefined) return;
    const code = await old.end();
    if (code !== 0) faults.push(`${app} ${index} ended with ${code}:\n${old.output().slice(-2_000)}`);
    programs[index] = await start(app, { port: Number(new URL(old.url).port) });
  };
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const index of [0, 1]) await restart(workers, 'worker', index);
    for (const index of [0, 1]) {
      await restart(apis, 'api', index);
    }
  }
  await traffic.stop();
  faults.push(...judge(traffic, await untilEnded(databaseUrl, settleMs)));
  await balancer.close();
  report(`rolling restart, ${values.rounds} rounds, ${values.backend}`, traffic, faults);
}
