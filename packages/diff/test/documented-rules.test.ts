import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { allDiffRules } from '../src/index.ts';

const file = path.join(import.meta.dirname, '../../../docs/diff.md');
const update = process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined;
const between = /(?<=<!-- rules -->)[^]*(?=<!-- \/rules -->)/;

const tables = allDiffRules.flatMap(({ group, rules }) => [
  '',
  `### ${group}`,
  '',
  '| code | sent | received | when |',
  '| --- | --- | --- | --- |',
  ...rules.map(({ code, sent, received, meaning }) => `| \`${code}\` | ${sent} | ${received} | ${meaning} |`),
]);
const written = [...tables, ''].join('\n');

it('docs/diff.md is as the rules write it; otherwise run `npm run golden`', () => {
  if (update)
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(between, () => written),
    );
  expect(between.exec(readFileSync(file, 'utf8'))?.[0]).toBe(written);
});

const sentencesFile = path.join(import.meta.dirname, '../../../apps/console/src/diff/diff-rules.json');

it('the console has the sentence of each rule; otherwise run `npm run golden`', () => {
  const rules = allDiffRules.flatMap((group) => group.rules);
  const sentences = Object.fromEntries(
    rules.map(({ code, meaning, sent, received }) => [code, { meaning, sent, received }]),
  );
  const text = `${JSON.stringify(sentences, null, 2)}\n`;
  if (update) writeFileSync(sentencesFile, text);
  expect(readFileSync(sentencesFile, 'utf8')).toBe(text);
});
