import { isArray, isObject, type Json } from '@connectory/json';
import type { StepBudget } from '../faults/step-budget.ts';

/**
 * Writes JSON text in which the order of members does not count, in parts: a text that is joined at each level is copied as often as it
 * nests.
 */
export function writeStableJson(value: Json, out: string[], budget: StepBudget): void {
  budget.spend(1);
  if (isArray(value)) {
    for (const [index, item] of value.entries()) {
      out.push(index === 0 ? '[' : ',');
      writeStableJson(item, out, budget);
    }
    out.push(value.length === 0 ? '[]' : ']');
  } else if (isObject(value)) {
    const keys = Object.keys(value).sort();
    for (const [index, key] of keys.entries()) {
      out.push(index === 0 ? '{' : ',', JSON.stringify(key), ':');
      writeStableJson(value[key] ?? null, out, budget);
    }
    out.push(keys.length === 0 ? '{}' : '}');
  } else out.push(JSON.stringify(value));
}
