import { describe, expect, test } from 'vitest';
import { checkHistory, formatEntry, type HistoryEntry, parseHistory } from '../src/index.ts';
import {
  accepted,
  asked,
  crash,
  ended,
  event,
  finalRun,
  goodHistory,
  items,
  notification,
  queued,
  read,
  response,
  result,
  run,
  running,
  settled,
} from './histories.ts';

/** A good history, with entries before its end and after it. */
function faultsOf(before: readonly HistoryEntry[], after: readonly HistoryEntry[] = []): readonly string[] {
  return checkHistory([...before, settled, ...after]);
}

test('a history in which everything agrees has no faults, also after it was written to a file', () => {
  expect(goodHistory.length).toBeGreaterThan(20);
  expect(checkHistory(goodHistory)).toEqual([]);
  const file = goodHistory.map((entry) => `${formatEntry(entry)}\n`).join('');
  expect(parseHistory(`${file}{"kind":"acc`)).toEqual(goodHistory);
});

describe('each entry of the good history matters', () => {
  test.each([
    ['the final read of an import', (entry: HistoryEntry) => entry.kind === 'import' && entry.begin >= 1_000],
    ['the notifications', (entry: HistoryEntry) => entry.kind === 'callback'],
    ['the final read of a run', (entry: HistoryEntry) => entry.kind === 'run' && entry.begin >= 1_000],
    ['the items of a run', (entry: HistoryEntry) => entry.kind === 'items'],
    ['the request for a retry', (entry: HistoryEntry) => entry.kind === 'asked' && entry.action === 'retry'],
  ])('without %s there is a fault', (_, isLeftOut) => {
    expect(checkHistory(goodHistory.filter((entry) => !isLeftOut(entry)))).not.toEqual([]);
  });
});

describe('acceptance', () => {
  test('an accepted import that no later read has is lost', () => {
    expect(faultsOf([accepted('a')])).toEqual(['import a was accepted, and is lost']);
  });

  test('an import that is still running when all has settled never ended', () => {
    expect(faultsOf([accepted('a')], [read('a', running(1), 1_100)])).toEqual(['import a is running and never ended']);
  });

  test('one key with two imports, and one import for two keys, are faults', () => {
    const finals = ['a', 'b'].map((id) => read(id, ended(), 1_100));
    expect(faultsOf([accepted('a', { key: 'k' }), accepted('b', { key: 'k' })], finals)).toEqual([
      'the requests with key k began imports a and b',
    ]);
    expect(faultsOf([accepted('a', { key: 'k' }), accepted('a', { key: 'l' })], finals.slice(0, 1))).toEqual([
      'two requests with different keys began import a',
    ]);
    expect(faultsOf([accepted('a', { key: 'k' }), accepted('a', { key: 'k' })], finals.slice(0, 1))).toEqual([]);
  });
});

