import { mkdir, mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';

const prefix = 'connectory-upload-';

/** Longer than any upload takes: folders not touched since are abandoned. */
const abandonedAfterMs = 3_600_000;

/** Interval at which a process touches its folder to show that it is in use. */
const touchMs = 600_000;

export interface UploadFolder {
  readonly path: string;
  /** Removes the folder and its content. */
  close(): Promise<void>;
}

export interface UploadFolderOptions {
  /** Parent of the folders of all API processes. Created if missing. */
  readonly parent: string;
  readonly onRemoved: (names: readonly string[]) => void;
  readonly onError: (error: Error) => void;
}

/**
 * Creates a folder for the uploads of this process and removes leftovers of other processes. A folder of a dead process of this host
 * is removed at once, others after an hour without a touch, because process ids of other hosts or containers mean nothing here.
 */
export async function openUploadFolder(options: UploadFolderOptions): Promise<UploadFolder> {
  const { parent } = options;
  await mkdir(parent, { recursive: true });
  const own = await mkdtemp(path.join(parent, `${prefix}${hostname()}-${process.pid}-`));
  const tidy = async (): Promise<void> => {
    try {
      await utimes(own, new Date(), new Date());
      const removed = await removeLeftovers(parent, own, Date.now() - abandonedAfterMs);
      if (removed.length > 0) options.onRemoved(removed);
    } catch (error) {
      options.onError(error instanceof Error ? error : new Error(String(error)));
    }
  };
  await tidy();
  const timer = setInterval(() => void tidy(), touchMs);
  timer.unref();
  return {
    path: own,
    close: async () => {
      clearInterval(timer);
      await rm(own, { recursive: true, force: true });
    },
  };
}

/** @returns the names of the folders, and of files in our own, that were removed. */
export async function removeLeftovers(parent: string, own: string, before: number): Promise<readonly string[]> {
  const removed: string[] = [];
  const remove = async (file: string): Promise<void> => {
    await rm(file, { recursive: true, force: true });
    removed.push(path.basename(file));
  };
  for (const name of await readdir(parent)) {
    const folder = path.join(parent, name);
    if (!name.startsWith(prefix) || folder === own) continue;
    if (ownerIsDead(name) || (await touchedAt(folder)) < before) await remove(folder);
  }
  for (const name of await readdir(own)) {
    const file = path.join(own, name);
    if ((await touchedAt(file)) < before) await remove(file);
  }
  return removed;
}

/** Modification time of a file; infinite if it no longer exists. */
async function touchedAt(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Whether the process of a folder ran on this host and is dead. Ids are reused: a folder with our id belonged to another process. */
function ownerIsDead(name: string): boolean {
  const [, host, pid] = /^(.*)-(\d+)-[^-]+$/.exec(name.slice(prefix.length)) ?? [];
  if (host !== hostname() || pid === undefined) return false;
  return Number(pid) === process.pid || !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process lives, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
