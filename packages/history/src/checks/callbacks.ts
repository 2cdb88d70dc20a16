import type { ImportState } from '../entries/history-entry.ts';
import type { HistoryIndex, ReadCallback } from './history-index.ts';
import { describeEnd, hasEnded, mayHaveWorked } from './states.ts';

/** Finds notifications that are missing, forged, sent for the same end under two ids, or unlike the import. */
export function findCallbackFaults(history: HistoryIndex): readonly string[] {
  const { accepted, callbacks, unreadable } = history;
  const expected = new Set(accepted.filter(({ hasCallback }) => hasCallback).map(({ importId }) => importId));
  return [
    ...unreadable.map(({ webhookId }) => `notification ${webhookId} cannot be read`),
    ...[...expected].flatMap((importId) => findFaultsOf(history, importId, callbacks.get(importId) ?? [])),
    ...findUnexpected(history, expected),
  ];
}

/** A request without a response may have been accepted, and its import then sends a notification. */
function findUnexpected({ accepted, callbacks }: HistoryIndex, expected: ReadonlySet<string>): readonly string[] {
  return accepted
    .filter(({ importId }) => !expected.has(importId) && callbacks.has(importId))
    .map(({ importId }) => `import ${importId} sent a notification that it did not ask for`);
}

function findFaultsOf(history: HistoryIndex, importId: string, callbacks: readonly ReadCallback[]): readonly string[] {
  const faults = new Set<string>();
  const bodies = new Map<string, string>();
  for (const { webhookId, body, isSigned, type, timestamp, data } of callbacks) {
    if (!isSigned) faults.add(`notification ${webhookId} has a wrong signature`);
    if ((bodies.get(webhookId) ?? body) !== body) faults.add(`notification ${webhookId} has two bodies`);
    if (type !== `import.${String(data['status'])}` || timestamp !== data['finishedAt'])
      faults.add(`notification ${webhookId} contradicts itself: ${type} at ${timestamp}`);
    bodies.set(webhookId, body);
  }
  for (const fault of findEndFaults(history, importId, callbacks)) faults.add(fault);
  return [...faults].map((fault) => `import ${importId}: ${fault}`);
}

function findEndFaults({ finals, asked }: HistoryIndex, importId: string, callbacks: readonly ReadCallback[]) {
  const final = finals.get(importId);
  if (final === undefined || !hasEnded(final.state)) return [];
  const faults: string[] = [];
  const ids = new Set(callbacks.map(({ webhookId }) => webhookId));
  const retries = (asked.get(importId) ?? []).filter(
    (entry) => entry.action === 'retry' && mayHaveWorked(entry),
  ).length;
  if (ids.size > 1 + retries) faults.push(`${ids.size} notifications with ${retries} retries: ${[...ids].join(', ')}`);
  const ends = new Map(callbacks.map((callback) => [describeEnd(stateOf(callback)), callback.webhookId]));
  if (ends.size < ids.size) faults.push('two notifications of one end');
  const expected = describeEnd(final.state);
  const ofFinal = callbacks.filter((callback) => describeEnd(stateOf(callback)) === expected);
  if (ofFinal.length === 0) {
    faults.push(`no notification of its end "${expected}"; those that came: ${[...ends.keys()].join(' | ') || 'none'}`);
  } else if (!ofFinal.some(({ answer = 0 }) => answer >= 200 && answer < 300)) {
    faults.push('the notification of its end was never delivered');
  }
  return faults;
}

function stateOf({ data }: ReadCallback): ImportState {
  const text = (name: string): string | undefined => (typeof data[name] === 'string' ? data[name] : undefined);
  const { error, summary } = data as { error?: { code?: string }; summary?: object };
  return {
    status: (text('status') ?? 'absent') as ImportState['status'],
    finishedAt: text('finishedAt'),
    version: text('version'),
    versionId: text('versionId'),
    errorCode: error?.code,
    summary: summary === undefined ? undefined : JSON.stringify(summary),
  };
}