describe('order', () => {
  test('an import that was seen ended may not be seen otherwise later', () => {
    const faults = faultsOf([read('a', ended(), 100), read('a', running(1), 200)]);
    expect(faults).toEqual([expect.stringMatching(/^import a ended as "succeeded t1 1 v", and was then "running/)]);
  });

  test('reads that overlap have no order', () => {
    expect(faultsOf([read('a', ended(), 100, 300), read('a', running(1), 200, 400)])).toEqual([]);
  });

  test('events of one stream have an order, although all of them begin with the stream', () => {
    expect(faultsOf([event('a', ended(), 100), event('a', running(1), 200)])).toHaveLength(1);
    expect(faultsOf([event('a', running(1), 100), event('a', ended(), 200)])).toEqual([]);
  });

  test('two ends without a retry are a fault, with a retry they are not', () => {
    const ends = [read('a', ended(), 100), read('a', ended({ finishedAt: 't2' }), 300)];
    expect(faultsOf(ends)).toContainEqual(expect.stringContaining('import a ended 2 times with 0 retries'));
    expect(faultsOf([...ends, asked('retry', 'a', 200)])).toEqual([]);
    expect(faultsOf([...ends, asked('retry', 'a', 200, undefined)])).toEqual([]);
    expect(faultsOf([...ends, asked('retry', 'a', 200, 409)])).not.toEqual([]);
    expect(faultsOf([...ends, asked('retry', 'b', 200)])).not.toEqual([]);
    expect(faultsOf([...ends, asked('retry', 'a', 400)])).not.toEqual([]);
  });

  test('an import never goes back to an earlier attempt, unless the database crashed in between', () => {
    const reads = [read('a', running(2), 100), read('a', queued(1), 300)];
    expect(faultsOf(reads)).toEqual(['import a went back from attempt 2 to 1']);
    expect(faultsOf([...reads, crash(200)])).toEqual([]);
    expect(faultsOf([...reads, crash(400)])).not.toEqual([]);
  });

  test('an end survives a crash of the database', () => {
    expect(faultsOf([read('a', ended(), 100), crash(200), read('a', queued(1), 300)])).toHaveLength(1);
  });

  test('a stream that says that nothing follows has sent the end', () => {
    const unfollowed = { kind: 'unfollowed', importId: 'a', begin: 100, end: 110 } as const;
    expect(faultsOf([{ ...unfollowed, lastStatus: 'succeeded' }])).toEqual([]);
    expect(faultsOf([{ ...unfollowed, lastStatus: 'running' }])).toHaveLength(1);
  });

  test('an import may return to the queue for another attempt', () => {
    expect(faultsOf([read('a', running(1), 100), read('a', queued(1), 200), read('a', running(2), 300)])).toEqual([]);
  });
});

describe('responses', () => {
  test.each([500, 404, 401, 429])('a %i to a read is a fault', (status) => {
    expect(faultsOf([response('get-import', status)])).toHaveLength(1);
  });

  test.each([undefined, 503, 507, 200])('%s is none', (status) => {
    expect(faultsOf([response('get-import', status)])).toEqual([]);
  });
});

describe('results', () => {
  test.each([
    ['no result yet, after its end', ended(), result('a', 409, 'import_not_finished')],
    ['an error for an import that succeeded', ended(), result('a', 400, 'document_not_json')],
    ['another error than that of the import', ended({ status: 'failed', errorCode: 'x' }), result('a', 400, 'y')],
    ['a result for an import that failed', ended({ status: 'failed', errorCode: 'x' }), result('a', 200)],
    [
      'fewer entities than the summary',
      ended({ summary: '{"actions":2}' }),
      result('a', 200, undefined, { actions: 1 }),
    ],
  ])('%s is a fault', (_, final, entry) => {
    expect(faultsOf([], [read('a', final, 1_100), entry])).toEqual([
      expect.stringMatching(/^import a is .*, but its result/),
    ]);
  });

  test('a cancelled import has the error that says so', () => {
    const final = read('a', ended({ status: 'cancelled' }), 1_100);
    expect(faultsOf([], [final, result('a', 400, 'import_cancelled')])).toEqual([]);
    expect(faultsOf([], [final, result('a', 400, 'import_failed')])).toHaveLength(1);
  });

  test('the number of entities that the summary has is none', () => {
    const final = read('a', ended({ summary: '{"actions":2}' }), 1_100);
    expect(faultsOf([], [final, result('a', 200, undefined, { actions: 2 })])).toEqual([]);
  });
});

describe('notifications', () => {
  const withCallback = accepted('a', { hasCallback: true });
  const final = read('a', ended(), 1_100);

  test('one that comes twice with the same id is none', () => {
    expect(faultsOf([withCallback, notification('a'), notification('a')], [final])).toEqual([]);
  });

  test.each([
    ['a missing one', []],
    ['one that was never answered', [notification('a', { answer: undefined })]],
    ['one that was refused', [notification('a', { answer: 500 })]],
    ['a second id', [notification('a'), notification('a', { webhookId: 'w2' })]],
    ['a second body', [notification('a'), notification('a', { data: { extra: 1 } })]],
    ['another end', [notification('a', { data: { finishedAt: 't9' } })]],
    ['a wrong signature', [notification('a', { isSigned: false })]],
    ['another type', [notification('a', { type: 'import.failed' })]],
  ])('%s is a fault', (_, callbacks) => {
    expect(faultsOf([withCallback, ...callbacks], [final])).not.toEqual([]);
  });

  test('one that was not asked for is a fault', () => {
    expect(faultsOf([accepted('a'), notification('a')], [final])).toEqual([
      'import a sent a notification that it did not ask for',
    ]);
  });
});

describe('bulk runs', () => {
  const balanced = { pending: 1, running: 1, replaced: 1 };
  const over = finalRun({ replaced: 1 });
  const list = items([{ position: 0, outcome: 'replaced', importId: 'a' }]);
  const final = read('a', ended(), 1_100);

  test('counts that do not add up, at any read, are a fault', () => {
    expect(faultsOf([run('running', 3, balanced, 100)])).toEqual(['bulk run r is lost']);
    expect(faultsOf([run('running', 4, balanced, 100)])).toContainEqual(expect.stringContaining('add up to 3'));
  });

  test('outcomes do not decrease, unless failed items are retried', () => {
    const reads = [
      run('running', 2, { failed: 1, pending: 1 }, 100),
      run('running', 2, { running: 1, pending: 1 }, 300),
    ];
    expect(faultsOf(reads)).toContainEqual(expect.stringContaining('had 1 items with outcome failed, and then 0'));
    expect(faultsOf([...reads, asked('retry-failed', 'r', 200)])).toEqual(['bulk run r is lost']);
  });

  test.each([
    ['a run that is finished with open items', [run('finished', 1, { running: 1 }, 100)], [over, list, final]],
    [
      'a run that goes on after its end',
      [run('finished', 1, { replaced: 1 }, 100), run('running', 1, { replaced: 1 }, 200)],
      [over, list, final],
    ],
    ['another number of items', [run('running', 2, { running: 2 }, 100)], [over, list, final]],
    ['a run that never ends', [], [finalRun({ running: 1 }, 'running'), list, final]],
    ['an item too few', [], [over, items([]), final]],
    ['an item whose import failed', [], [over, list, read('a', ended({ status: 'failed' }), 1_100)]],
    ['an item whose import is lost', [], [over, list]],
  ])('%s is a fault', (_, before, after) => {
    expect(faultsOf(before, after)).not.toEqual([]);
  });

  test('two items with one import are a fault', () => {
    const two = [0, 1].map((position) => ({ position, outcome: 'replaced', importId: 'a' }));
    expect(faultsOf([], [finalRun({ replaced: 2 }), items(two), final])).toEqual([
      'bulk run r has two items with one import',
    ]);
  });
});
