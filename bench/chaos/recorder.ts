import { createWriteStream } from 'node:fs';
import { formatEntry, type HistoryEntry } from '@connectory/history';

/** Records the history of a run, in memory and in a file. */
export interface Recorder {
  readonly entries: readonly HistoryEntry[];
  readonly file: string;
  /** Milliseconds of a monotonic clock. */
  now(): number;
  add(entry: HistoryEntry): void;
  close(): Promise<void>;
}

export function createRecorder(file: string): Recorder {
  const entries: HistoryEntry[] = [];
  const stream = createWriteStream(file);
  return {
    entries,
    file,
    now: () => performance.now(),
    add: (entry) => {
      entries.push(entry);
      stream.write(`${formatEntry(entry)}\n`);
    },
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}

/** Records nothing: for the imports before the first trouble. */
export const silentRecorder: Recorder = {
  entries: [],
  file: '',
  now: () => 0,
  add: () => undefined,
  close: () => Promise.resolve(),
};
