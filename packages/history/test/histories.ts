import type { AskedEntry, HistoryEntry, ImportState, RunItem } from '../src/index.ts';

/** Entries that begin at 1,000 or later are read after the service had settled. */
export const settled: HistoryEntry = { kind: 'settled', at: 1_000 };

const span = (begin: number, end = begin + 10) => ({ begin, end });

export const queued = (attempts: number): ImportState => ({ status: 'queued', attempts });
export const running = (attempts: number): ImportState => ({ status: 'running', attempts });
export const ended = (other: Partial<ImportState> = {}): ImportState => ({
  status: 'succeeded',
  attempts: 1,
  finishedAt: 't1',
  version: '1',
  versionId: 'v',
  ...other,
});

export const accepted = (importId: string, other: { key?: string; hasCallback?: boolean } = {}): HistoryEntry => ({
  kind: 'accepted',
  importId,
  hasCallback: false,
  ...span(0),
  ...other,
});

export const response = (operation: string, status: number | undefined): HistoryEntry => ({
  kind: 'response',
  operation,
  path: '/imports/a',
  status,
  ...span(50),
});

export const read = (importId: string, state: ImportState, begin: number, end?: number): HistoryEntry => ({
  kind: 'import',
  importId,
  state,
  ...span(begin, end),
});

export const event = (importId: string, state: ImportState, end: number): HistoryEntry => ({
  kind: 'import',
  importId,
  state,
  stream: 's',
  ...span(20, end),
});

export const result = (
  importId: string,
  status: number,
  errorCode?: string,
  counts?: { readonly [kind: string]: number },
): HistoryEntry => ({ kind: 'result', importId, status, errorCode, counts, ...span(1_200) });

export const asked = (action: AskedEntry['action'], id: string, begin: number, status?: number): HistoryEntry => ({
  kind: 'asked',
  action,
  id,
  status,
  ...span(begin),
});

export const crash = (begin: number): HistoryEntry => ({
  kind: 'trouble',
  name: 'PostgreSQL killed',
  losesAsynchronousCommits: true,
  ...span(begin),
});

interface Notified {
  readonly webhookId?: string;
  readonly isSigned?: boolean;
  readonly answer?: number | undefined;
  readonly type?: string;
  readonly data?: object;
}

export const notification = (importId: string, other: Notified = {}): HistoryEntry => {
  const { type = 'import.succeeded', data, webhookId = `w-${importId}`, isSigned = true } = other;
  const all = { id: importId, status: 'succeeded', version: '1', versionId: 'v', finishedAt: 't1', ...data };
  const body = JSON.stringify({ type, timestamp: all.finishedAt, data: all });
  const answer = 'answer' in other ? other.answer : 200;
  return { kind: 'callback', at: 600, webhookId, body, isSigned, answer };
};

export const run = (
  status: string,
  total: number,
  counts: { readonly [outcome: string]: number },
  begin: number,
): HistoryEntry => ({ kind: 'run', runId: 'r', state: { status, total, counts }, ...span(begin) });

export const finalRun = (counts: { readonly [outcome: string]: number }, status = 'finished'): HistoryEntry =>
  run(
    status,
    Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts,
    1_100,
  );

export const items = (list: readonly RunItem[]): HistoryEntry => ({
  kind: 'items',
  runId: 'r',
  items: list,
  ...span(1_200),
});

const failed = ended({ status: 'failed', errorCode: 'x', versionId: undefined });
const cancelled = ended({ status: 'cancelled', versionId: undefined, finishedAt: 't0' });

/** Imports that succeed, fail, and are cancelled and retried; a bulk run whose failed item is retried; a crash. */
export const goodHistory: readonly HistoryEntry[] = [
  accepted('a', { key: 'k', hasCallback: true }),
  accepted('a', { key: 'k', hasCallback: true }),
  response('get-import', 200),
  read('a', queued(0), 30),
  event('a', running(1), 40),
  crash(60),
  read('a', queued(0), 80),
  event('a', ended(), 110),
  notification('a', { answer: 500 }),
  notification('a'),
  accepted('b'),
  read('b', running(1), 100),
  read('b', failed, 200),
  accepted('c', { hasCallback: true }),
  asked('cancel', 'c', 100, 200),
  read('c', cancelled, 150),
  notification('c', {
    webhookId: 'w0',
    type: 'import.cancelled',
    data: { status: 'cancelled', versionId: undefined, finishedAt: 't0' },
  }),
  asked('retry', 'c', 200, 202),
  read('c', queued(0), 250),
  notification('c'),
  run('running', 2, { pending: 2 }, 100),
  run('running', 2, { pending: 0, running: 1, failed: 1 }, 200),
  asked('retry-failed', 'r', 300, 200),
  run('running', 2, { pending: 1, replaced: 1 }, 400),
  settled,
  read('a', ended(), 1_100),
  read('b', failed, 1_100),
  read('c', ended(), 1_100),
  read('d', ended({ versionId: 'v2' }), 1_100),
  read('e', ended({ versionId: 'v3' }), 1_100),
  result('a', 200, undefined, { actions: 1 }),
  result('b', 400, 'x'),
  finalRun({ replaced: 2 }),
  items([
    { position: 0, outcome: 'replaced', importId: 'd' },
    { position: 1, outcome: 'replaced', importId: 'e' },
  ]),
];
