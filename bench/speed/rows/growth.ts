// How time and memory grow with the document: twice the operations, again and again; then twice the references of each schema. Each
// document is imported by a child process of its own, so that its memory is its own.
import { createClient } from '../client.mjs';
import { watchProcesses } from '../processes.mjs';
import { startService } from '../server.mjs';
import { round } from '../statistics.mjs';
import { buildDocument } from '../synthetic.mjs';
import { warmUp } from './one-document.mjs';

const operationSeries = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000];
const densitySeries = [1, 2, 4, 8, 16, 32, 64];

/** A doubling compares two imports: of each the one in the middle of three counts, or it would compare moments of the machine. */
const runsOfEach = 3;

export async function runGrowth(server, { backend, operations = operationSeries, densities = densitySeries }) {
  return {
    backend,
    operations: await series(server, backend, operations, (count) => ({ operations: count })),
    densities: await series(server, backend, densities, (density) => ({ operations: 4_000, density })),
  };
}

async function series(server, backend, values, describe) {
  const points = [];
  for (const value of values) {
    const bytes = Buffer.from(JSON.stringify(buildDocument(describe(value))));
    const runs = [];
    for (let run = 0; run < runsOfEach; run += 1) runs.push(await importAlone(server, backend, bytes));
    points.push({ value, ...middleOf(runs) });
  }
  return points.map((point, index) => ({ ...point, ...growthOf(point, points[index - 1]) }));
}

/** By time; with the times of all. */
function middleOf(runs) {
  const ordered = [...runs].sort((a, b) => a.seconds - b.seconds);
  return { ...ordered[(ordered.length - 1) >> 1], allSeconds: runs.map(({ seconds }) => seconds) };
}

async function importAlone(server, backend, bytes) {
  const service = await startService(server, backend, { WORKER_CONCURRENCY: '1' });
  const client = createClient(service);
  try {
    await warmUp(client);
    const watch = watchProcesses(service.roots);
    const answer = await client.upload(bytes);
    const resource = await client.untilEnded(JSON.parse(answer.body.toString()).links.self);
    const { 'import child': child } = watch.stop();
    return {
      megabytes: round(bytes.length / 1e6, 2),
      status: resource.status,
      seconds: round((Date.parse(resource.finishedAt) - Date.parse(resource.startedAt)) / 1000, 3),
      childCpuSeconds: child.cpuSeconds,
      peakMb: child.peakMb,
      timings: resource.timings,
    };
  } finally {
    client.close();
    await service.stop();
  }
}

/** Each by how many times it grew while the document doubled: the part that does not grow counts for neither. */
function growthOf(point, before) {
  if (before === undefined) return {};
  return {
    timeGrew: round(point.seconds / before.seconds),
    cpuGrew: round(point.childCpuSeconds / before.childCpuSeconds),
    memoryGrew: round(point.peakMb / before.peakMb),
  };
}
