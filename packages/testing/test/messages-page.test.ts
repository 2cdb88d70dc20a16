import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allDiffRules } from '@connectory/diff';
import { describe, expect, test } from 'vitest';
import { readSources } from './source-files.ts';
import { messageTables } from './message-tables.ts';
import { writeMessagesPage } from './messages-page.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const page = new URL('../../../docs/messages.md', import.meta.url);
const sources = readSources(root);
const rules = messageTables.flatMap((table) => table.rules);
const codes = rules.map(({ code }) => code);

// Updating is a separate step whose result is reviewed as a diff. CI never updates.
if (process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined) writeFileSync(page, writeMessagesPage());

test('docs/messages.md is as the rules write it; otherwise run `npm run golden`', () => {
  expect(readFileSync(page, 'utf8')).toBe(writeMessagesPage());
});

describe('The message tables', () => {
  test('have no code twice', () => {
    expect(codes).toEqual([...new Set(codes)]);
  });

  test('hold every code in the sources of the packages that report messages', () => {
    const known = new Set([...codes, ...allDiffRules.flatMap((group) => group.rules.map(({ code }) => code))]);
    // Packages that only create messages or changes. A new code belongs in a rule, and its table in message-tables.ts.
    const reporting = ['packages/document', 'packages/importer', 'packages/lifecycle', 'packages/diff'];
    const used = sources
      .filter(({ file }) => reporting.some((workspace) => file.startsWith(`${workspace}/src/`)))
      .flatMap(({ file, text }) => codesIn(text).map((code) => ({ file, code })));
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter(({ code }) => !known.has(code))).toEqual([]);
  });

  test.each(rules.map(({ code }) => code))('%s is reported by a source', (code) => {
    const pattern = new RegExp(String.raw`(\w+)(?:: Rule)? ?[=:] \{\s*code: '${code}'`);
    const home = sources.find(({ text }) => pattern.test(text));
    const name = pattern.exec(home?.text ?? '')?.[1];
    expect(name).toBeDefined();
    const uses = sources.filter(
      ({ file, text }) => file !== home?.file && !isTable(text) && new RegExp(`\\b${name}\\b`).test(text),
    );
    expect(uses.map(({ file }) => file)).not.toEqual([]);
  });
});

/** Codes are the quoted upper-case words with an underscore. */
function codesIn(text: string): readonly string[] {
  return text.match(/(?<=')[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?=')/g) ?? [];
}

/** A file that only lists the rules of its package. */
function isTable(text: string): boolean {
  return /: readonly Rule\[\] = \[/.test(text);
}
