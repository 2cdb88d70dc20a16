import { createHash } from 'node:crypto';
import type { Json } from '@connectory/json';
import type { StepBudget } from '../faults/step-budget.ts';
import type { OverlayAction } from '../parse/overlay.ts';
import type { Origins } from '../places/origins.ts';
import type { RemovedPart } from '../places/overlay-trace.ts';
import { QueryEvaluator } from '../query/evaluate-query.ts';
import { type FoundNode, pathOf, type Token } from '../query/found-node.ts';
import { kindOf, planMerge } from './plan-merge.ts';
import { writeStableJson } from './stable-json.ts';
import { TreeEditor } from './tree-editor.ts';

export interface ActionContext {
  readonly budget: StepBudget;
  /** The values of a tree. */
  readonly sizeOf: (value: Json) => number;
  readonly origins: Origins;
  /** Receives what is removed of the document as it was read, if it is traced. */
  readonly removed: RemovedPart[] | undefined;
  /** The name of the place of the action. */
  readonly action: string;
  /** The hash of what the action changed when it was first applied. */
  readonly remembered: string | undefined;
}

/** The effect of an action on a document. */
export type ActionPlan =
  | { readonly state: 'missing' | 'not-needed' | 'misfit'; readonly remark: string }
  /** `apply` gives the changed tree. `hash` is that of what it changes. */
  | { readonly state: 'ready'; readonly hash: string; readonly apply: () => Json; readonly matches: number };

/** Decides the effect of an action on a tree. The tree is not changed. */
export function planAction(root: Json, action: OverlayAction, context: ActionContext): ActionPlan {
  if (action.kind === 'none') return { state: 'not-needed', remark: action.remark };
  const evaluator = new QueryEvaluator(root, context.budget);
  const nodes = distinct(evaluator.find(action.query), context.budget);
  if (nodes.length === 0) return planWithoutMatch(action, context);
  if (action.kind === 'remove') return planRemoval(root, nodes, context);
  if (action.kind === 'update') return planUpdate(root, nodes, action.value, context);
  const sources = distinct(evaluator.find(action.source), context.budget);
  const [source] = sources;
  if (source === undefined)
    return { state: 'missing', remark: `nothing to copy: ${shorten(action.from)} matches nothing` };
  if (sources.length > 1)
    return {
      state: 'misfit',
      remark: `${shorten(action.from)} matches ${sources.length} values, and "copy" needs one`,
    };
  return planUpdate(root, nodes, source.value, context);
}

/** A removal that was applied once has become unnecessary; one that never was has a wrong target. */
function planWithoutMatch(action: OverlayAction, { remembered }: ActionContext): ActionPlan {
  const target = shorten(action.target);
  return action.kind === 'remove' && remembered !== undefined
    ? { state: 'not-needed', remark: `the document no longer has ${target}` }
    : { state: 'missing', remark: `${target} matches nothing` };
}

function planUpdate(root: Json, nodes: readonly FoundNode[], value: Json, context: ActionContext): ActionPlan {
  const kinds = new Set(nodes.map((node) => kindOf(node.value)));
  if (kinds.size > 1) return { state: 'misfit', remark: `the target matches ${[...kinds].join(' and ')}` };
  context.budget.write(nodes.length * context.sizeOf(value), context.action);
  const plans = nodes.map((node) => planMerge(node.value, value, context.budget));
  const misfit = plans.find((plan) => plan.misfit !== undefined)?.misfit;
  if (misfit !== undefined) return { state: 'misfit', remark: shorten(misfit) };
  if (plans.every((plan) => !plan.changes)) return { state: 'not-needed', remark: 'the document has these values' };
  const apply = (): Json => {
    const editor = new TreeEditor(root, context);
    for (const [index, node] of nodes.entries()) if (plans[index]?.changes === true) editor.merge(pathOf(node), value);
    return editor.root;
  };
  return { state: 'ready', hash: hashOf(plans.map((plan) => plan.changed)), apply, matches: nodes.length };
}

function planRemoval(root: Json, nodes: readonly FoundNode[], context: ActionContext): ActionPlan {
  if (nodes.some((node) => node.parent === undefined))
    return { state: 'misfit', remark: 'the document itself cannot be removed' };
  const hash = hashOf(nodes.map((node) => textOf(node.value, context.budget)));
  return { state: 'ready', hash, apply: () => removeNodes(root, nodes, context), matches: nodes.length };
}

/** Innermost containers first: removing items of a list moves what is below the items behind them. */
function removeNodes(root: Json, nodes: readonly FoundNode[], context: ActionContext): Json {
  const editor = new TreeEditor(root, context);
  const groups = new Map<string, { readonly parent: readonly Token[]; readonly tokens: Set<Token> }>();
  for (const node of nodes) {
    const parent = node.parent === undefined ? [] : pathOf(node.parent);
    const key = JSON.stringify(parent);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { parent, tokens: new Set([node.token]) });
    else group.tokens.add(node.token);
  }
  const innermostFirst = [...groups.values()].sort((a, b) => b.parent.length - a.parent.length);
  for (const { parent, tokens } of innermostFirst) editor.remove(parent, tokens);
  return editor.root;
}

/** A query may select a node twice, but an action changes it once. */
function distinct(nodes: readonly FoundNode[], budget: StepBudget): readonly FoundNode[] {
  if (nodes.length < 2) return nodes;
  const byPath = new Map<string, FoundNode>();
  for (const node of nodes) {
    const path = pathOf(node);
    budget.spend(path.length);
    const key = JSON.stringify(path);
    if (!byPath.has(key)) byPath.set(key, node);
  }
  return [...byPath.values()];
}

function textOf(value: Json, budget: StepBudget): string {
  const parts: string[] = [];
  writeStableJson(value, parts, budget);
  return parts.join('');
}

/** The hash of the set of values. Their number and order do not count: another place with the same value is no change. */
function hashOf(values: readonly string[]): string {
  const hash = createHash('sha256');
  for (const value of [...new Set(values)].sort()) hash.update(`${value}\n`);
  return hash.digest('hex').slice(0, 32);
}

function shorten(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
