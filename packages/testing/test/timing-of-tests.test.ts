import path from 'node:path';
import { expect, test } from 'vitest';
import { listWorkspaces, readCode, type SourceFile } from './source-files.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Files that read a clock or set a timer, and why their outcome is the same on a machine of any speed. */
const clocks: { readonly [file: string]: string } = {
  'apps/api/test/aborted-uploads.system.test.ts':
    'a client that hesitates before it leaves; any outcome of it is allowed',
  'apps/api/test/count-turns.ts': 'counts turns, for lower bounds that the pauses of the code guarantee',
  'apps/api/test/cut-off-stalled.test.ts': 'a response that is later than the stall; later still changes nothing',
  'apps/api/test/imports.system.test.ts': 'a wait of the server that cannot end early',
  'apps/api/test/prefer.test.ts': 'processor time, far above linear and far below quadratic time',
  'apps/cli/test/identify-server.test.ts': 'a server responds late on purpose, within a sixth of the limit',
  'apps/worker/test/hold-claim.system.test.ts':
    'the end of a claim comes before the timer that must not fire, in one event loop',
  'apps/worker/test/measure-output.ts': 'processor time, compared with that of the same machine',
  'apps/worker/test/reimports.system.test.ts': 'the API is killed at any moment; the outcome is the same at each',
  'packages/database/test/map-in-turns.test.ts': 'items of a turn, which the pauses of the code bound',
  'packages/document/test/archive-roots.test.ts': 'processor time, far above linear and far below quadratic time',
  'packages/document/test/archives.test.ts': 'processor time, far above linear and far below exponential time',
  'packages/document/test/excerpts.test.ts': 'processor time, far above linear and far below quadratic time',
  'packages/document/test/hostile.test.ts': 'processor time, far above linear and far below quadratic time',
  'packages/document/test/other-formats.test.ts': 'processor time, far above linear and far below quadratic time',
  'packages/document/test/splice-references.test.ts': 'processor time, far above linear and far below exponential time',
  'packages/embedded/test/fixtures/hold-database.mjs': 'keeps a process alive until it is killed',
  'packages/importer/test/import-document.test.ts': 'processor time, far above linear and far below quadratic time',
  'packages/outbound/test/hostile-urls.test.ts': 'an upper bound of ten times the limit',
  'packages/runtime/test/fixtures/late-child.mjs': 'acts once it is an orphan, and then lives until it is killed',
  'packages/runtime/test/fixtures/start-child.mjs': 'a signal that comes later than this would have come at once, too',
  'packages/runtime/test/logger.test.ts': 'processor time, far above linear and far below quadratic time',
  'packages/testing/test/regular-expressions.test.ts':
    'the best of three runs; quadratic time is a hundred times the limit',
};

const clock =
  /\bsetTimeout\(|\bsetInterval\(|\bsetImmediate\(|(?<!\.)\bpause\(|\bperformance\.|\bcpuUsage\(|\bhrtime\b/;

/** Milliseconds that a test waits for a condition at least, because a loaded machine takes many times as long. */
const shortestWaitMs = 10_000;

function readTests(): readonly SourceFile[] {
  return listWorkspaces(root)
    .flatMap((workspace) => readCode(root, workspace))
    .filter(
      ({ file }) => /^[^/]+\/[^/]+\/test\//.test(file) && file !== 'packages/testing/test/timing-of-tests.test.ts',
    );
}

test('no test reads a clock or sets a timer without a reason why the speed of the machine does not matter', () => {
  const found = readTests()
    .filter(({ text }) => clock.test(text))
    .map(({ file }) => file);
  expect(found.toSorted()).toEqual(Object.keys(clocks).toSorted());
});

test('no test waits less than ten seconds for a condition', () => {
  const short = readTests().flatMap(({ file, text }) =>
    shortWaits(text).map((line) => `${file}:${line} waits less than ${shortestWaitMs} ms`),
  );
  expect(short).toEqual([]);
});

test('the search for short waits finds each form of them', () => {
  expect(shortWaits('await expect.poll(() => a, { timeout: 5_000 })')).toEqual([1]);
  expect(shortWaits("\nawait waitFor(a, { timeoutMs: 900, describe: '(' })")).toEqual([2]);
  expect(shortWaits('await vi.waitFor(() => a(b, c))')).toEqual([1]);
  expect(shortWaits('await one.untilOutput(/x/, 5_000)')).toEqual([1]);
  expect(shortWaits('await vi.waitFor(() => a, { timeout: 20_000 }); expect.poll(() => a); x.untilOutput(a)')).toEqual(
    [],
  );
});

/** Lines of the waits for a condition with a short time limit. That of `expect.poll` is set for all tests, that of `vi.waitFor` is 1 s. */
function shortWaits(text: string): readonly number[] {
  return [...text.matchAll(/(\bvi\.waitFor|\bexpect\s*\.poll|\bwaitFor|\buntilOutput)\(/g)].flatMap((match) => {
    const call = callAt(text, match.index + match[0].length);
    const limit = /\btimeout(?:Ms)?: ([\d_]+)/.exec(call)?.[1] ?? /, ([\d_]+)$/.exec(call)?.[1];
    const isShort =
      limit === undefined ? match[1] === 'vi.waitFor' : Number(limit.replaceAll('_', '')) < shortestWaitMs;
    return isShort ? [text.slice(0, match.index).split('\n').length] : [];
  });
}

/** The arguments of a call, from behind its bracket. Brackets in texts are few, and come in pairs or end it late. */
function callAt(text: string, from: number): string {
  let depth = 1;
  let end = from;
  for (; end < text.length && depth > 0; end += 1)
    depth += '([{'.includes(text[end] ?? '') ? 1 : ')]}'.includes(text[end] ?? '') ? -1 : 0;
  return text.slice(from, end - 1);
}
