// What processes cost, as Linux accounts for it: CPU seconds, peak memory; a parent's figures hold those of the
// children that it has waited for, so that nothing is lost when short-lived ones come and go.
import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;
/** Peaks are kept by the system: only those of a process that is gone before the next look are missed. */
const sampleMs = 1_000;

/** Watches process trees until stopped. @param roots `{role: pid}`; what a process below is called is told by its command line. */
export function watchProcesses(roots) {
  const peaks = new Map();
  const before = new Map();
  const sample = () => {
    for (const { pid, role } of list(roots)) {
      const status = read(`/proc/${pid}/status`);
      // VmHWM is the peak so far; of PostgreSQL's processes it counts the shared buffers in each.
      const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
      if (peak > (peaks.get(role) ?? 0)) peaks.set(role, peak);
    }
  };
  for (const { pid, role } of list(roots)) before.set(pid, { role, ...costOf(pid) });
  sample();
  const timer = setInterval(sample, sampleMs);
  return {
    /** @returns for each role: `cpuSeconds` and `peakMb` of its largest process. */
    stop: () => {
      clearInterval(timer);
      sample();
      const roles = {};
      const entry = (role) => (roles[role] ??= { cpuSeconds: 0, peakMb: Math.round(peaks.get(role) ?? 0) });
      for (const { pid, role } of list(roots)) {
        const now = costOf(pid);
        const then = before.get(pid) ?? { cpu: 0 };
        entry(role).cpuSeconds += now.cpu - then.cpu;
      }
      for (const cost of Object.values(roles)) {
        cost.cpuSeconds = Number(cost.cpuSeconds.toFixed(2));
      }
      return roles;
    },
  };
}

/** The processes of some roles, as they run now. */
export function pidsOf(roots, roles) {
  return list(roots)
    .filter(({ role }) => roles.includes(role))
    .map(({ pid }) => pid);
}

function list(roots) {
  const children = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${name}/status`))?.[1] ?? -1);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [];
  const visit = (pid, role) => {
    found.push({ pid, role });
    for (const child of children.get(pid) ?? []) visit(child, roleOf(child, role));
  };
  for (const [role, pid] of Object.entries(roots)) {
    // The benchmark itself is the parent of everything else.
    if (role === 'driver') found.push({ pid, role });
    else visit(pid, role);
  }
  return found;
}

function roleOf(pid, inherited) {
  const command = read(`/proc/${pid}/cmdline`);
  for (const [part, role] of [
    ['import-child', 'import child'],
    ['apps/worker/dist/main', 'worker'],
    ['apps/api/dist/main', 'api'],
  ])
    if (command.includes(part)) return role;
  return inherited;
}

function costOf(pid) {
  const fields = read(`/proc/${pid}/stat`).split(') ').pop().split(' ').map(Number);
  // utime, stime, and the same of the children waited for.
  const cpu = (fields[11] + fields[12] + fields[13] + fields[14]) / ticksPerSecond;
  return { cpu };
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
