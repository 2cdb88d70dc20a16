// npm run trees --prefix bench -- FOLDER
// Imports each multi-file tree of a folder, and prints whether the right root was chosen and which references lead nowhere.
// FOLDER/index.json lists the trees: [{ "name", "zip", "root", "title", "paths", "missing" }], see `Tree`.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';

export interface Tree {
  readonly name: string;
  readonly repository?: string;
  /** The archive, a file of the folder. */
  readonly zip: string;
  readonly files?: number;
  /** Path of the right root in the archive; its `info.title` and number of paths identify it. */
  readonly root: string;
  readonly title: string | null;
  readonly paths: number;
  /** Files that the tree references but does not hold. */
  readonly missing?: readonly string[];
}

export interface TreeReport {
  readonly ms?: number;
  readonly fault?: string;
  readonly actions?: number;
  readonly isRightRoot?: boolean;
  /** References that lead nowhere in their file, and to files outside the archive. */
  readonly dangling?: readonly string[];
  readonly external?: readonly string[];
}

type Result = Tree & TreeReport;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: npm run trees --prefix bench -- FOLDER');
const waiting: Tree[] = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8'));
const results: Result[] = [];
await Promise.all(Array.from({ length: availableParallelism() }, () => work(folder)));
printResults();

async function work(directory: string): Promise<void> {
  const child = fork(new URL('./tree-child.js', import.meta.url), { execArgv: ['--max-old-space-size=4096'] });
  for (let tree = waiting.shift(); tree !== undefined; tree = waiting.shift()) {
    child.send({ ...tree, zip: path.join(directory, tree.zip) });
    const report = await new Promise<TreeReport>((resolve) => {
      child.once('message', (message) => resolve(message as TreeReport));
      child.once('exit', (code, signal) => resolve({ fault: `exited with code ${code}, signal ${signal}` }));
    });
    child.removeAllListeners('exit');
    results.push({ ...tree, ...report });
    if (!child.connected) return work(directory);
  }
  child.disconnect();
}

function isRight({ fault, isRightRoot, dangling = [], external = [], missing = [] }: Result): boolean {
  const isResolved = dangling.length === 0 && external.length === 0;
  return fault === undefined && isRightRoot === true && (isResolved || missing.length > 0);
}

function printResults(): void {
  results.sort((one, other) => (one.name < other.name ? -1 : 1));
  const right = results.filter(isRight);
  const repositories = (list: readonly Result[]): number =>
    new Set(list.map(({ repository, name }) => repository ?? name)).size;
  console.log(
    `${right.length} of ${results.length} trees are right (${repositories(right)} of ${repositories(results)} repositories)`,
  );
  console.log('\n| tree | files | actions | ms | result |\n| --- | ---: | ---: | ---: | --- |');
  for (const result of results) {
    const { name, files, actions = 0, ms = 0 } = result;
    const text = isRight(result) ? 'right' : describeFaults(result).replaceAll('|', '\\|').slice(0, 300);
    console.log(`| ${name} | ${files ?? ''} | ${actions} | ${ms} | ${text} |`);
  }
  process.exitCode = right.length === results.length ? 0 : 1;
}

function describeFaults({ fault, isRightRoot, root, dangling = [], external = [] }: Result): string {
  if (fault !== undefined) return fault;
  const parts = isRightRoot === true ? [] : [`another root than ${root}`];
  if (dangling[0] !== undefined) parts.push(`${dangling.length} dangling, as ${dangling[0]}`);
  if (external[0] !== undefined) parts.push(`${external.length} external, as ${external[0]}`);
  return parts.join('; ');
}
