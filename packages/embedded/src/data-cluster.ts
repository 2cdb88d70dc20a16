import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { Binaries } from './find-binaries.ts';
import type { ServerAccount } from './server-account.ts';

/** The role that owns the database of an embedded server. */
export const superuser = 'connectory';

export interface Cluster {
  /** Absolute path of the data. */
  readonly folder: string;
  /** Path that the server's programs get: see `asSeenByServer`. */
  readonly pgdata: string;
  readonly account: ServerAccount | undefined;
  readonly password: string;
}

/**
 * Opens the data of the server and initialises it if absent: UTF-8, sorted by code points on every machine, scram passwords. The password
 * is generated once and stored in `<dataDir>/postgres-password`, readable by the owner only.
 */
export async function openCluster(
  dataDir: string,
  binaries: Binaries,
  account: ServerAccount | undefined,
): Promise<Cluster> {
  const folder = path.join(dataDir, 'postgres');
  const passwordFile = path.join(dataDir, 'postgres-password');
  if (await exists(path.join(folder, 'PG_VERSION'))) {
    const password = await readFile(passwordFile, 'utf8').catch((error: unknown) => {
      throw new EmbeddedPostgresError(
        `The data folder ${dataDir} contains a database, but its password cannot be read from ${passwordFile}. Restore that file.`,
        { cause: error },
      );
    });
    const { uid, gid } = await stat(folder);
    // PostgreSQL requires that the owner of the data runs it, and the owner may be another account.
    const owner = account === undefined ? undefined : { uid, gid };
    return { folder, pgdata: asSeenByServer(folder), account: owner, password: password.trim() };
  }
  const password = randomBytes(24).toString('base64url');
  await initialise({ dataDir, password, binaries, account });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await rename(path.join(dataDir, initialisingName), folder);
  return { folder, pgdata: asSeenByServer(folder), account, password };
}

const initialisingName = 'postgres-initialising';

/** Initialises in a temporary folder and renames it, so that a killed run leaves no incomplete database. */
async function initialise(options: {
  dataDir: string;
  password: string;
  binaries: Binaries;
  account: ServerAccount | undefined;
}): Promise<void> {
  const { dataDir, binaries, account } = options;
  const target = path.join(dataDir, initialisingName);
  const passwordFile = path.join(dataDir, `${initialisingName}-password`);
  await rm(target, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await mkdir(target, { mode: 0o700 });
  await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (account !== undefined) {
    await chown(target, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  const password = openSync(passwordFile, 'r');
  try {
    await runInitdb({ initdb: binaries.initdb, target, password, passwordFile, account });
  } finally {
    closeSync(password);
    await rm(passwordFile, { force: true });
  }
}

function runInitdb(options: {
  initdb: string;
  target: string;
  password: number;
  passwordFile: string;
  account: ServerAccount | undefined;
}): Promise<void> {
  const args = [
    `--pgdata=${asSeenByServer(options.target)}`,
    // Passed as an open file, because the account may not have access to its folder.
    `--pwfile=${process.platform === 'win32' ? options.passwordFile : '/dev/stdin'}`,
    '--encoding=UTF8',
    '--locale=C',
    '--auth=scram-sha-256',
    `--username=${superuser}`,
    '--no-instructions',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(options.initdb, args, {
      cwd: options.target,
      env: serverEnvironment(),
      stdio: [options.password, 'ignore', 'pipe'],
      ...options.account,
    });
    let output = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
    const fail = (reason: string): void =>
      reject(new EmbeddedPostgresError(`PostgreSQL could not initialise its data in ${options.target}: ${reason}`));
    child.once('error', (error) => fail(error.message));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else fail(output.trim() || `it ended with ${signal ?? code}`);
    });
  });
}

/**
 * The data folder as a path for the server's programs, which run inside it. On Linux it is a link to the working directory, because the
 * server's account may have no access to the folders above (`/root`, `mktemp -d`).
 */
function asSeenByServer(folder: string): string {
  return process.platform === 'linux' ? '/proc/self/cwd' : folder;
}

/** Environment with English messages and without the user's `PG…` variables. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(entries), LC_ALL: 'C' };
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
