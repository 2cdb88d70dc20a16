export { checkHistory } from './checks/check-history.ts';
export type {
  AskedEntry,
  CallbackEntry,
  HistoryEntry,
  ImportState,
  ImportStatus,
  RunItem,
  RunState,
} from './entries/history-entry.ts';
export { formatEntry, parseHistory } from './entries/history-file.ts';
