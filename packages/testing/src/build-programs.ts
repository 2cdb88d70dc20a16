import { execFile } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const prefix = 'programs-';

/**
 * Bundles the programs as the package for users does. Bundled, a process starts in a third of the time.
 * @returns their folder. It is in this repository, because they load packages that are not part of the bundle.
 */
export async function buildPrograms(): Promise<string> {
  const parent = path.join(root, 'dist');
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length))))
      await rm(path.join(parent, name), { recursive: true, force: true });
  }
  const folder = path.join(parent, `${prefix}${process.pid}`);
  await promisify(execFile)(process.execPath, ['tools/build-package.mjs', folder], { cwd: root });
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
