// CPU seconds and peak memory of processes, from Linux's /proc. The CPU time of a parent includes that of the children that it has
// waited for, so short-lived children are counted too.
import { readdirSync, readFileSync } from 'node:fs';

/** Process ids by role. The role `driver` is the benchmark itself: its children have other roles. */
export interface Roots {
  readonly [role: string]: number;
}

export interface ProcessCost {
  cpuSeconds: number;
  /** Of the largest process with the role. */
  readonly peakMb: number;
}

/** Costs by role. */
export interface ProcessCosts {
  [role: string]: ProcessCost;
}

interface ProcessOfRole {
  readonly pid: number;
  readonly role: string;
}

const ticksPerSecond = 100;
/** The system keeps peaks. Only the last peak of a process that ends before the next sample is missed. */
const sampleMs = 1_000;

/** Watches process trees until stopped. The command line of a process may give it another role than its parent's. */
export function watchProcesses(roots: Roots): { stop(): ProcessCosts } {
  const peaks = new Map<string, number>();
  const sample = (): void => {
    for (const { pid, role } of listProcesses(roots)) {
      const status = readText(`/proc/${pid}/status`);
      // VmHWM is the peak so far. For PostgreSQL processes it includes the shared buffers.
      const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
      if (peak > (peaks.get(role) ?? 0)) peaks.set(role, peak);
    }
  };
  const before = new Map(listProcesses(roots).map(({ pid }) => [pid, readCpuSeconds(pid)]));
  sample();
  const timer = setInterval(sample, sampleMs);
  return {
    stop: () => {
      clearInterval(timer);
      sample();
      const costs: ProcessCosts = {};
      for (const { pid, role } of listProcesses(roots)) {
        const cost = (costs[role] ??= { cpuSeconds: 0, peakMb: Math.round(peaks.get(role) ?? 0) });
        cost.cpuSeconds += readCpuSeconds(pid) - (before.get(pid) ?? 0);
      }
      for (const cost of Object.values(costs)) cost.cpuSeconds = Number(cost.cpuSeconds.toFixed(2));
      return costs;
    },
  };
}

/** Ids of the running processes with some roles. */
export function pidsOf(roots: Roots, roles: readonly string[]): readonly number[] {
  return listProcesses(roots)
    .filter(({ role }) => roles.includes(role))
    .map(({ pid }) => pid);
}

function listProcesses(roots: Roots): readonly ProcessOfRole[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(/^PPid:\s+(\d+)/m.exec(readText(`/proc/${name}/status`))?.[1] ?? -1);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: ProcessOfRole[] = [];
  const visit = (pid: number, role: string): void => {
    found.push({ pid, role });
    for (const child of children.get(pid) ?? []) visit(child, roleOf(child, role));
  };
  for (const [role, pid] of Object.entries(roots)) {
    if (role === 'driver') found.push({ pid, role });
    else visit(pid, role);
  }
  return found;
}

const rolesByCommand = [
  ['import-child', 'import child'],
  ['apps/worker/dist/main', 'worker'],
  ['apps/api/dist/main', 'api'],
] as const;

function roleOf(pid: number, inherited: string): string {
  const command = readText(`/proc/${pid}/cmdline`);
  return rolesByCommand.find(([part]) => command.includes(part))?.[1] ?? inherited;
}

function readCpuSeconds(pid: number): number {
  const fields = (readText(`/proc/${pid}/stat`).split(') ').pop() ?? '').split(' ').map(Number);
  // utime, stime, cutime and cstime (proc(5)).
  return fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
