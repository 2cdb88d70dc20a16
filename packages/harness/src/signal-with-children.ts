import { readdirSync, readFileSync } from 'node:fs';

/** Signals a process and then its children. The parent is first, because a frozen parent starts no more children. Ignores ended processes. */
export function signalWithChildren(pid: number, signal: NodeJS.Signals): void {
  sendSignal(pid, signal);
  for (const child of childProcessesOf(pid)) sendSignal(child, signal);
}

/** Lists child processes from Linux's /proc. The parent is the second field after the name, which may contain any character. */
export function childProcessesOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
