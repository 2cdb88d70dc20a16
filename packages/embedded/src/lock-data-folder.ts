import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { isAlive, startOf } from './process-identity.ts';

/**
 * Locks a data folder for this process. The lock of a dead process is ignored.
 * @returns a function that releases the lock.
 * @throws EmbeddedPostgresError naming the process that holds the lock.
 */
export function lockDataFolder(dataDir: string): () => void {
  const file = path.join(dataDir, 'connectory.pid');
  const own = `${process.pid} ${startOf(process.pid)}\n`;
  for (;;) {
    try {
      writeFileSync(file, own, { flag: 'wx', mode: 0o644 });
      return () => {
        if (readIfThere(file) === own) rmSync(file, { force: true });
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    removeIfStale(file, dataDir);
  }
}

function removeIfStale(file: string, dataDir: string): void {
  const found = readIfThere(file);
  if (found === undefined) return;
  const [pid = Number.NaN, start = ''] = found
    .trim()
    .split(' ')
    .map((part, index) => (index === 0 ? Number(part) : part));
  if (typeof pid === 'number' && Number.isInteger(pid) && isAlive(pid) && (start === '' || start === startOf(pid))) {
    throw new EmbeddedPostgresError(
      `The data folder ${dataDir} is in use by process ${pid}. Stop that process, or set CONNECTORY_DATA_DIR to another folder.`,
    );
  }
  // Renamed before it is removed: if two processes find a stale lock, one must not remove the new lock of the other.
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, 'utf8') !== found) linkSync(aside, file);
  } catch {
    // Another process removed it first; the next iteration finds its lock.
  }
  rmSync(aside, { force: true });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
