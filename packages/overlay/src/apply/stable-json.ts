import { isArray, isObject, type Json } from '@connectory/json';
import type { StepBudget } from '../faults/step-budget.ts';

/** JSON text in which the order of members does not count. */
export function stableJson(value: Json, budget: StepBudget): string {
  budget.spend(1);
  if (isArray(value)) return `[${value.map((item) => stableJson(item, budget)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${stableJson(value[key] ?? null, budget)}`).join(',')}}`;
}
