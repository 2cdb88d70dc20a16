// Reading what was imported from GitHub's document: the whole result, a page of actions, one schema.
import { readFileSync } from 'node:fs';
import { createClient } from '../client.mjs';
import { largeDocuments } from '../documents.mjs';
import { startService } from '../server.mjs';
import { median, percentile, round } from '../statistics.mjs';

const inParallel = 16;

export async function runRead(server, { backend, seconds = 8 }) {
  const service = await startService(server, backend);
  const client = createClient(service);
  try {
    const answer = await client.upload(readFileSync(largeDocuments.github));
    const { links, connectorId, version } = await client.untilEnded(JSON.parse(answer.body.toString()).links.self);
    const results = [];
    for (let index = 0; index < 10; index += 1) results.push(await client.get(links.result));
    const { definitions } = JSON.parse(results[0].body.toString());
    const schema = new URL(definitions[0].url).pathname;
    const page = `/connectors/${connectorId}/versions/${encodeURIComponent(version)}/actions?first=100`;
    return {
      backend,
      result: {
        megabytes: round(results[0].bytes / 1e6, 1),
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

async function load(client, path, seconds) {
  const times = [];
  let bytes = 0;
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  await Promise.all(
    Array.from({ length: inParallel }, async () => {
      while (performance.now() < until) {
        const answer = await client.get(path, { keep: false });
        bytes = answer.bytes;
        times.push(answer.ms);
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
