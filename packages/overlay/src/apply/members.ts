import { isArray, type Json, type JsonObject } from '@connectory/json';
import type { StepBudget } from '../faults/step-budget.ts';
import { equalJson } from '../query/compare-values.ts';
import type { Token } from '../query/found-node.ts';

/** An object or array that may be changed. */
export type Members = { [token: Token]: Json };

/** @throws if the value is no container. */
export function asMembers(value: Json | undefined): Members {
  if (typeof value !== 'object' || value === null) throw new Error('an overlay changes a value that is no container');
  return value as Members;
}

/** Sets an own member or item. Not by assignment, which would set the prototype for a key `__proto__`. */
export function assign(container: Members, key: Token, value: Json): void {
  if (key === '__proto__')
    Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
  else container[key] = value;
}

/** A copy of a container; its members are shared. */
export function cloneContainer(container: readonly Json[] | JsonObject): Members {
  return asMembers(isArray(container) ? [...container] : { ...container });
}

/** Whether a list has all items. Appending them again would only repeat them. */
export function hasItems(list: readonly Json[], items: readonly Json[], budget: StepBudget): boolean {
  return items.every((item) => list.some((each) => equalJson(each, item, budget)));
}
