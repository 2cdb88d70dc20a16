import { readdirSync, readFileSync } from 'node:fs';

/** Signals a process and then its children: frozen itself, it makes no more of them. Those that are gone are no error. */
export function signalWithChildren(pid: number, signal: NodeJS.Signals): void {
  sendSignal(pid, signal);
  for (const child of childProcessesOf(pid)) sendSignal(child, signal);
}

/** Linux tells of them under /proc: the second field behind a name, which may hold anything, is the parent. */
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
