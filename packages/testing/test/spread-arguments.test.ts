import path from 'node:path';
import { expect, test } from 'vitest';
import { readSources } from './source-files.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Packages whose lists grow with a document. */
const ofDocuments = /^packages\/(diff|document|encoding|exporter|importer|lifecycle)\//;

/** `push(...list)` and `Math.max(...list)` put each item on the stack. */
const spread = /\b(?:push|unshift|max|min|concat)\((?:[^(){}]*,\s*)?\.\.\.(?!\[)/;

const linesWith = (text: string): readonly string[] => text.split('\n').filter((line) => spread.test(line));

test('No list that grows with a document is spread into arguments, because the stack holds about a hundred thousand', () => {
  expect(linesWith('a.push(...b);\na.push(one, ...b);\na.push({ ...b });\nreturn [...a, ...b];')).toHaveLength(2);
  const found = readSources(root)
    .filter(({ file }) => ofDocuments.test(file))
    .flatMap(({ file, text }) => linesWith(text).map((line) => `${file}: ${line.trim()}`));
  expect(found).toEqual([]);
});
