import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether a process with this id exists, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * When a process was started, in a unit of the system's: ids are used again, an id with its start is not.
 * Empty where the system does not tell.
 */
export function startOf(pid: number): string {
  return statOf(pid)?.[19] ?? '';
}

/** The file name of the program that a process runs; empty when there is none. */
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

// In a container whose first process reaps nobody, a dead process stays in the table for good.
function isZombie(pid: number): boolean {
  return statOf(pid)?.[0] === 'Z';
}

/** The fields of proc_pid_stat(5) behind the program's name, which may itself hold blanks and brackets. */
function statOf(pid: number): readonly string[] | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
