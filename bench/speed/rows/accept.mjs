// 50 clients that upload 33 KB each, one after another: what the 202 takes while the workers have more than they can do, and while one
// client alone asks on an idle system.
import { readFileSync } from 'node:fs';
import { createClient } from '../client.mjs';
import { documentOfSize, largeDocuments } from '../documents.mjs';
import { startService } from '../server.mjs';
import { percentile, round } from '../statistics.mjs';
import { warmUp } from './one-document.mjs';

const clients = 50;

export async function runAccept(server, { backend, seconds = 20 }) {
  const service = await startService(server, backend);
  const client = createClient(service, clients + 8);
  const small = readFileSync(documentOfSize(33_000).file);
  try {
    await warmUp(client);
    const idle = [];
    for (let index = 0; index < 100; index += 1) {
      const answer = await client.upload(small);
      idle.push(answer);
      await client.untilEnded(JSON.parse(answer.body.toString()).links.self);
    }
    // Both children are busy with these for longer than the measurement takes, if need be with one after the other.
    const large = readFileSync(largeDocuments.graph);
    for (let index = 0; index < Math.ceil(seconds / 2); index += 1) await client.upload(large);
    const until = performance.now() + seconds * 1000;
    const answers = [];
    const startedAt = performance.now();
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() < until)
          answers.push(await client.upload(small).catch((error) => ({ status: 0, error })));
      }),
    );
    const took = (performance.now() - startedAt) / 1000;
    const failed = answers.filter(({ status }) => status !== 202);
    const times = (list) => list.filter(({ status }) => status === 202).map(({ ms }) => ms);
    return {
      backend,
      clients,
      requests: answers.length,
      failed: failed.length,
      failures: failed.slice(0, 5).map(({ status, error, body }) => `${status} ${error ?? body}`),
      requestsPerSecond: round(answers.length / took, 1),
      saturatedMs: { p50: round(percentile(times(answers), 0.5), 1), p99: round(percentile(times(answers), 0.99), 1) },
      idleMs: { p50: round(percentile(times(idle), 0.5), 1), p99: round(percentile(times(idle), 0.99), 1) },
    };
  } finally {
    client.close();
    await service.stop();
  }
}
