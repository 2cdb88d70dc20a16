import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { chmod, cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.ts';
import type { ServerAccount } from './server-account.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds PostgreSQL's programs in the package for this platform. The JavaScript of `embedded-postgres` is not used: on import it takes
 * over the process's signals, and stops the server before those who use it.
 * @throws EmbeddedPostgresError when there are none for this platform.
 */
export async function findBinaries(account: ServerAccount | undefined): Promise<Binaries> {
  const installed = installedFolder();
  const folder = account === undefined || isReachable(installed, account) ? installed : await copyForAccount(installed);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: path.join(folder, 'bin', `initdb${suffix}`),
    postgres: path.join(folder, 'bin', `postgres${suffix}`),
  };
}

function installedFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return path.join(path.dirname(createRequire(wrapper).resolve(name)), '..', 'native');
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for this platform (the package ${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer instead.',
      { cause: error },
    );
  }
}

/** Whether an account can enter a folder and all those above it. */
function isReachable(folder: string, account: ServerAccount): boolean {
  const { mode, uid, gid } = statSync(folder);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  const parent = path.dirname(folder);
  return (mode & bit) !== 0 && (parent === folder || isReachable(parent, account));
}

/** Root's own folders are closed to others: a copy that only root can change is put where everyone can read it. */
async function copyForAccount(installed: string): Promise<string> {
  const target = path.join(tmpdir(), `connectory-postgres-${versionOf(installed)}`);
  if (isRoots(target)) return target;
  const staging = mkdtempSync(`${target}-`);
  try {
    // Links between libraries are followed: they may lead back into the closed folder.
    await cp(installed, staging, { recursive: true, dereference: true, filter: (source) => !source.endsWith('.a') });
    await chmod(staging, 0o755);
    renameSync(staging, target);
    return target;
  } catch (error) {
    // Another start was faster.
    if (isRoots(target)) return target;
    throw new EmbeddedPostgresError(
      `The PostgreSQL programs in ${installed} cannot be read by the account that has to run them, nor copied to ${target}: ${reasonOf(error)}`,
      { cause: error },
    );
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function versionOf(installed: string): string {
  const text = readFileSync(path.join(installed, '..', 'package.json'), 'utf8');
  return /"version"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? 'unknown';
}

function isRoots(folder: string): boolean {
  return existsSync(path.join(folder, 'bin')) && statSync(folder).uid === 0;
}
