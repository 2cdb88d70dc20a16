// node tools/check-advisories.mjs [--file FILE]...
// Checks the packages of every committed lockfile against known advisories: of the root those that users install, of `bench` and `clients`
// all. Each FILE is the output of `npm audit --json` for one of them, for machines without access to the registry. Without FILE the registry
// is asked; a registry that does not answer is reported, and nothing is checked.
// Exits with 1 when an advisory is high or critical.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { file: { type: 'string', multiple: true } } });
const failing = new Set(['high', 'critical']);
const root = path.join(import.meta.dirname, '..');

/** @typedef {{ readonly [name: string]: { readonly severity?: string } }} Report */

const bad = (values.file === undefined ? listLockfiles().map(checkLockfile) : values.file.map(checkFile)).flat();
process.exitCode = bad.length === 0 ? 0 : 1;

/** Folders of the committed lockfiles, relative to the root. */
function listLockfiles() {
  const { stdout } = spawnSync('git', ['ls-files', '*package-lock.json'], { cwd: root, encoding: 'utf8' });
  const folders = stdout
    .split('\n')
    .filter(Boolean)
    .map((file) => path.dirname(file));
  // Without git, as in a copy of the files.
  return folders.length === 0 ? ['.'] : folders;
}

/** @param {string} folder */
function checkLockfile(folder) {
  const scope = folder === '.' ? ['--omit=dev'] : [];
  const { stdout } = spawnSync('npm', ['audit', ...scope, '--json'], {
    cwd: path.join(root, folder),
    encoding: 'utf8',
  });
  const report = readReport(stdout);
  if (report !== undefined) return showBad(folder, report);
  console.error(`SKIPPED: advisories of ${folder} were NOT checked, because the registry does not serve them here.`);
  console.error(
    `Run "npm audit ${[...scope, ''].join(' ')}--json > audit.json" in ${folder} elsewhere, then "npm run advisories -- --file audit.json".`,
  );
  return [];
}

/** @param {string} file */
function checkFile(file) {
  const report = readReport(readFileSync(file, 'utf8'));
  if (report !== undefined) return showBad(file, report);
  console.error(`${file} is not the output of "npm audit --json".`);
  return [file];
}

/** @param {string} source @param {Report} report @returns names of packages with high or critical advisories */
function showBad(source, report) {
  const found = Object.entries(report).map(([name, { severity = 'unknown' }]) => ({ name, severity }));
  const names = found.filter(({ severity }) => failing.has(severity)).map(({ name }) => name);
  for (const { name, severity } of found) console.log(`${source}: ${severity}: ${name}`);
  console.log(`${source}: ${found.length} packages with advisories, ${names.length} of them high or critical`);
  return names;
}

/** @param {string} text @returns {Report | undefined} */
function readReport(text) {
  try {
    return JSON.parse(text).vulnerabilities;
  } catch {
    return undefined;
  }
}
