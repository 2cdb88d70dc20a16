// npm run killed-worker --prefix bench -- [--seconds 60] [--every 3]
// Kills the worker of `connectory start` every three seconds for a minute, while clients import and read.
// Exits with 0 when every read got its response, and every import ended afterwards.
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { childProcessesOf, startProcess } from '@connectory/harness';
import { judge, report, sendTraffic } from './traffic.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, every: { type: 'string', default: '3' } },
});

const settleMs = 8 * 60_000;

const folder = await mkdtemp(path.join(tmpdir(), 'connectory-killed-worker-'));
const server = startProcess({
  app: 'cli',
  args: ['start'],
  env: {
    DATABASE_URL: '',
    REDIS_URL: '',
    CONNECTORY_URL: '',
    CONNECTORY_DATA_DIR: folder,
    PORT: '0',
    IMPORT_DEFAULT_WAIT_SECONDS: '0',
  },
});
try {
  await main();
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function main(): Promise<void> {
  await server.untilOutput('serves at', 300_000);
  const { baseUrl, ...owner } = JSON.parse(await readFile(path.join(folder, 'credentials.json'), 'utf8'));
  const traffic = sendTraffic(() => baseUrl, owner, 2);
  const killed = await killWorkers(Date.now() + Number(values.seconds) * 1_000);
  await traffic.stop();
  const counts = await untilAllEnded(baseUrl, owner, [...traffic.imports]);
  console.log(`${killed} workers killed`);
  report('killed worker', traffic, judge(traffic, counts));
}

async function killWorkers(until: number): Promise<number> {
  const killed = new Set<number>();
  while (Date.now() < until) {
    await pause(Number(values.every) * 1_000);
    for (const pid of findWorkers()) {
      killed.add(pid);
      process.kill(pid, 'SIGKILL');
    }
  }
  return killed.size;
}

/** Processes of workers, also those that start. */
function findWorkers(): readonly number[] {
  return childProcessesOf(server.pid).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('worker');
    } catch {
      return false;
    }
  });
}

async function untilAllEnded(
  baseUrl: string,
  owner: { readonly organisationId: string; readonly apiKey: string },
  ids: readonly string[],
): Promise<{ readonly [status: string]: number }> {
  const counts: { [status: string]: number } = {};
  const deadline = Date.now() + settleMs;
  for (const id of ids) {
    let status = 'queued';
    while (status === 'queued' || status === 'running') {
      const response = await fetch(`${baseUrl}/api/connect/v1/o/${owner.organisationId}/imports/${id}`, {
        headers: { Authorization: `Bearer ${owner.apiKey}`, Prefer: 'wait=20' },
      });
      ({ status } = Object(await response.json()));
      if (Date.now() > deadline) break;
    }
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}
