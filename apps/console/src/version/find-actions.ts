import type { ActionResource } from '@connectory/client';

/** An action with the text that a search looks into. */
export interface IndexedAction {
  readonly action: ActionResource;
  readonly text: string;
}

export function indexActions(actions: readonly ActionResource[]): readonly IndexedAction[] {
  return actions.map((action) => {
    const { name, method, path, summary = '' } = action;
    return { action, text: `${method} ${readablePath(path)} ${name} ${summary}`.toLowerCase() };
  });
}

/** Finds actions that have each word of a text, and a method. */
export function findActions(
  index: readonly IndexedAction[],
  { text, method }: { readonly text: string; readonly method?: string | undefined },
): readonly ActionResource[] {
  const words = text.toLowerCase().split(' ').filter(Boolean);
  const isFound = (each: IndexedAction): boolean =>
    (method === undefined || each.action.method === method) && words.every((word) => each.text.includes(word));
  return index.filter(isFound).map(({ action }) => action);
}

/** A path as documents write it: `/pets/{id}` for `/pets/{{ param.id }}`. */
export function readablePath(path: string): string {
  return path.replaceAll('{{ param.', '{').replaceAll(' }}', '}');
}
