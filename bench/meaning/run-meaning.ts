// npm run meaning --prefix bench -- [--documents 80] [--schemas 5] [--seed 1]
// Checks that served definitions accept the same instances as the component schemas they come from. Draws documents with a seed,
// generates instances and mutations of them, and compares the results of validators. Skips large documents, because the generator
// needs the whole document in memory.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
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
const perProcess = 40;

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
for (let start = 0; start < drawn.length; start += perProcess) {
  const outcome = compare(drawn.slice(start, start + perProcess));
  outcomes.push(outcome);
  for (const difference of outcome.differing) process.stdout.write(`${JSON.stringify(difference)}\n`);
}
const sum = (pick: (outcome: Outcome) => number): number =>
  outcomes.reduce((total, outcome) => total + pick(outcome), 0);
const differing = sum((outcome) => outcome.differing.length);
process.stdout.write(
  [
    `${sum(({ documents }) => documents)} documents, ${sum(({ compared }) => compared)} of ${sum(({ schemas }) => schemas)} schemas compared`,
    `${sum(({ accepted }) => accepted)} instances valid under both, ${sum(({ refused }) => refused)} invalid under both`,
    `${sum(({ oneWay }) => oneWay)} valid in one direction only`,
    `${differing} schemas that differ\n`,
  ].join('\n'),
);
process.exitCode = differing === 0 ? 0 : 1;

/** Compares the schemas of documents in a process of its own. */
function compare(files: readonly string[]): Outcome {
  const folder = mkdtempSync(path.join(tmpdir(), 'connectory-meaning-'));
  const documents = path.join(folder, 'documents');
  const outcome = path.join(folder, 'outcome.json');
  try {
    mkdirSync(documents);
    for (const file of files) copyFileSync(path.join(directory, file), path.join(documents, file.replaceAll('/', '+')));
    spawnSync('npx', ['vitest', 'run', '--project', 'unit', test], {
      cwd: repositoryRoot,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        REAL_DOCUMENTS: documents,
        REAL_SCHEMAS: values.schemas,
        REAL_OUTCOME: outcome,
      },
    });
    return JSON.parse(readFileSync(outcome, 'utf8'));
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
