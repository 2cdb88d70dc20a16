import type { HistoryEntry } from '../entries/history-entry.ts';
import { findAcceptanceFaults } from './acceptance.ts';
import { findCallbackFaults } from './callbacks.ts';
import { indexHistory } from './history-index.ts';
import { findOrderFaults } from './order.ts';
import { findResponseFaults } from './responses.ts';
import { findResultFaults } from './results.ts';
import { findRunFaults } from './runs.ts';

/**
 * Checks the observations of a service's clients against its promises: each accepted import ends once, nothing steps back, the result, events
 * and notifications of an import agree, and the counts of a bulk run balance at every read. It knows no code of the service.
 * @returns one line for each contradiction; none for a good history
 */
export function checkHistory(entries: readonly HistoryEntry[]): readonly string[] {
  const history = indexHistory(entries);
  return [
    findResponseFaults,
    findAcceptanceFaults,
    findOrderFaults,
    findResultFaults,
    findCallbackFaults,
    findRunFaults,
  ].flatMap((find) => find(history));
}
