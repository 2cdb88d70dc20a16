import { isArray, isObject, type Json } from '@connectory/json';
import type { StepBudget } from '../faults/step-budget.ts';
import type { Comparison } from './query.ts';

/** The value of a query that selects nothing (RFC 9535, section 2.4.1). */
export const nothing: unique symbol = Symbol('nothing');

export type Value = Json | typeof nothing;

/** Compares two values (RFC 9535, section 2.3.5.2.2). */
export function compareValues(left: Value, right: Value, op: Comparison['op'], budget: StepBudget): boolean {
  switch (op) {
    case '==':
      return isSame(left, right, budget);
    case '!=':
      return !isSame(left, right, budget);
    case '<':
      return isLess(left, right);
    case '>':
      return isLess(right, left);
    case '<=':
      return isLess(left, right) || isSame(left, right, budget);
    case '>=':
      return isLess(right, left) || isSame(left, right, budget);
  }
}

function isSame(left: Value, right: Value, budget: StepBudget): boolean {
  if (left === nothing || right === nothing) return left === right;
  return equalJson(left, right, budget);
}

function isLess(left: Value, right: Value): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  return typeof left === 'string' && typeof right === 'string' && isBefore(left, right);
}

/** By Unicode code points, in place of the code units that `<` compares. */
function isBefore(left: string, right: string): boolean {
  const length = Math.min(left.length, right.length);
  let index = 0;
  while (index < length && left[index] === right[index]) index += 1;
  if (index === length) return left.length < right.length;
  return (left.codePointAt(index) ?? 0) < (right.codePointAt(index) ?? 0);
}

/** Whether two JSON values are equal. The order of members does not count. */
export function equalJson(left: Json, right: Json, budget: StepBudget): boolean {
  budget.spend(1);
  if (left === right) return true;
  if (isArray(left))
    return (
      isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => equalJson(item, right[index] ?? null, budget))
    );
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && equalJson(left[key] ?? null, right[key] ?? null, budget));
}
