// npm run meaning --prefix bench -- [--documents 80] [--schemas 5] [--seed 1]
// Checks that served definitions accept the same instances as the component schemas they come from. Draws documents with a seed,
// generates instances and mutations of them, and compares the results of validators. Skips large documents, because the generator
// needs the whole document in memory.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../repository-root.ts';
import { directory, drawSample } from '../sample/draw-sample.ts';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '80' },
    schemas: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});
const maxBytes = 1_000_000;
const test = 'packages/importer/test/real-schemas.test.ts';
/** Documents of one process: validators keep all that they compiled. */
const perProcess = 20;
/** Time for a process. Some schemas make the generator of instances run on. */
const maxMs = 300_000;

interface Outcome {
  readonly documents: number;
  readonly schemas: number;
  readonly compared: number;
  readonly accepted: number;
  readonly refused: number;
  readonly oneWay: number;
  readonly differing: readonly object[];
}

const drawn = drawSample(Number.POSITIVE_INFINITY, values.seed).filter(hasSchemas).slice(0, Number(values.documents));
const outcomes: Outcome[] = [];
const unfinished: string[] = [];
for (let start = 0; start < drawn.length; start += perProcess) compareAll(drawn.slice(start, start + perProcess));
const sum = (pick: (outcome: Outcome) => number): number =>
  outcomes.reduce((total, outcome) => total + pick(outcome), 0);
const differing = sum((outcome) => outcome.differing.length);
process.stdout.write(
  [
    `${sum(({ documents }) => documents)} documents, ${sum(({ compared }) => compared)} of ${sum(({ schemas }) => schemas)} schemas compared`,
    `${sum(({ accepted }) => accepted)} instances valid under both, ${sum(({ refused }) => refused)} invalid under both`,
    `${sum(({ oneWay }) => oneWay)} valid in one direction only`,
    `${unfinished.length} documents not compared in time ${unfinished.join(' ')}`,
    `${differing} schemas that differ\n`,
  ].join('\n'),
);
process.exitCode = differing === 0 ? 0 : 1;

/** Compares documents. Where a process fails, compares them one by one. */
function compareAll(files: readonly string[]): void {
  const outcome = compare(files);
  if (outcome !== undefined) {
    outcomes.push(outcome);
    for (const difference of outcome.differing) process.stdout.write(`${JSON.stringify(difference)}\n`);
  } else if (files.length === 1) unfinished.push(...files);
  else for (const file of files) compareAll([file]);
}

/** Compares the schemas of documents in a process of its own; undefined when it failed. */
function compare(files: readonly string[]): Outcome | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'connectory-meaning-'));
  const documents = path.join(folder, 'documents');
  const outcome = path.join(folder, 'outcome.json');
  try {
    mkdirSync(documents);
    for (const file of files) copyFileSync(path.join(directory, file), path.join(documents, file.replaceAll('/', '+')));
    spawnSync('npx', ['vitest', 'run', '--project', 'unit', test], {
      cwd: repositoryRoot,
      stdio: 'ignore',
      timeout: files.length === 1 ? maxMs / 5 : maxMs,
      env: {
        ...process.env,
        REAL_DOCUMENTS: documents,
        REAL_SCHEMAS: values.schemas,
        REAL_OUTCOME: outcome,
      },
    });
    return existsSync(outcome) ? JSON.parse(readFileSync(outcome, 'utf8')) : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function hasSchemas(file: string): boolean {
  const absolute = path.join(directory, file);
  if (statSync(absolute).size > maxBytes) return false;
  const document: { components?: { schemas?: object }; definitions?: object } = JSON.parse(
    readFileSync(absolute, 'utf8'),
  );
  return Object.keys(document.components?.schemas ?? document.definitions ?? {}).length > 0;
}
