// node tools/check-advisories.mjs [--file FILE]
// Checks the packages of the lockfile against known advisories. FILE is the output of `npm audit --omit=dev --json`, for machines
// without access to the registry. Without FILE the registry is asked; a registry that does not answer is reported, and nothing is checked.
// Exits with 1 when an advisory is high or critical.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { file: { type: 'string' } } });
const failing = new Set(['high', 'critical']);

const report = values.file === undefined ? askRegistry() : readReport(readFileSync(values.file, 'utf8'));
if (report === undefined) {
  if (values.file !== undefined) {
    console.error(`${values.file} is not the output of "npm audit --json".`);
    process.exit(1);
  }
  console.error('SKIPPED: advisories were NOT checked, because the registry does not serve them here.');
  console.error(
    'Run "npm audit --omit=dev --json > audit.json" elsewhere, then "npm run advisories -- --file audit.json".',
  );
  process.exit(0);
}
const found = Object.entries(report).map(([name, { severity = 'unknown' }]) => ({ name, severity }));
for (const { name, severity } of found) console.log(`${severity}: ${name}`);
const bad = found.filter(({ severity }) => failing.has(severity));
console.log(`${found.length} packages with advisories, ${bad.length} of them high or critical`);
process.exitCode = bad.length === 0 ? 0 : 1;

/** @returns {{ [name: string]: { severity?: string } } | undefined} */
function askRegistry() {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
  return readReport(stdout);
}

/** @param {string} text @returns {{ [name: string]: { severity?: string } } | undefined} */
function readReport(text) {
  try {
    return JSON.parse(text).vulnerabilities;
  } catch {
    return undefined;
  }
}
