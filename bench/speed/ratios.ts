// What the project promises of its speed, as ratios of one run: they hold on any machine, or do not.
import { round } from './statistics.mjs';

export function judge(results) {
  const ratios = {};
  const add = (name, value, bound) => {
    if (value !== undefined && Number.isFinite(value)) ratios[name] = { value: round(value, 3), bound };
  };
  const directory = results.directory?.[0];
  for (const run of results.directory ?? [])
    for (const { processes, seconds } of results.floor ?? [])
      add(
        `directory (${run.backend}) / floor in ${processes} process(es)`,
        run.seconds / seconds,
        processes === 1 ? '≤ 1.5' : '',
      );
  const postman = results.peers?.find(({ peer }) => peer === 'openapi-to-postmanv2');
  if (directory !== undefined && postman !== undefined) {
    const { megabytesPerSecond, megabytesPerSecondOfOthers } = postman;
    add('directory / openapi-to-postmanv2, MB/s', directory.megabytesPerSecond / megabytesPerSecond, '≥ 8');
    add('the same, but for what that fails on', directory.megabytesPerSecond / megabytesPerSecondOfOthers, '');
  }
  for (const floor of results['floor-of-one'] ?? []) {
    const run = results['one-document'].find(({ document }) => document === floor.document);
    add(
      `${floor.document}, submit to result / floor`,
      run && run.seconds / floor.seconds,
      floor.document === 'github' ? '≤ 2.5' : '',
    );
  }
  for (const { backend, idleMs, saturatedMs } of results.accept ?? [])
    add(`accept (${backend}), p99 saturated / idle`, saturatedMs.p99 / idleMs.p99, '≤ 5');
  for (const { reimportRatio, replaceRatio } of results.again ?? []) {
    add('again, in bulk / first', reimportRatio, '≤ 0.3');
    add('again, uploaded to replace / first', replaceRatio, '≤ 0.3');
  }
  for (const run of results.growth ?? [])
    for (const kind of ['operations', 'densities'])
      for (const figure of ['timeGrew', 'cpuGrew', 'memoryGrew'])
        add(`growth of ${kind}, most ${figure}`, Math.max(...run[kind].map((point) => point[figure] ?? 0)), '≤ 2.2');
  return ratios;
}
