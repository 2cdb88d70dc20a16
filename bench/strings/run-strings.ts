// npm run strings --prefix bench -- [--documents 200] [--seed 1]
// Measures how many of the distinct strings and numbers of real documents occur in their models or messages. Prints the members whose strings are
// lost most often. Independent of the export. Leaves out references, which the model writes otherwise, and translated keywords.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDocumentLimits, readDocument } from '@connectory/document';
import { importDocument } from '@connectory/importer';
import { directory, drawSample } from '../sample/draw-sample.ts';

const { values } = parseArgs({
  options: { documents: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});

/** Names that the model has in another form: paths are templates of actions, `nullable` is the type null. */
const translated = new Set(['paths', 'nullable', 'exclusiveMinimum', 'exclusiveMaximum']);

/** Lost strings by the name of the member that holds them. */
const lost = new Map<string, { count: number; example: string }>();
let [documents, distinct, missing] = [0, 0, 0];
for (const file of drawSample(Number(values.documents), values.seed)) await measureFile(file);
console.log(
  `${documents} documents: ${distinct - missing} of ${distinct} distinct strings and numbers occur (${percent()} %)\n`,
);
console.log('| member | lost strings | for example |\n| --- | ---: | --- |');
for (const [name, { count, example }] of [...lost].sort(([, one], [, other]) => other.count - one.count).slice(0, 60))
  console.log(`| ${name} | ${count} | ${example} |`);

function percent(): string {
  return (((distinct - missing) / distinct) * 100).toFixed(3);
}

async function measureFile(file: string): Promise<void> {
  const content = readFileSync(path.join(directory, file));
  const read = await readDocument(content, { limits: defaultDocumentLimits });
  if (!read.ok) return;
  const outcome = importDocument({ ...read.document, locate: () => new Map() });
  if (!outcome.ok) return;
  const kept = collectStrings(outcome.model);
  const text = [...kept.keys()].join('\n');
  documents += 1;
  for (const [string, member] of collectStrings(JSON.parse(content.toString('utf8')))) {
    distinct += 1;
    if (string === '' || translated.has(string) || member === '$ref') continue;
    if (kept.has(string) || kept.has(string.toUpperCase()) || text.includes(string)) continue;
    missing += 1;
    const entry = lost.get(member) ?? { count: 0, example: `${file}: ${JSON.stringify(string.slice(0, 60))}` };
    lost.set(member, { ...entry, count: entry.count + 1 });
  }
}

/** Distinct strings and names of members of a tree, each with the name of its member. Strings that hold JSON are read as JSON. */
function collectStrings(root: unknown): ReadonlyMap<string, string> {
  const strings = new Map<string, string>();
  const waiting: { value: unknown; member: string }[] = [{ value: root, member: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, member } = next;
    if (typeof value === 'number') {
      strings.set(String(value), strings.get(String(value)) ?? member);
    } else if (typeof value === 'string') {
      const parsed = member === 'schema' || member === 'extras' ? parseJson(value) : undefined;
      if (parsed === undefined) strings.set(value, strings.get(value) ?? member);
      else waiting.push({ value: parsed, member: '' });
    } else if (Array.isArray(value)) {
      for (const item of value) waiting.push({ value: item, member });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        strings.set(key, strings.get(key) ?? `${member}.{key}`);
        waiting.push({ value: item, member: key });
      }
    }
  }
  return strings;
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
