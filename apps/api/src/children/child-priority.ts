import { constants, getPriority } from 'node:os';

/** How much lower the priority of a child is than that of the API, in steps of niceness. */
const offset = 5;

/**
 * Reads of other clients come before the work of children. With a larger offset, children got no processor at all on a busy machine, and ended at
 * their time limits.
 */
export function childPriority(): number {
  return Math.min(getPriority() + offset, constants.priority.PRIORITY_LOW);
}
