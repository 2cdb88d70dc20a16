import type { ItemsEntry, RunEntry, RunItem } from '../entries/history-entry.ts';
import type { HistoryIndex } from './history-index.ts';
import { mayHaveWorked, mayLieBetween } from './states.ts';

const unendedOutcomes = ['pending', 'running'];

/** Status of the import of an item, by the outcome of the item. */
const statusOfOutcome: { readonly [outcome: string]: string } = {
  unchanged: 'succeeded',
  replaced: 'succeeded',
  created: 'succeeded',
  merged: 'succeeded',
  'would-change': 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** Finds bulk runs whose counts do not balance, step back, or contradict their items and imports. */
export function findRunFaults(history: HistoryIndex): readonly string[] {
  return [...history.runs].flatMap(([runId, entries]) => {
    const faults = [
      ...entries.flatMap(findImbalance),
      ...findStepsBack(history, entries),
      ...findFinalFaults(history, runId),
    ];
    return [...new Set(faults)].map((fault) => `bulk run ${runId} ${fault}`);
  });
}

function findImbalance({ state: { status, total, counts } }: RunEntry): readonly string[] {
  const faults: string[] = [];
  const sum = Object.values(counts).reduce((all, count) => all + count, 0);
  if (sum !== total) faults.push(`has ${total} items, but its counts add up to ${sum}: ${JSON.stringify(counts)}`);
  const open = unendedOutcomes.reduce((all, outcome) => all + (counts[outcome] ?? 0), 0);
  if (status === 'finished' && open > 0) faults.push(`is finished with ${open} items that have not ended`);
  if (status === 'cancelled' && (counts['pending'] ?? 0) > 0) faults.push('is cancelled with pending items');
  return faults;
}

function findStepsBack(history: HistoryIndex, entries: readonly RunEntry[]): readonly string[] {
  const sorted = [...entries].sort((one, other) => one.end - other.end);
  return sorted.flatMap((before, index) =>
    sorted
      .slice(index + 1)
      .filter((after) => before.end < after.begin)
      .flatMap((after) => findStepBack(history, before, after)),
  );
}

function findStepBack(history: HistoryIndex, before: RunEntry, after: RunEntry): readonly string[] {
  const [was, is] = [before.state, after.state];
  const faults: string[] = [];
  if (was.total !== is.total) faults.push(`had ${was.total} items, and then ${is.total}`);
  const asked = (history.asked.get(before.runId) ?? []).filter(
    (entry) => mayHaveWorked(entry) && mayLieBetween(entry, before, after),
  );
  if (asked.some(({ action }) => action === 'retry-failed')) return faults;
  for (const [outcome, count] of Object.entries(was.counts)) {
    const later = is.counts[outcome] ?? 0;
    if (!unendedOutcomes.includes(outcome) && later < count)
      faults.push(`had ${count} items with outcome ${outcome}, and then ${later}`);
  }
  if ((is.counts['pending'] ?? 0) > (was.counts['pending'] ?? 0) && history.crashes.length === 0)
    faults.push(`had ${was.counts['pending']} pending items, and then ${is.counts['pending']}`);
  const isOver = was.status === 'finished' || was.status === 'cancelled';
  if (isOver && is.status !== was.status) faults.push(`was ${was.status}, and then ${is.status}`);
  return faults;
}

function findFinalFaults(history: HistoryIndex, runId: string): readonly string[] {
  const final = history.finalRuns.get(runId);
  if (final === undefined) return ['is lost'];
  const { status, counts } = final.state;
  if (status !== 'finished' && status !== 'cancelled') return [`is ${status} and never ended`];
  const items = history.items.get(runId);
  return items === undefined ? ['has no items'] : findItemFaults(history, counts, items);
}

function findItemFaults(
  { finals }: HistoryIndex,
  counts: { readonly [outcome: string]: number },
  { items }: ItemsEntry,
): readonly string[] {
  const faults: string[] = [];
  const listed: { [outcome: string]: number } = {};
  for (const { outcome } of items) listed[outcome] = (listed[outcome] ?? 0) + 1;
  for (const outcome of new Set([...Object.keys(counts), ...Object.keys(listed)])) {
    const [count, number] = [counts[outcome] ?? 0, listed[outcome] ?? 0];
    if (count !== number) faults.push(`counts ${count} items with outcome ${outcome}, but lists ${number}`);
  }
  const ids = items.flatMap(({ importId }) => importId ?? []);
  if (new Set(ids).size < ids.length) faults.push('has two items with one import');
  if (new Set(items.map(({ position }) => position)).size < items.length) faults.push('lists an item twice');
  return [...faults, ...items.flatMap((item) => findImportFault(finals, item))];
}

function findImportFault(finals: HistoryIndex['finals'], { position, outcome, importId }: RunItem): readonly string[] {
  const expected = statusOfOutcome[outcome];
  if (importId === undefined || expected === undefined) return [];
  const status = finals.get(importId)?.state.status ?? 'lost';
  return status === expected ? [] : [`has item ${position} as ${outcome}, but its import ${importId} is ${status}`];
}
