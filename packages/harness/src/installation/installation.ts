import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface InstallationOptions {
  readonly tarball: string;
  readonly manager: 'npm' | 'pnpm';
  /** Added to the command that installs the package, for example `--ignore-scripts`. */
  readonly options?: readonly string[];
  /** The folder of the Node.js program to use. Default: that of this process. */
  readonly node?: string;
  /** Whether an account without privileges runs all commands. Only root can choose that. */
  readonly asOther?: boolean;
  /** URL of the registry. Default: as configured. */
  readonly registry?: string;
}

/** The package for users in a folder that had nothing before. */
export interface Installation {
  readonly folder: string;
  /** Size of all installed files, in bytes. */
  size(): number;
  /** Runs `npx connectory …` or `pnpm exec connectory …`. @returns its standard output. @throws when its exit code is another */
  connectory(args: readonly string[], exitCode?: number): Promise<string>;
  /** Runs `connectory start` until `stop` of the result is called. */
  start(): Promise<{ stop(): Promise<void> }>;
  remove(): Promise<void>;
}

/** An account that owns no files. */
const other = { uid: 65_534, gid: 65_534 };

const startTimeoutMs = 120_000;

const pnpm = fileURLToPath(new URL('../../../../node_modules/pnpm', import.meta.url));

/** Installs the package for users in an empty folder. */
export async function installPackage(options: InstallationOptions): Promise<Installation> {
  const folder = await mkdtemp(path.join(tmpdir(), 'connectory-user-'));
  const account = options.asOther === true && process.getuid?.() === 0 ? other : undefined;
  chmodSync(folder, 0o755);
  mkdirSync(path.join(folder, 'home'));
  // The account may have no access to the folder of the tarball.
  const tarball = path.join(folder, 'home', path.basename(options.tarball));
  copyFileSync(options.tarball, tarball);
  if (account !== undefined)
    for (const each of [folder, path.dirname(tarball)]) chownSync(each, account.uid, account.gid);
  const [program, ...leading] = options.manager === 'npm' ? ['npm'] : await copyPnpm(folder);
  const env = environmentOf(folder, options);
  const spawned = (file: string, args: readonly string[]): ChildProcess =>
    spawn(file, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], ...account, detached: true });
  const install =
    options.manager === 'npm' ? ['install', '--prefix', '.', '--no-audit', '--no-fund'] : ['add', '--dir', '.'];
  await outputOf(spawned(program ?? '', [...leading, ...install, tarball, ...(options.options ?? [])]), 0);
  const runner = options.manager === 'npm' ? ['npx', '--no-install'] : [program ?? '', ...leading, 'exec'];
  const [runs = '', ...before] = runner;
  return {
    folder,
    size: () => sizeOf(path.join(folder, 'node_modules')),
    connectory: (args, exitCode = 0) => outputOf(spawned(runs, [...before, 'connectory', ...args]), exitCode),
    start: async () => {
      const child = spawned(path.join(folder, 'node_modules/.bin/connectory'), ['start']);
      const ended = new Promise((resolve) => child.once('close', resolve));
      await started(child);
      return { stop: async () => void (child.kill('SIGTERM'), await ended) };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Settings of the service and of npm that this process got are not those of a new user. */
const own = /^(?:npm_|CONNECTORY_|DATABASE_|REDIS_|NODE_OPTIONS$|VITEST|XDG_|INIT_CWD$)/;

function environmentOf(folder: string, { node, registry }: InstallationOptions): NodeJS.ProcessEnv {
  const search = [node ?? path.dirname(process.execPath), process.env['PATH'] ?? ''];
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name))),
    PATH: search.join(path.delimiter),
    HOME: path.join(folder, 'home'),
    PORT: '0',
    LOG_LEVEL: 'warn',
    NO_COLOR: '1',
    npm_config_update_notifier: 'false',
    ...(registry === undefined ? {} : { npm_config_registry: registry }),
  };
}

/** The account may have no access to this repository. */
async function copyPnpm(folder: string): Promise<readonly string[]> {
  const target = path.join(folder, 'home', 'pnpm');
  await cp(pnpm, target, { recursive: true });
  return ['node', path.join(target, 'bin', 'pnpm.cjs')];
}

/** @throws if the process ends, or does not serve in time */
function started(child: ChildProcess): Promise<void> {
  const output = collect(child);
  return new Promise((resolve, reject) => {
    const fail = (what: string): void => reject(new Error(`connectory start ${what}: ${output.all}`));
    const timer = setTimeout(() => fail('does not serve'), startTimeoutMs);
    const look = (): void => {
      if (!output.all.includes('serves at')) return;
      clearTimeout(timer);
      resolve();
    };
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', look);
    child.once('close', () => {
      clearTimeout(timer);
      fail('ended');
    });
  });
}

function collect(child: ChildProcess): { all: string; stdout: string } {
  const output = { all: '', stdout: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output.all += text;
    output.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.all += text));
  return output;
}

async function outputOf(child: ChildProcess, exitCode: number): Promise<string> {
  const output = collect(child);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === exitCode) return output.stdout;
  throw new Error(`${child.spawnargs.join(' ')}: exit code ${String(code)}, not ${exitCode}\n${output.all}`);
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return files.reduce((sum, file) => sum + statSync(path.join(file.parentPath, file.name)).size, 0);
}
