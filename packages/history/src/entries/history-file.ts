import type { HistoryEntry } from './history-entry.ts';

/** One line of a history file, without its end. */
export function formatEntry(entry: HistoryEntry): string {
  return JSON.stringify(entry);
}

/** @throws SyntaxError when a line is not JSON. A last line that was cut off is ignored. */
export function parseHistory(text: string): readonly HistoryEntry[] {
  const lines = text.split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as HistoryEntry);
}
