import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { chmod, cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.ts';
import { makeLibraryLinks } from './library-links.ts';
import type { ServerAccount } from './server-account.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds PostgreSQL's programs in the package for this platform. The JavaScript of `embedded-postgres` is not used, because on import it
 * installs signal handlers that stop the server before its users.
 * @param dataDir holds a copy if the installed programs cannot be used as they are
 * @throws EmbeddedPostgresError if the platform has no package.
 */
export async function findBinaries(account: ServerAccount | undefined, dataDir: string): Promise<Binaries> {
  const installed = await withLibraryLinks(installedFolder(), dataDir);
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
    return path.join(path.dirname(resolvePlatformPackage(name)), '..', 'native');
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for this platform (the package ${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer instead.',
      { cause: error },
    );
  }
}

/** The package for users depends on it, a clone on `embedded-postgres`, which depends on it. */
function resolvePlatformPackage(name: string): string {
  const { resolve } = createRequire(import.meta.url);
  try {
    return resolve(name);
  } catch {
    return createRequire(resolve('embedded-postgres')).resolve(name);
  }
}

/** @returns the installed folder, or a copy in the data folder if the installed one cannot get its links. */
async function withLibraryLinks(installed: string, dataDir: string): Promise<string> {
  if (await makeLibraryLinks(installed)) return installed;
  const target = path.join(dataDir, `postgres-programs-${versionOf(installed)}`);
  if (!existsSync(target)) {
    const staging = mkdtempSync(`${target}-`);
    await cp(installed, path.join(staging, 'native'), { recursive: true, filter: (source) => !source.endsWith('.a') });
    await makeLibraryLinks(path.join(staging, 'native'));
    renameSync(staging, target);
  }
  return path.join(target, 'native');
}

/** Whether an account has access to a folder and all folders above it. */
function isReachable(folder: string, account: ServerAccount): boolean {
  const { mode, uid, gid } = statSync(folder);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  const parent = path.dirname(folder);
  return (mode & bit) !== 0 && (parent === folder || isReachable(parent, account));
}

/** Copies the programs to a world-readable folder that only root can change, because other accounts cannot read root's folders. */
async function copyForAccount(installed: string): Promise<string> {
  const target = path.join(tmpdir(), `connectory-postgres-${versionOf(installed)}`);
  if (isRoots(target)) return target;
  const staging = mkdtempSync(`${target}-`);
  try {
    // Links between libraries are dereferenced, because they may lead back into root's folder.
    await cp(installed, staging, { recursive: true, dereference: true, filter: (source) => !source.endsWith('.a') });
    await chmod(staging, 0o755);
    renameSync(staging, target);
    return target;
  } catch (error) {
    // A concurrent start has already made the copy.
    if (isRoots(target)) return target;
    throw new EmbeddedPostgresError(
      `The PostgreSQL programs in ${installed} cannot be read by the account that runs them, and cannot be copied to ${target}: ${reasonOf(error)}`,
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
