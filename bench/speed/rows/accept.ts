// Row "accept": 50 clients upload 33 KB each, one upload after another. Measures the time of the 202 while the workers are saturated,
// while they are stopped (idle), and for a single client.
import { readFileSync } from 'node:fs';
import { type BenchClient, createClient } from '../client.ts';
import { documentOfSize, largeDocuments } from '../documents.ts';
import { pidsOf } from '../processes.ts';
import { type Server, startService } from '../server.ts';
import { percentile, round } from '../statistics.ts';
import { warmUp } from './one-document.ts';

const clients = 50;

interface UploadReport {
  readonly status: number;
  readonly ms: number;
  /** The error or response body of a failed upload. */
  readonly reason: string;
}

interface UploadSeries {
  readonly uploads: readonly UploadReport[];
  readonly seconds: number;
}

export async function runAccept(server: Server, { backend, seconds = 20 }: { backend: string; seconds?: number }) {
  const service = await startService(server, backend);
  const client = createClient(service, clients + 8);
  const small = readFileSync(documentOfSize(33_000).file);
  try {
    await warmUp(client);
    const alone = await uploadFor(client, small, 1, 5);
    const workers = pidsOf(service.roots, ['worker', 'import child']);
    for (const pid of workers) process.kill(pid, 'SIGSTOP');
    const idle = await uploadFor(client, small, clients, seconds / 2);
    for (const pid of workers) process.kill(pid, 'SIGCONT');
    // These keep both children busy for longer than the measurement.
    const large = readFileSync(largeDocuments.graph);
    for (let index = 0; index < Math.ceil(seconds / 2); index += 1) await client.upload(large);
    const saturated = await uploadFor(client, small, clients, seconds);
    const failed = saturated.uploads.filter(({ status }) => status !== 202);
    return {
      backend,
      clients,
      requests: saturated.uploads.length,
      failed: failed.length,
      failures: failed.slice(0, 5).map(({ status, reason }) => `${status} ${reason}`),
      requestsPerSecond: rateOf(saturated),
      saturatedMs: percentilesOf(saturated),
      idleMs: percentilesOf(idle),
      idleRequestsPerSecond: rateOf(idle),
      aloneMs: percentilesOf(alone),
    };
  } finally {
    client.close();
    await service.stop();
  }
}

function rateOf({ uploads, seconds }: UploadSeries): number {
  return round(uploads.length / seconds, 1);
}

function percentilesOf({ uploads }: UploadSeries): { p50: number; p99: number } {
  const times = uploads.filter(({ status }) => status === 202).map(({ ms }) => ms);
  return { p50: round(percentile(times, 0.5), 1), p99: round(percentile(times, 0.99), 1) };
}

async function uploadFor(
  client: BenchClient,
  bytes: Buffer,
  inParallel: number,
  seconds: number,
): Promise<UploadSeries> {
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  const uploads: UploadReport[] = [];
  await Promise.all(
    Array.from({ length: inParallel }, async () => {
      while (performance.now() < until) {
        const report = await client.upload(bytes).then(
          ({ status, ms, body }) => ({ status, ms, reason: status === 202 ? '' : body.toString() }),
          (error: unknown) => ({ status: 0, ms: 0, reason: String(error) }),
        );
        uploads.push(report);
      }
    }),
  );
  return { uploads, seconds: (performance.now() - startedAt) / 1000 };
}
