// npm run cost --prefix bench -- --base FOLDER [--rounds 60]
// Compares the CPU time of imports without edits and overlays with that of another checkout, which is built: of the plan, the rows and the
// facts of the connector, for a first import and one that replaces its draft. Both run alternately in this process, on the same models.
// Prints medians, and their ratio as a part of the import: beside reading and mapping, which is measured of this checkout only.
// A base that is this checkout itself shows the error of the measurement. `node --single-threaded` makes it smaller.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDocumentLimits, readDocument } from '@connectory/document';
import { type ConnectorModel, importDocument } from '@connectory/importer';
import { repositoryRoot } from '../repository-root.ts';
import { median, round } from '../speed/statistics.ts';
import { buildDocument } from '../speed/synthetic.ts';
import { createWork, type Work } from './create-work.ts';

const { values } = parseArgs({
  options: {
    base: { type: 'string' },
    rounds: { type: 'string', default: '60' },
  },
});
if (values.base === undefined) throw new Error('--base FOLDER is required: another checkout of this repository, built');

/** CPU time of one call that is long enough for the clock of the process, in milliseconds. */
const minSampleMs = 5;
const warmUpRounds = 10;
const mappings = 6;

const folders = { base: path.resolve(values.base), head: repositoryRoot };
interface Times {
  readonly base: number;
  readonly head: number;
}

let sums = { base: 0, head: 0, mapping: 0 };
console.log('document                                 base ms   head ms   head/base   mapping ms   of the import');
for (const [name, bytes] of listDocuments()) {
  const model = await readModel(bytes);
  const [base, head] = await Promise.all([createWork(folders.base, model), createWork(folders.head, model)]);
  const times = { ...(await compare(base, head)), mapping: await measureMapping(bytes) };
  sums = { base: sums.base + times.base, head: sums.head + times.head, mapping: sums.mapping + times.mapping };
  printRow(name, times);
}
printRow('all', sums);

/** @returns CPU milliseconds of reading and mapping a document twice, as the work has two imports. */
async function measureMapping(bytes: Buffer): Promise<number> {
  const map = async (): Promise<void> => void (await readModel(bytes));
  const samples: number[] = [];
  for (let at = 0; at < mappings; at += 1) samples.push(await measure(map, 2));
  return 2 * median(samples.slice(1));
}

async function compare(base: Work, head: Work): Promise<Times> {
  // The compiler of the engine is done with both before anything counts.
  for (let at = 0; at < warmUpRounds; at += 1) for (const work of [base, head]) await measure(work, 3);
  const calls = Math.max(1, Math.ceil(minSampleMs / Math.max(0.01, await measure(base, 3))));
  const samples: { readonly base: number[]; readonly head: number[] } = { base: [], head: [] };
  for (let at = 0; at < Number(values.rounds); at += 1) {
    const isBaseFirst = at % 2 === 0;
    if (isBaseFirst) samples.base.push(await measure(base, calls));
    samples.head.push(await measure(head, calls));
    if (!isBaseFirst) samples.base.push(await measure(base, calls));
  }
  return { base: median(samples.base), head: median(samples.head) };
}

/** @returns CPU milliseconds of one call */
async function measure(work: Work, calls: number): Promise<number> {
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / calls;
}

function printRow(name: string, { base, head, mapping }: typeof sums): void {
  const cells = [base, head].map((ms) => round(ms, 3).toFixed(3).padStart(9));
  const ratios = [head / base, (mapping + head) / (mapping + base)].map((ratio) => ratio.toFixed(4));
  const [ofWork = '', ofImport = ''] = ratios;
  console.log(
    `${name.slice(0, 38).padEnd(38)} ${cells.join(' ')}   ${ofWork}      ${round(mapping, 1).toFixed(1).padStart(7)}      ${ofImport}`,
  );
}

/** The examples of this repository, and two generated documents. */
function listDocuments(): readonly (readonly [string, Buffer])[] {
  const examples = path.join(repositoryRoot, 'examples');
  const files = readdirSync(examples).filter((file) => !file.endsWith('.md'));
  return [
    ...files.map((file) => [file, readFileSync(path.join(examples, file))] as const),
    ...[40, 800].map(
      (operations) =>
        [`generated, ${operations} operations`, Buffer.from(JSON.stringify(buildDocument({ operations })))] as const,
    ),
  ];
}

async function readModel(bytes: Buffer): Promise<ConnectorModel> {
  const read = await readDocument(bytes, { limits: defaultDocumentLimits });
  if (!read.ok) throw new Error(read.fault.message);
  const imported = importDocument(read.document);
  if (!imported.ok) throw new Error(imported.fault.message);
  return imported.model;
}
