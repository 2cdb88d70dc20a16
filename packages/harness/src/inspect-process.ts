import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { childProcessesOf } from './signal-with-children.ts';

// Reads Linux's /proc.

/** Finds a child process by a part of its command line. */
export function findChild(parent: number, program: string): number | undefined {
  return childProcessesOf(parent).find((pid) => commandOf(pid).includes(program));
}

/** The command line of a process. @returns an empty text for a process that has ended. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** The names of the variables that a process was started with, sorted. */
export function variablesOf(pid: number): readonly string[] {
  const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  const names = entries.filter((entry) => entry !== '').map((entry) => entry.slice(0, entry.indexOf('=')));
  return names.toSorted();
}

/** The file descriptors of a process that are sockets, ascending. */
export function socketsOf(pid: number): readonly number[] {
  const folder = `/proc/${pid}/fd`;
  const isSocket = (fd: string): boolean => {
    try {
      return readlinkSync(`${folder}/${fd}`).startsWith('socket:');
    } catch {
      // Closed since the folder was read.
      return false;
    }
  };
  return readdirSync(folder)
    .filter(isSocket)
    .map(Number)
    .toSorted((a, b) => a - b);
}

/** Variables of Node's own channel to a forked process, sorted. */
export const channelVariables: readonly string[] = ['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE'];
