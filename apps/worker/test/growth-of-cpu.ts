import { measureOutput } from './measure-output.ts';

const enough = 2.2;
const runs = 5;

/**
 * The factor by which the processor time of an import grows from one document to the other: the smallest of several runs.
 * @param minCpuMs a document that takes less is fast enough, and counts as 1. A loaded machine doubles small measurements.
 */
export async function growthOfCpu(smaller: string, larger: string, minCpuMs: number): Promise<number> {
  let growth = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs && growth > enough; run += 1) {
    const after = (await measureOutput(larger)).cpuMs;
    if (after < minCpuMs) return 1;
    growth = Math.min(growth, after / Math.max((await measureOutput(smaller)).cpuMs, 1));
  }
  return growth;
}
