import { Worker } from 'node:worker_threads';

/** How soon after its parent's death a process ends. */
const intervalMs = 1_000;

// Text, not a module: it has to run beside whatever a bundler or a test runner makes of this package.
const watch = `
const { workerData } = require('node:worker_threads');
setInterval(() => {
  if (process.ppid !== workerData.parent) process.kill(process.pid, 'SIGKILL');
}, workerData.intervalMs);
`;

/**
 * Ends this process when its parent is gone, even if its event loop never turns again: what reads hostile documents may be busy for ever,
 * and nobody is left to put a limit to it. A thread looks from time to time; an orphan has another parent.
 */
export function dieWithParent(): void {
  const thread = new Worker(watch, {
    eval: true,
    workerData: { parent: process.ppid, intervalMs },
    // It needs next to nothing, and must not take from the heap that the work may have.
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
    execArgv: [],
  });
  thread.unref();
}
