// @ts-check
// npm run dev: builds the service, starts it, rebuilds it after each change of a source file, and restarts it after each build.
// Ctrl-C stops the compiler, the API, the worker and the embedded PostgreSQL.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, watch } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const cli = path.join(root, 'apps/cli/dist/main.js');
const tsc = path.join(root, 'node_modules/typescript/bin/tsc');

/** One build writes many files. The service restarts when none was written for this long. */
const quietMs = 300;

/** @type {import('node:child_process').ChildProcess | undefined} */
let service;
/** @type {NodeJS.Timeout | undefined} */
let timer;
let restarting = Promise.resolve();
let stopping = false;

// Detached: a Ctrl-C of the terminal reaches this process only, which then stops the compiler and the service in order.
const compiler = spawn(process.execPath, [tsc, '-b', '--watch', '--preserveWatchOutput'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: true,
});
for (const folder of listDistFolders()) watch(folder, { recursive: true }, scheduleRestart);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => void stop());
compiler.once('exit', () => void stop());
startService();

function listDistFolders() {
  return ['apps', 'packages'].flatMap((group) =>
    readdirSync(path.join(root, group))
      .map((name) => path.join(root, group, name, 'dist'))
      .filter((folder) => existsSync(folder)),
  );
}

function startService() {
  service = fork(cli, ['start'], { cwd: root, execArgv: ['--enable-source-maps'], detached: true });
}

/** @param {string} _event @param {string | null} file */
function scheduleRestart(_event, file) {
  if (stopping || file === null || !file.endsWith('.js')) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    restarting = restarting.then(restartService);
  }, quietMs);
}

async function restartService() {
  if (stopping) return;
  process.stderr.write('build changed, restarting\n');
  await stopService();
  if (!stopping) startService();
}

async function stopService() {
  if (service === undefined || service.exitCode !== null || service.signalCode !== null) return;
  service.kill('SIGTERM');
  await once(service, 'exit');
}

/** The compiler is a wrapper and a native process: one process group. */
function killCompiler() {
  if (compiler.pid === undefined || compiler.exitCode !== null) return;
  process.kill(-compiler.pid, 'SIGTERM');
}

async function stop() {
  if (stopping) return;
  stopping = true;
  clearTimeout(timer);
  killCompiler();
  await restarting;
  await stopService();
  process.exit(0);
}
