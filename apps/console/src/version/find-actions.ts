import type { ActionResource } from '@connectory/client';
import { readablePath } from '../format/readable-path.ts';

/** An action with the text that a search looks into, and its tags. */
export interface IndexedAction {
  readonly action: ActionResource;
  readonly text: string;
  readonly tags: readonly string[];
}

export interface ActionFilter {
  readonly text: string;
  readonly method?: string | undefined;
  readonly tag?: string | undefined;
  /** Ids of actions: only these. */
  readonly among?: readonly ReadonlySet<string>[];
}

export function indexActions(actions: readonly ActionResource[]): readonly IndexedAction[] {
  return actions.map((action) => {
    const { name, method, path, summary = '' } = action;
    return {
      action,
      text: `${method} ${readablePath(path)} ${name} ${summary}`.toLowerCase(),
      tags: readTags(action),
    };
  });
}

/** Finds actions that have each word of a text, a method and a tag. */
export function findActions(
  index: readonly IndexedAction[],
  { text, method, tag, among = [] }: ActionFilter,
): readonly ActionResource[] {
  const words = text.toLowerCase().split(' ').filter(Boolean);
  const isFound = (each: IndexedAction): boolean =>
    (method === undefined || each.action.method === method) &&
    (tag === undefined || each.tags.includes(tag)) &&
    among.every((ids) => ids.has(each.action.id)) &&
    words.every((word) => each.text.includes(word));
  return index.filter(isFound).map(({ action }) => action);
}

/** The tags of an operation, as its document has them. */
export function readTags({ openapi }: Pick<ActionResource, 'openapi'>): readonly string[] {
  const tags = openapi?.['tags'];
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}

/** Number of actions by a property, in the order of its values. */
export function countBy(
  index: readonly IndexedAction[],
  valuesOf: (each: IndexedAction) => readonly string[],
): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const each of index) for (const value of valuesOf(each)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([one], [other]) => one.localeCompare(other));
}
