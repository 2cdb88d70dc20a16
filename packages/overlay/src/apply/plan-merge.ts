import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import type { StepBudget } from '../faults/step-budget.ts';
import { writeStableJson } from './stable-json.ts';
import { hasItems } from './members.ts';

/** The effect of merging a value into a target. */
export interface MergePlan {
  /** Why the value does not fit, with the place below the target. */
  readonly misfit: string | undefined;
  readonly changes: boolean;
  /**
   * The part of the target that the merge changes, as text: the scalars that it replaces, and the members that are absent. It stays the
   * same while other members of the target change.
   */
  readonly changed: string;
}

/** Plans a merge by the rules of the Overlay Specification 1.1, and changes nothing. */
export function planMerge(target: Json, value: Json, budget: StepBudget): MergePlan {
  const parts: string[] = [];
  const plan = isArray(target)
    ? planAppend(target, isArray(value) ? value : [value], parts, budget)
    : planMember(target, value, parts, budget);
  return { ...plan, changed: parts.join('') };
}

type Effect = Omit<MergePlan, 'changed'>;

/** @param parts receives the text of what changes. Texts that are joined at each level would be copied as often as they nest. */
function planMember(present: Json | undefined, value: Json, parts: string[], budget: StepBudget): Effect {
  budget.spend(1);
  if (present === undefined) {
    parts.push('absent');
    return { misfit: undefined, changes: true };
  }
  if (isObject(present) && isObject(value)) return planObject(present, value, parts, budget);
  if (isArray(present) && isArray(value)) return planAppend(present, value, parts, budget);
  if (isContainer(present) || isContainer(value)) return misfit(present, value);
  writeStableJson(present, parts, budget);
  return { misfit: undefined, changes: present !== value };
}

function planObject(present: JsonObject, value: JsonObject, parts: string[], budget: StepBudget): Effect {
  let changes = false;
  parts.push('{');
  for (const [index, name] of Object.keys(value).sort().entries()) {
    const member = Object.hasOwn(present, name) ? present[name] : undefined;
    parts.push(index === 0 ? '' : ',', JSON.stringify(name), ':');
    const plan = planMember(member, value[name] ?? null, parts, budget);
    if (plan.misfit !== undefined) return { ...plan, misfit: `${JSON.stringify(name)}: ${plan.misfit}` };
    changes ||= plan.changes;
  }
  parts.push('}');
  return { misfit: undefined, changes };
}

/** Appending changes no item that is there. */
function planAppend(present: readonly Json[], items: readonly Json[], parts: string[], budget: StepBudget): Effect {
  parts.push('list');
  return { misfit: undefined, changes: !hasItems(present, items, budget) };
}

function misfit(present: Json, value: Json): Effect {
  return { misfit: `${kindOf(value)} cannot be merged into ${kindOf(present)}`, changes: false };
}

function isContainer(value: Json): boolean {
  return typeof value === 'object' && value !== null;
}

export function kindOf(value: Json): string {
  if (isArray(value)) return 'a list';
  return isObject(value) ? 'an object' : 'a plain value';
}
