import type { Results } from './results.ts';
import { round } from './statistics.ts';

/** Ratios of figures by name, with the promised bound; empty when there is none. */
export interface Ratios {
  [name: string]: { readonly value: number; readonly bound: string };
}

/** Computes the ratios that the project promises. Unlike seconds, they hold on any machine. */
export function computeRatios(results: Results): Ratios {
  const ratios: Ratios = {};
  const add = (name: string, value: number | undefined, bound: string): void => {
    if (value !== undefined && Number.isFinite(value)) ratios[name] = { value: round(value, 3), bound };
  };
  addFloorRatios(results, add);
  addPeerRatios(results, add);
  for (const { backend, idleMs, saturatedMs } of results.accept ?? [])
    add(`accept (${backend}), p99 saturated / idle`, saturatedMs.p99 / idleMs.p99, '≤ 5');
  for (const { reimportRatio, replaceRatio } of results.again ?? []) {
    add('again, in bulk / first', reimportRatio, '≤ 0.3');
    add('again, uploaded to replace / first', replaceRatio, '≤ 0.3');
  }
  for (const run of results.growth ?? [])
    for (const kind of ['operations', 'densities'] as const)
      for (const figure of ['timeGrew', 'cpuGrew', 'memoryGrew'] as const)
        add(`growth of ${kind}, most ${figure}`, Math.max(...run[kind].map((point) => point[figure] ?? 0)), '≤ 2.2');
  return ratios;
}

type AddRatio = (name: string, value: number | undefined, bound: string) => void;

function addFloorRatios(results: Results, add: AddRatio): void {
  for (const run of results.directory ?? [])
    for (const { processes, seconds } of results.floor ?? [])
      add(
        `directory (${run.backend}) / floor in ${processes} process(es)`,
        run.seconds / seconds,
        processes === 1 ? '≤ 1.5' : '',
      );
  for (const floor of results['floor-of-one'] ?? []) {
    const run = results['one-document']?.find(({ document }) => document === floor.document);
    add(
      `${floor.document}, submit to result / floor`,
      run && run.seconds / floor.seconds,
      floor.document === 'github' ? '≤ 2.5' : '',
    );
  }
}

function addPeerRatios(results: Results, add: AddRatio): void {
  const directory = results.directory?.[0];
  const postman = results.peers?.find(({ peer }) => peer === 'openapi-to-postmanv2');
  if (directory === undefined || postman === undefined) return;
  const { megabytesPerSecond, megabytesPerSecondOfOthers } = postman;
  add('directory / openapi-to-postmanv2, MB/s', directory.megabytesPerSecond / megabytesPerSecond, '≥ 8');
  add('the same without its failures', directory.megabytesPerSecond / megabytesPerSecondOfOthers, '');
}
