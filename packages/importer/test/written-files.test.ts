import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { allRules } from '../src/index.ts';

const file = path.join(import.meta.dirname, '../../../docs/mapping.md');
const update = process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined;

const head = ['| code | severity | when |', '| --- | --- | --- |'];
const rows = allRules.map(
  ({ code, severity, meaning }) => `| \`${code}\` | ${severity} | ${meaning.replaceAll('|', '\\|')} |`,
);
const table = ['', ...head, ...rows, ''].join('\n');
const between = /(?<=<!-- rules -->)[^]*(?=<!-- \/rules -->)/;

it('docs/mapping.md lists every rule, as it is', () => {
  if (update)
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(between, () => table),
    );
  expect(between.exec(readFileSync(file, 'utf8'))?.[0]).toBe(table);
});

it('the validators of structure are as their script writes them', () => {
  const script = path.join(import.meta.dirname, '../tools/generate-structure.mjs');
  expect(() => execFileSync(process.execPath, [script, '--check'])).not.toThrow();
});
