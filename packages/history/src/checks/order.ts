import type { ImportEntry } from '../entries/history-entry.ts';
import type { HistoryIndex } from './history-index.ts';
import { describeEnd, hasEnded, mayHaveWorked, mayLieBetween } from './states.ts';

/** Finds imports that ended more than once, changed after their end, or went back to an earlier attempt. */
export function findOrderFaults(history: HistoryIndex): readonly string[] {
  const ofImports = [...history.imports].flatMap(([importId, entries]) => [
    ...findSecondEnds(history, importId, entries),
    ...findStepsBack(history, importId, entries),
  ]);
  const unfollowed = history.unfollowed.flatMap(({ importId, lastStatus }) =>
    hasEnded({ status: lastStatus })
      ? []
      : [`import ${importId} sends no more events, but the last one that its follower has seen is "${lastStatus}"`],
  );
  return [...ofImports, ...unfollowed];
}

/** An import ends once, and once more for each retry. */
function findSecondEnds({ asked }: HistoryIndex, importId: string, entries: readonly ImportEntry[]): readonly string[] {
  const ends = new Set(entries.filter(({ state }) => hasEnded(state)).map(({ state }) => describeEnd(state)));
  const retries = (asked.get(importId) ?? []).filter((entry) => entry.action === 'retry' && mayHaveWorked(entry));
  return ends.size <= 1 + retries.length
    ? []
    : [`import ${importId} ended ${ends.size} times with ${retries.length} retries: ${[...ends].join(' | ')}`];
}

function findStepsBack(history: HistoryIndex, importId: string, entries: readonly ImportEntry[]): readonly string[] {
  const sorted = [...entries].sort((one, other) => one.end - other.end);
  const faults = new Set<string>();
  for (const [index, before] of sorted.entries()) {
    for (const after of sorted.slice(index + 1)) {
      const fault = isBefore(before, after) ? findStepBack(history, before, after) : undefined;
      if (fault !== undefined) faults.add(`import ${importId} ${fault}`);
    }
  }
  return [...faults];
}

/** Events of one stream are in order. Other reads are in order when one ended before the other began. */
function isBefore(before: ImportEntry, after: ImportEntry): boolean {
  if (before.stream !== undefined && before.stream === after.stream) return true;
  return before.end < after.begin;
}

function findStepBack(history: HistoryIndex, before: ImportEntry, after: ImportEntry): string | undefined {
  const asked = history.asked.get(before.importId) ?? [];
  const isRetried = asked.some(
    (entry) => entry.action === 'retry' && mayHaveWorked(entry) && mayLieBetween(entry, before, after),
  );
  if (isRetried) return undefined;
  const [was, is] = [before.state, after.state];
  if (hasEnded(was)) {
    return describeEnd(was) === describeEnd(is)
      ? undefined
      : `ended as "${describeEnd(was)}", and was then "${describeEnd(is)}"`;
  }
  // Claims are committed asynchronously: a crash of the database takes back their attempts.
  if (history.crashes.some((crash) => mayLieBetween(crash, before, after))) return undefined;
  const [attempts, later] = [was.attempts ?? 0, is.attempts ?? 0];
  return later < attempts ? `went back from attempt ${attempts} to ${later}` : undefined;
}
