import type {
  AcceptedEntry,
  AskedEntry,
  CallbackEntry,
  HistoryEntry,
  ImportEntry,
  ItemsEntry,
  ResponseEntry,
  ResultEntry,
  RunEntry,
  TroubleEntry,
  UnfollowedEntry,
} from '../entries/history-entry.ts';

/** The entries of a history by their subject. */
export interface HistoryIndex {
  readonly accepted: readonly AcceptedEntry[];
  readonly responses: readonly ResponseEntry[];
  readonly imports: ReadonlyMap<string, readonly ImportEntry[]>;
  readonly unfollowed: readonly UnfollowedEntry[];
  readonly results: ReadonlyMap<string, readonly ResultEntry[]>;
  /** By the id of the import or the run. */
  readonly asked: ReadonlyMap<string, readonly AskedEntry[]>;
  readonly callbacks: ReadonlyMap<string, readonly ReadCallback[]>;
  /** Bodies that are no notifications. */
  readonly unreadable: readonly CallbackEntry[];
  readonly runs: ReadonlyMap<string, readonly RunEntry[]>;
  readonly items: ReadonlyMap<string, ItemsEntry>;
  /** Moments at which asynchronous commits may have been lost. */
  readonly crashes: readonly TroubleEntry[];
  /** The last state of each import that was read after the service had settled. */
  readonly finals: ReadonlyMap<string, ImportEntry>;
  readonly finalRuns: ReadonlyMap<string, RunEntry>;
}

export interface ReadCallback extends CallbackEntry {
  readonly importId: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: { readonly [name: string]: unknown };
}

export function indexHistory(entries: readonly HistoryEntry[]): HistoryIndex {
  const ofKind = <Kind extends HistoryEntry['kind']>(kind: Kind) =>
    entries.filter((entry): entry is Extract<HistoryEntry, { kind: Kind }> => entry.kind === kind);
  const settledAt = ofKind('settled').at(-1)?.at ?? Infinity;
  const imports = ofKind('import');
  const runs = ofKind('run');
  const callbacks = ofKind('callback').map(readCallback);
  const isRead = (callback: ReadCallback | CallbackEntry): callback is ReadCallback => 'importId' in callback;
  return {
    accepted: ofKind('accepted'),
    responses: ofKind('response'),
    imports: groupBy(imports, ({ importId }) => importId),
    unfollowed: ofKind('unfollowed'),
    results: groupBy(ofKind('result'), ({ importId }) => importId),
    asked: groupBy(ofKind('asked'), ({ id }) => id),
    callbacks: groupBy(callbacks.filter(isRead), ({ importId }) => importId),
    unreadable: callbacks.filter((callback) => !isRead(callback)),
    runs: groupBy(runs, ({ runId }) => runId),
    items: new Map(ofKind('items').map((entry) => [entry.runId, entry])),
    crashes: ofKind('trouble').filter(({ losesAsynchronousCommits }) => losesAsynchronousCommits),
    finals: new Map(imports.filter(({ begin }) => begin >= settledAt).map((entry) => [entry.importId, entry])),
    finalRuns: new Map(runs.filter(({ begin }) => begin >= settledAt).map((entry) => [entry.runId, entry])),
  };
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function readCallback(entry: CallbackEntry): ReadCallback | CallbackEntry {
  try {
    const { type, timestamp, data } = JSON.parse(entry.body) as Pick<ReadCallback, 'type' | 'timestamp' | 'data'>;
    return { ...entry, type, timestamp, data, importId: String(data['id']) };
  } catch {
    return entry;
  }
}
