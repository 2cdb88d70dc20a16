/**
 * Makes the system refuse new processes, as it does without free descriptors, processes or memory. While `file` exists, every spawn of a
 * process that was started with the returned NODE_OPTIONS fails with the negative errno in the file.
 */
export function failingSpawn(file: string): { readonly NODE_OPTIONS: string } {
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preload(file))}` };
}

/** Errors of `spawn` on Linux: Node emits the first two and throws the third. */
export const spawnErrnos = { EMFILE: -24, EAGAIN: -11, ENOMEM: -12 } as const;

function preload(file: string): string {
  return `
import { existsSync, readFileSync } from 'node:fs';
const { prototype } = process.binding('process_wrap').Process;
const { spawn } = prototype;
prototype.spawn = function (options) {
  return existsSync(${JSON.stringify(file)}) ? Number(readFileSync(${JSON.stringify(file)}, 'utf8')) : spawn.call(this, options);
};
`;
}
