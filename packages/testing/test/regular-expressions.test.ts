import path from 'node:path';
import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import { findRegularExpressions, type WrittenExpression } from './find-regular-expressions.ts';
import { readSources } from './source-files.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Length of the texts. At this length a quadratic expression takes some hundred milliseconds, and a linear one less than two. */
const chars = 60_000;
const limitMs = 120;

/** Files with expressions that read no long text of a document or a request. */
const trusted: ReadonlySet<string> = new Set([
  // The first 4,000 characters of a text.
  'packages/document/src/formats/markup-formats.ts',
  // PUBLIC_BASE_URL, a setting.
  'apps/api/src/server/http-server.ts',
  'apps/worker/src/callbacks/callback-message.ts',
  // The command line: its own arguments.
  'apps/cli/src/client/api-client.ts',
  'apps/cli/src/client/reimport-client.ts',
]);

describe('The audit of regular expressions', () => {
  test('finds expressions, and no divisions, comments and texts', () => {
    const text = "const a = /x[/]+/g; // /no/\nconst b = 4 / 2 / 1; f('/no/', /y$/);\nreturn /z/.test(`/no/`)";
    expect(findRegularExpressions(text).map(({ source, line }) => `${line} ${source}`)).toEqual([
      '1 x[/]+',
      '2 y$',
      '3 z',
    ]);
  });

  test.each(['_+$', String.raw`\{([^}]+)\}`, '(a+)+b', String.raw`\beyJ[\w-]{5,}\.x`, '^package;[^]*^message '])(
    'finds that %s is not linear',
    (source) => {
      expect(slowText({ source, flags: 'gm', line: 1 })).toBeDefined();
    },
  );
});

describe('Regular expressions', { timeout: 120_000 }, () => {
  test('take time linear in their text', () => {
    const slow = readSources(root)
      .filter(({ file }) => /^(?:apps|packages\/(?!harness|testing))/.test(file) && !trusted.has(file))
      .flatMap(({ file, text }) =>
        findRegularExpressions(text).flatMap((found) => {
          const pump = slowText(found);
          return pump === undefined ? [] : [`${file}:${found.line} is slow on ${JSON.stringify(pump)}, repeated`];
        }),
      );
    expect(slow).toEqual([]);
  });
});

/** @returns a text that makes the expression slow when it is repeated. */
function slowText({ source, flags }: WrittenExpression): string | undefined {
  const pattern = new RegExp(source, flags.includes('g') ? flags : `${flags}g`);
  const pumps = fragmentsOf(source);
  return pumps.find((pump) => ['', '\u0000'].some((end) => isSlow(pattern, pump, end)));
}

function isSlow(pattern: RegExp, pump: string, end: string): boolean {
  const text = pump.repeat(Math.ceil(chars / pump.length)) + end;
  // Several runs, because compilers and the garbage collector take time too.
  return [1, 2, 3].every(() => runFor(pattern, text) > limitMs);
}

const replaceAll = new vm.Script('text.replace(pattern, "")');
const context = vm.createContext({ text: '', pattern: /a/ });

function runFor(pattern: RegExp, text: string): number {
  Object.assign(context, { text, pattern });
  // Processor time: on a busy machine, a process waits longer than it runs.
  const start = process.cpuUsage();
  try {
    replaceAll.runInContext(context, { timeout: limitMs * 20 });
  } catch {
    return Number.POSITIVE_INFINITY;
  }
  return process.cpuUsage(start).user / 1_000;
}

const common = [
  'a',
  '0',
  ' ',
  '_',
  '/',
  '{',
  '"',
  '\\',
  '-',
  '.',
  '\t',
  '\n',
  ':',
  '<',
  '@',
  '%',
  '=',
  'a.',
  'a/',
  'a@',
  '\u00e9',
];
const separators = [' ', '-', '.', '\n', 'a'];

/** Texts that parts of an expression match: its words and characters, alone and with a separator. */
function fragmentsOf(source: string): readonly string[] {
  const classes = [...source.matchAll(/\[\^?((?:\\.|[^\]\\])*)\]/g)].flatMap(([, inside = '']) =>
    inside.replace(/\\(.)/g, '$1').split(''),
  );
  const words = source
    .replace(/\\[dwsbDWSB]|\(\?<?[:=!]|\[(?:\\.|[^\]\\])*\]/g, '\u0001')
    .replace(/\\(.)/g, '$1')
    .split(/[\u0001()|*+?^$]|\{\d+,?\d*\}/)
    .filter((word) => word !== '');
  const joined = words.filter((word) => word.length > 2).flatMap((word) => separators.map((end) => `${word}${end}`));
  return [...new Set([...common, ...classes, ...words, ...joined])];
}
