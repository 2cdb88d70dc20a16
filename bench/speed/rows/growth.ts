// Row "growth": time and memory by document size. Doubles the operations repeatedly, then the references of each schema. A new child
// process imports each document, so that its peak memory belongs to that document.
import { createClient } from '../client.ts';
import { watchProcesses } from '../processes.ts';
import { type Server, startService } from '../server.ts';
import { round } from '../statistics.ts';
import { buildDocument, type SyntheticSize } from '../synthetic.ts';
import { warmUp } from './one-document.ts';

const operationSeries = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000];
const densitySeries = [1, 2, 4, 8, 16, 32, 64];

/** Each size is imported this often, and the median counts. Single runs would compare moments of the machine. */
const runsPerSize = 3;

export async function runGrowth(server: Server, { backend }: { backend: string }) {
  return {
    backend,
    operations: await runSeries(server, backend, operationSeries, (count) => ({ operations: count })),
    densities: await runSeries(server, backend, densitySeries, (density) => ({ operations: 4_000, density })),
  };
}

async function runSeries(
  server: Server,
  backend: string,
  values: readonly number[],
  sizeOf: (value: number) => SyntheticSize,
) {
  const points: (Measurement & { readonly value: number; readonly allSeconds: readonly number[] })[] = [];
  for (const value of values) {
    const bytes = Buffer.from(JSON.stringify(buildDocument(sizeOf(value))));
    const runs: Measurement[] = [];
    for (let run = 0; run < runsPerSize; run += 1) runs.push(await importAlone(server, backend, bytes));
    points.push({ value, ...medianRun(runs) });
  }
  return points.map((point, index) => ({ ...point, ...growthOf(point, points[index - 1]) }));
}

type Measurement = Awaited<ReturnType<typeof importAlone>>;

/** The run with the median time, and the times of all runs. */
function medianRun(runs: readonly Measurement[]): Measurement & { readonly allSeconds: readonly number[] } {
  const ordered = [...runs].sort((a, b) => a.seconds - b.seconds);
  const middle = ordered[(ordered.length - 1) >> 1];
  if (middle === undefined) throw new Error('no runs');
  return { ...middle, allSeconds: runs.map(({ seconds }) => seconds) };
}

async function importAlone(server: Server, backend: string, bytes: Buffer) {
  const service = await startService(server, backend, { WORKER_CONCURRENCY: '1' });
  const client = createClient(service);
  try {
    await warmUp(client);
    const watch = watchProcesses(service.roots);
    const response = await client.upload(bytes);
    const resource = await client.untilEnded(JSON.parse(response.body.toString()).links.self);
    const { 'import child': child } = watch.stop();
    if (child === undefined) throw new Error('no import child was found');
    return {
      megabytes: round(bytes.length / 1e6, 2),
      status: resource.status,
      seconds: round((Date.parse(resource.finishedAt ?? '') - Date.parse(resource.startedAt ?? '')) / 1000, 3),
      childCpuSeconds: child.cpuSeconds,
      peakMb: child.peakMb,
      timings: resource.timings,
    };
  } finally {
    client.close();
    await service.stop();
  }
}

/** Factors of growth from the previous point, whose document is half as large. */
function growthOf(
  point: Measurement,
  before: Measurement | undefined,
): { timeGrew?: number; cpuGrew?: number; memoryGrew?: number } {
  if (before === undefined) return {};
  return {
    timeGrew: round(point.seconds / before.seconds),
    cpuGrew: round(point.childCpuSeconds / before.childCpuSeconds),
    memoryGrew: round(point.peakMb / before.peakMb),
  };
}
