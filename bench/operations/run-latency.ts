// npm run latency --prefix bench -- [--imports 200000] [--connectors 50000] [--actions 5000000] [--samples 300] [--limit 60]
// Generates a database of this size, and measures every list and read of the API, one request at a time, with all filters and orders that
// the test of plans has. Needs an idle core and 6 GB of disk. Exits with 0 when the 99th percentile of each is below the limit in ms.
import { apiOperations } from '@connectory/contract';
import { addressOf, fillDatabase, filledQueries } from '@connectory/harness';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createInstallation, type Installation } from './installation.ts';

const { values } = parseArgs({
  options: {
    imports: { type: 'string', default: '200000' },
    connectors: { type: 'string', default: '50000' },
    actions: { type: 'string', default: '5000000' },
    samples: { type: 'string', default: '300' },
    limit: { type: 'string', default: '60' },
  },
});

/** They stream until the client leaves. */
const endless = new Set(['FollowImport', 'FollowReimport']);

// Not by `fetch`, which makes so much garbage that its collection is part of the slowest samples.
const agent = new Agent({ keepAlive: true });

/** Requests of each kind before the measured ones. */
const warmUps = 10;

const installation = await createInstallation({ backend: 'postgres' });
try {
  await fill(installation);
  await main(installation);
} finally {
  await installation.stop();
}

async function fill({ databaseUrl, organisationId }: Installation): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const startedAt = Date.now();
    const size = {
      imports: Number(values.imports),
      connectors: Number(values.connectors),
      actions: Number(values.actions),
    };
    await fillDatabase(client, organisationId, size);
    // Reads are measured, not the writes of what was filled.
    await client.query('checkpoint');
    const { rows } = await client.query<{ size: string }>(
      'select pg_size_pretty(pg_database_size(current_database())) as size',
    );
    console.log(
      `${JSON.stringify(size)}: ${rows[0]?.size}, filled in ${Math.round((Date.now() - startedAt) / 1_000)} s`,
    );
  } finally {
    await client.end();
  }
}

interface Measured {
  readonly name: string;
  readonly status: number;
  readonly bytes: number;
  /** In ascending order. */
  readonly times: readonly number[];
}

async function main({ start, organisationId, operatorApiKey }: Installation): Promise<void> {
  const { url } = await start('api');
  const measured: Measured[] = [];
  for (const { method, role, operationId, path } of apiOperations) {
    if (method !== 'get' || role === 'public' || endless.has(operationId)) continue;
    for (const query of filledQueries[operationId] ?? ['']) {
      const address = `${url}${addressOf(path, organisationId)}?${query}`;
      measured.push(await measure(`${operationId} ${query}`, address, operatorApiKey));
    }
  }
  const limitMs = Number(values.limit);
  const slow = measured.filter(({ times }) => percentile(times, 0.99) >= limitMs);
  console.log('| request | status | bytes | p50 ms | p99 ms | max ms |\n| --- | --- | --- | --- | --- | --- |');
  for (const one of [...measured].sort((a, b) => percentile(b.times, 0.99) - percentile(a.times, 0.99)))
    console.log(describeRow(one));
  console.log(
    `${measured.length} requests, ${values.samples} samples each, ${slow.length} at or above ${limitMs} ms p99`,
  );
  if (slow.length > 0) process.exitCode = 1;
}

async function measure(name: string, address: string, key: string): Promise<Measured> {
  const times: number[] = [];
  let last = { status: 0, bytes: 0 };
  for (let sample = -warmUps; sample < Number(values.samples); sample += 1) {
    const startedAt = performance.now();
    last = await read(address, key);
    if (sample >= 0) times.push(performance.now() - startedAt);
  }
  return { name, ...last, times: times.sort((a, b) => a - b) };
}

async function read(address: string, key: string): Promise<Pick<Measured, 'status' | 'bytes'>> {
  const request = get(address, { agent, headers: { Authorization: `Bearer ${key}` } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let bytes = 0;
  for await (const chunk of response) bytes += (chunk as Buffer).byteLength;
  return { status: response.statusCode ?? 0, bytes };
}

function describeRow({ name, status, bytes, times }: Measured): string {
  const cells = [percentile(times, 0.5), percentile(times, 0.99), times.at(-1) ?? 0].map((ms) => ms.toFixed(1));
  return `| ${name.slice(0, 90)} | ${[status, bytes, ...cells].join(' | ')} |`;
}

/** @param times in ascending order */
function percentile(times: readonly number[], part: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
}
