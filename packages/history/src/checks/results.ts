import type { ImportState, ResultEntry } from '../entries/history-entry.ts';
import type { HistoryIndex } from './history-index.ts';
import { hasEnded } from './states.ts';

/** Finds results that contradict the final state of their import. Results before the final state are compared by status alone. */
export function findResultFaults({ results, finals, asked }: HistoryIndex): readonly string[] {
  return [...results].flatMap(([importId, entries]) => {
    const final = finals.get(importId);
    if (final === undefined || !hasEnded(final.state)) return [];
    const isRetried = asked.get(importId)?.some(({ action }) => action === 'retry') === true;
    const compared = isRetried ? entries.filter(({ begin }) => begin > final.begin) : entries;
    return compared.flatMap((entry) => {
      // It had not ended yet.
      if (entry.status === 409 && entry.begin < final.end) return [];
      const fault = findContradiction(entry, final.state);
      return fault === undefined ? [] : [`import ${importId} is ${final.state.status}, but ${fault}`];
    });
  });
}

function findContradiction(result: ResultEntry, final: ImportState): string | undefined {
  if (result.status === 400) {
    const expected = final.status === 'cancelled' ? 'import_cancelled' : final.errorCode;
    return final.status !== 'succeeded' && result.errorCode === expected
      ? undefined
      : `its result is the error ${result.errorCode}, not ${expected}`;
  }
  if (result.status !== 200 || final.status !== 'succeeded') return `its result has status ${result.status}`;
  return findCountFault(result, final);
}

function findCountFault({ counts = {} }: ResultEntry, { summary = '{}' }: ImportState): string | undefined {
  const summarised = JSON.parse(summary) as { readonly [kind: string]: unknown };
  const [kind, count] =
    Object.entries(counts).find(
      ([name, number]) => typeof summarised[name] === 'number' && summarised[name] !== number,
    ) ?? [];
  return kind === undefined ? undefined : `its result has ${count} ${kind}, its summary ${String(summarised[kind])}`;
}
