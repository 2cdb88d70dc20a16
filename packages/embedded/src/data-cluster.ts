import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { Binaries } from './find-binaries.ts';
import type { ServerAccount } from './server-account.ts';

/** The name of the only role of an embedded server. */
export const superuser = 'connectory';

export interface Cluster {
  /** Where the data is, absolute. */
  readonly folder: string;
  /** What the server's programs are told: see `asSeenByServer`. */
  readonly pgdata: string;
  readonly account: ServerAccount | undefined;
  readonly password: string;
}

/**
 * The data of the server, initialised when there is none: UTF-8, sorted by code points whatever the machine's locale, scram passwords.
 * The password is made once and kept in `<dataDir>/postgres-password`, for the owner only.
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
        `The data folder ${dataDir} holds a database, but its password cannot be read from ${passwordFile}. Restore that file.`,
        { cause: error },
      );
    });
    const { uid, gid } = await stat(folder);
    // Whoever initialised the data must run it; the account may have been another then.
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

/** In a folder of its own name, so that a run killed half-way leaves nothing that looks like a database. */
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
    // Through the open file: the account may not be able to enter the folder that it is in.
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
 * The data folder in the words of the server's programs, which run inside it. On Linux that is a link to the working directory, so that
 * the server's account need not be able to enter the folders above: they may be closed (`/root`, `mktemp -d`).
 */
function asSeenByServer(folder: string): string {
  return process.platform === 'linux' ? '/proc/self/cwd' : folder;
}

/** Messages in English, and no `PG…` variable of the user's. */
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
