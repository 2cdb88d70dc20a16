import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A disk that can be filled. */
export interface SmallDisk {
  fill(): void;
  empty(): void;
  unmount(): void;
}

const sizeMb = 1_500;
const megabyte = Buffer.alloc(1_048_576);

/** Mounts a small file system in memory on a folder. @returns undefined when this process may not mount */
export function mountSmallDisk(folder: string): SmallDisk | undefined {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const ballast = path.join(folder, 'ballast');
  return {
    fill: () => {
      const { bavail, bsize } = statfsSync(folder);
      const count = Math.ceil((bavail * bsize) / megabyte.length);
      try {
        for (let written = 0; written <= count; written += 1) writeFileSync(ballast, megabyte, { flag: 'a' });
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
    },
    empty: () => rmSync(ballast, { force: true }),
    unmount: () => void execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' }),
  };
}
