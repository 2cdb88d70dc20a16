import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether a process with this id exists, owned by any user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Start time of a process, in a system-specific unit. Process ids are reused, but an id with a start time is unique. Empty on systems
 * without it.
 */
export function startOf(pid: number): string {
  return statOf(pid)?.[19] ?? '';
}

/** File name of the program of a process. Empty if there is no such process. */
export function programOf(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
      : (execFileSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' })
          .trim()
          .split('/')
          .at(-1) ?? '');
  } catch {
    return '';
  }
}

// In a container whose init process does not reap children, a dead process stays in the process table.
function isZombie(pid: number): boolean {
  return statOf(pid)?.[0] === 'Z';
}

/** The fields of proc_pid_stat(5) after the program's name, which may contain blanks and brackets. */
function statOf(pid: number): readonly string[] | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
