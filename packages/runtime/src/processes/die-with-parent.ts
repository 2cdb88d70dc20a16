import { Worker } from 'node:worker_threads';

/** Interval of the check for the parent's death. */
const intervalMs = 1_000;

// Source text instead of a module, so that it also runs when a test runner transforms this package.
const watch = `
const { workerData } = require('node:worker_threads');
setInterval(() => {
  if (process.ppid !== workerData.parent) process.kill(process.pid, 'SIGKILL');
}, workerData.intervalMs);
`;

/**
 * Kills this process when its parent is gone, even if its event loop is blocked: a hostile document may block it forever, and the parent
 * no longer enforces the time limit. A thread compares the parent's id, which changes for an orphan.
 */
export function dieWithParent(): void {
  const thread = new Worker(watch, {
    eval: true,
    workerData: { parent: process.ppid, intervalMs },
    // The thread needs little memory, and must not reduce the heap of the work.
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
    execArgv: [],
  });
  thread.unref();
}
