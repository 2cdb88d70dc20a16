import { median } from './statistics.ts';

/**
 * Reduces repeated runs to one run for each kind: the run with the median time, with the median of `seconds` and with the times of
 * all runs in `allSeconds`.
 */
export function medianRuns<Row extends object>(
  runs: readonly Row[],
  kindOf: (run: Row) => unknown,
): readonly (Row & { readonly allSeconds?: readonly number[] })[] {
  const kinds = new Map<unknown, Row[]>();
  for (const run of runs) kinds.set(kindOf(run), [...(kinds.get(kindOf(run)) ?? []), run]);
  return [...kinds.values()].flatMap((same) => {
    const ordered = [...same].sort((a, b) => (secondsOf(a) ?? 0) - (secondsOf(b) ?? 0));
    const middle = ordered[(ordered.length - 1) >> 1];
    if (middle === undefined) return [];
    const seconds = same.map(secondsOf).filter((value) => value !== undefined);
    return [seconds.length > 1 ? { ...middle, seconds: median(seconds), allSeconds: seconds } : middle];
  });
}

function secondsOf(run: object): number | undefined {
  return 'seconds' in run && typeof run.seconds === 'number' ? run.seconds : undefined;
}
