import { bodyDefinitions } from '../content/body-definitions.ts';
import type { OperationContent, VersionContent } from '../content/version-content.ts';
import { listMember, member } from '../json/members.ts';
import type { Side, Touched } from '../model/version-diff.ts';
import type { Sides } from '../findings/finding.ts';

/** The uses of the definitions of one version, directly and through others. Definitions are identified by index. */
export interface DefinitionUses {
  sidesOf(definition: number): Sides;
  /** The actions and triggers that reach it. Each call searches the graph, within a budget. */
  touchedBy(definition: number): Touched;
  /** Whether it is the definition of a body. */
  isBody(definition: number): boolean;
}

/** Maximum number of references visited for one definition. Longer lists would not be read. */
const maxVisits = 20_000;

/**
 * Maximum number of references visited for all definitions of a version. Without it, time can grow with the square of
 * their number.
 */
const maxVisitsInAll = 2_000_000;

/** Takes time linear in the size of the reference graph. */
export function findDefinitionUses(content: VersionContent): DefinitionUses {
  const indexes = new Map(content.definitions.map(({ name }, index) => [name, index]));
  const bodies = new Set<number>();
  const roots = { sent: new Set<number>(), received: new Set<number>() };
  const inBodies = new Set<string>();
  const add = (kind: 'action' | 'trigger', operation: OperationContent, side: Side, names: readonly string[]): void => {
    for (const name of names) {
      const index = indexes.get(name);
      if (index === undefined) continue;
      roots[side].add(index);
      bodies.add(index);
      inBodies.add(useKey(kind, operation.name, index));
    }
  };
  for (const action of content.actions) {
    add('action', action, 'sent', bodyDefinitions(member(action.body, 'requestBody')));
    for (const response of listMember(action.body, 'responses'))
      add('action', action, 'received', bodyDefinitions(response));
  }
  for (const trigger of content.triggers) {
    add('trigger', trigger, 'received', bodyDefinitions(member(trigger.body, 'requestBody')));
    for (const response of listMember(trigger.body, 'responses'))
      add('trigger', trigger, 'sent', bodyDefinitions(response));
  }
  addParameters(content, roots, inBodies);
  const children = childrenOf(content, indexes);
  const reached = { sent: reach(roots.sent, children), received: reach(roots.received, children) };
  const budget = { left: maxVisitsInAll };
  return {
    sidesOf: (definition) => ({ sent: reached.sent.has(definition), received: reached.received.has(definition) }),
    touchedBy: (definition) => findTouched(content, { indexes, budget }, definition),
    isBody: (definition) => bodies.has(definition),
  };
}

function useKey(type: string, name: string, definition: number): string {
  return `${type} ${name} ${definition}`;
}

/** A definition that an operation references outside its bodies is referenced by a parameter. */
function addParameters(
  content: VersionContent,
  roots: { readonly [Each in Side]: Set<number> },
  inBodies: ReadonlySet<string>,
): void {
  content.definitions.forEach(({ referencedBy }, index) => {
    for (const { type, name } of referencedBy) {
      if (type === 'definition' || inBodies.has(useKey(type, name, index))) continue;
      roots[type === 'action' ? 'sent' : 'received'].add(index);
    }
  });
}

function childrenOf(content: VersionContent, indexes: ReadonlyMap<string, number>): readonly (readonly number[])[] {
  const children = content.definitions.map((): number[] => []);
  content.definitions.forEach(({ referencedBy }, index) => {
    for (const { type, name } of referencedBy) {
      const parent = type === 'definition' ? indexes.get(name) : undefined;
      if (parent !== undefined) children[parent]?.push(index);
    }
  });
  return children;
}

function reach(roots: ReadonlySet<number>, children: readonly (readonly number[])[]): ReadonlySet<number> {
  const reached = new Set(roots);
  const open = [...roots];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const child of children[next] ?? []) {
      if (reached.has(child)) continue;
      reached.add(child);
      open.push(child);
    }
  }
  return reached;
}

function findTouched(
  content: VersionContent,
  { indexes, budget }: { indexes: ReadonlyMap<string, number>; budget: { left: number } },
  definition: number,
): Touched {
  const touched = { action: new Set<string>(), trigger: new Set<string>() };
  const seen = new Set([definition]);
  const open = [definition];
  const end = Math.max(0, budget.left - maxVisits);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { type, name } of content.definitions[next]?.referencedBy ?? []) {
      if (budget.left <= end) return toTouched(touched, false);
      budget.left -= 1;
      if (type === 'action' || type === 'trigger') touched[type].add(name);
      const parent = type === 'definition' ? indexes.get(name) : undefined;
      if (parent === undefined || seen.has(parent)) continue;
      seen.add(parent);
      open.push(parent);
    }
  }
  return toTouched(touched, true);
}

function toTouched(touched: { action: ReadonlySet<string>; trigger: ReadonlySet<string> }, complete: boolean): Touched {
  return { actions: [...touched.action].sort(), triggers: [...touched.trigger].sort(), complete };
}
