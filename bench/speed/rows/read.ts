// Row "read": reads the import of GitHub's document: the whole result, a page of actions, one schema.
import { readFileSync } from 'node:fs';
import type { ImportResult } from '@connectory/contract';
import { type BenchClient, type BenchResponse, createClient } from '../client.ts';
import { largeDocuments } from '../documents.ts';
import { type Server, startService } from '../server.ts';
import { median, percentile, round } from '../statistics.ts';

const inParallel = 16;
const resultReads = 10;

export async function runRead(server: Server, { backend, seconds = 8 }: { backend: string; seconds?: number }) {
  const service = await startService(server, backend);
  const client = createClient(service);
  try {
    const uploaded = await client.upload(readFileSync(largeDocuments.github));
    const { links, connectorId, version } = await client.untilEnded(JSON.parse(uploaded.body.toString()).links.self);
    const results: BenchResponse[] = [];
    for (let index = 0; index < resultReads; index += 1) results.push(await client.get(links.result));
    const { definitions }: ImportResult = JSON.parse(results[0]?.body.toString() ?? '');
    const schema = new URL(definitions[0]?.url ?? '').pathname;
    const page = `/connectors/${connectorId}/versions/${encodeURIComponent(version ?? '')}/actions?first=100`;
    return {
      backend,
      result: {
        megabytes: round((results[0]?.bytes ?? 0) / 1e6, 1),
        firstByteMs: round(median(results.map(({ firstMs }) => firstMs)), 1),
        wholeMs: round(median(results.map(({ ms }) => ms)), 1),
      },
      actionsPage: await load(client, page, seconds),
      schema: await load(client, schema, seconds),
    };
  } finally {
    client.close();
    await service.stop();
  }
}

async function load(client: BenchClient, path: string, seconds: number) {
  const times: number[] = [];
  let bytes = 0;
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  await Promise.all(
    Array.from({ length: inParallel }, async () => {
      while (performance.now() < until) {
        const response = await client.get(path, { keep: false });
        bytes = response.bytes;
        times.push(response.ms);
      }
    }),
  );
  const took = (performance.now() - startedAt) / 1000;
  return {
    bytes,
    inParallel,
    requestsPerSecond: round(times.length / took, 1),
    p50Ms: round(percentile(times, 0.5), 1),
    p99Ms: round(percentile(times, 0.99), 1),
  };
}
