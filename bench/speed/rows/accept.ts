// 50 clients that upload 33 KB each, one after another: what the 202 takes while the workers have more than they can do, and what it takes
// on an idle system, by the same 50 clients while the workers stand still, and by one client alone.
import { readFileSync } from 'node:fs';
import { createClient } from '../client.mjs';
import { documentOfSize, largeDocuments } from '../documents.mjs';
import { pidsOf } from '../processes.mjs';
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
    const alone = await upload(client, small, 1, 5);
    const workers = pidsOf(service.roots, ['worker', 'import child']);
    for (const pid of workers) process.kill(pid, 'SIGSTOP');
    const idle = await upload(client, small, clients, seconds / 2);
    for (const pid of workers) process.kill(pid, 'SIGCONT');
    // Both children are busy with these for longer than the measurement takes, if need be with one after the other.
    const large = readFileSync(largeDocuments.graph);
    for (let index = 0; index < Math.ceil(seconds / 2); index += 1) await client.upload(large);
    const { answers, seconds: took } = await upload(client, small, clients, seconds);
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
      idleMs: {
        p50: round(percentile(times(idle.answers), 0.5), 1),
        p99: round(percentile(times(idle.answers), 0.99), 1),
      },
      idleRequestsPerSecond: round(idle.answers.length / idle.seconds, 1),
      aloneMs: {
        p50: round(percentile(times(alone.answers), 0.5), 1),
        p99: round(percentile(times(alone.answers), 0.99), 1),
      },
    };
  } finally {
    client.close();
    await service.stop();
  }
}

async function upload(client, bytes, inParallel, seconds) {
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  const answers = [];
  await Promise.all(
    Array.from({ length: inParallel }, async () => {
      while (performance.now() < until)
        answers.push(await client.upload(bytes).catch((error) => ({ status: 0, error })));
    }),
  );
  return { answers, seconds: (performance.now() - startedAt) / 1000 };
}
