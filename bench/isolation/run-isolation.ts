// npm run isolation --prefix bench -- [--backend postgres|redis] [--size 1000000] [--seconds 60]
// Organisation A imports hostile documents of every kind without a pause, and reads its largest results. Organisation B reads, and imports
// a small document every two seconds. Prints the latency of B's reads, and how long its imports waited, with and without A.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildSpec, createOwner, importForm } from '@connectory/harness';
import { type Stack, startStack } from '../reimport/stack.ts';
import { createTenant, type Tenant } from './tenant.ts';

const { values } = parseArgs({
  options: {
    backend: { type: 'string', default: 'postgres' },
    size: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '60' },
  },
});
const windowMs = Number(values.seconds) * 1000;

const readPauseMs = 20;
const importPauseMs = 2_000;

interface Latencies {
  readonly readMs: number[];
  /** From the acceptance of an import to its claim by a worker. */
  readonly startMs: number[];
  readonly endMs: number[];
  errors: number;
}

const folder = await mkdtemp(path.join(tmpdir(), 'connectory-isolation-'));
const stack = await startStack({ folder, backend: values.backend });
try {
  await main(stack);
} finally {
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}

async function main({ baseUrl, databaseUrl, organisationId, apiKey }: Stack): Promise<void> {
  const other = await createOwner(databaseUrl, 'other');
  const b = createTenant(baseUrl, other.organisationId, other.apiKey);
  print('B alone', await measure(b));
  // In a process of its own, which would otherwise delay what is measured.
  const attacker = fork(new URL('./run-attack.js', import.meta.url), [baseUrl, organisationId, apiKey, values.size]);
  await once(attacker, 'message');
  const latencies = await measure(b);
  attacker.kill('SIGTERM');
  print('B beside A', latencies);
  await once(attacker, 'exit');
}

/** B reads and imports for the length of a window. */
async function measure(b: Tenant): Promise<Latencies> {
  const found: Latencies = { readMs: [], startMs: [], endMs: [], errors: 0 };
  const until = performance.now() + windowMs;
  const importing = (async () => {
    while (performance.now() < until) {
      await importOne(b, found);
      await pause(importPauseMs);
    }
  })();
  while (performance.now() < until) {
    for (const target of ['/imports?first=20', '/connectors?first=20']) {
      const startedAt = performance.now();
      const response = await b.send(target);
      await response.arrayBuffer();
      if (!response.ok) found.errors += 1;
      found.readMs.push(performance.now() - startedAt);
    }
    await pause(readPauseMs);
  }
  await importing;
  return found;
}

async function importOne(b: Tenant, found: Latencies): Promise<void> {
  const body = importForm(JSON.stringify(buildSpec({})), { version: '1' });
  const { id } = Object(await (await b.send('/protocols/http/import', { method: 'POST', body })).json());
  for (;;) {
    const { status, createdAt, startedAt, finishedAt } = Object(
      await (await b.send(`/imports/${id}`, { headers: { Prefer: 'wait=20' } })).json(),
    );
    if (finishedAt === undefined) continue;
    if (status !== 'succeeded') found.errors += 1;
    found.startMs.push(Date.parse(startedAt) - Date.parse(createdAt));
    found.endMs.push(Date.parse(finishedAt) - Date.parse(createdAt));
    return;
  }
}

function print(title: string, { readMs, startMs, endMs, errors }: Latencies): void {
  const describe = (times: readonly number[]): string =>
    `n ${times.length}, p50 ${quantile(times, 0.5)} ms, p99 ${quantile(times, 0.99)} ms, max ${quantile(times, 1)} ms`;
  console.log(
    `${title}: reads ${describe(readMs)}; start of imports ${describe(startMs)}; end ${describe(endMs)}; errors ${errors}`,
  );
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((one, two) => one - two);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
}
