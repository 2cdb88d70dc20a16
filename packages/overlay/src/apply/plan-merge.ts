import { isArray, isObject, type Json } from '@connectory/json';
import type { StepBudget } from '../faults/step-budget.ts';
import { stableJson } from './stable-json.ts';
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
  if (isArray(target)) return planAppend(target, isArray(value) ? value : [value], budget);
  return planMember(target, value, budget);
}

function planMember(present: Json | undefined, value: Json, budget: StepBudget): MergePlan {
  budget.spend(1);
  if (present === undefined) return { misfit: undefined, changes: true, changed: 'absent' };
  if (isObject(present) && isObject(value)) return planObject(present, value, budget);
  if (isArray(present) && isArray(value)) return planAppend(present, value, budget);
  if (isContainer(present) || isContainer(value)) return misfit(present, value);
  return { misfit: undefined, changes: present !== value, changed: stableJson(present, budget) };
}

function planObject(
  present: { readonly [key: string]: Json },
  value: { readonly [key: string]: Json },
  budget: StepBudget,
): MergePlan {
  let changes = false;
  const changed: string[] = [];
  for (const name of Object.keys(value).sort()) {
    const member = Object.hasOwn(present, name) ? present[name] : undefined;
    const plan = planMember(member, value[name] ?? null, budget);
    if (plan.misfit !== undefined) return { ...plan, misfit: `${JSON.stringify(name)}: ${plan.misfit}` };
    changes ||= plan.changes;
    changed.push(`${JSON.stringify(name)}:${plan.changed}`);
  }
  return { misfit: undefined, changes, changed: `{${changed.join(',')}}` };
}

/** Appending changes no item that is there. */
function planAppend(present: readonly Json[], items: readonly Json[], budget: StepBudget): MergePlan {
  return { misfit: undefined, changes: !hasItems(present, items, budget), changed: 'list' };
}

function misfit(present: Json, value: Json): MergePlan {
  return { misfit: `${kindOf(value)} cannot be merged into ${kindOf(present)}`, changes: false, changed: '' };
}

function isContainer(value: Json): boolean {
  return typeof value === 'object' && value !== null;
}

export function kindOf(value: Json): string {
  if (isArray(value)) return 'a list';
  return isObject(value) ? 'an object' : 'a plain value';
}
