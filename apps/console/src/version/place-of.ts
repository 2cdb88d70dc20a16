import type { ActionResource, PlaceCounts, TriggerResource } from '@connectory/client';
import { readablePath } from './find-actions.ts';

export type PlaceCount = PlaceCounts['counts'][number];

function join(...tokens: readonly string[]): string {
  return tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The JSON Pointer of an action in its document, unless an edit changed its method or path. */
export function pointerOfAction({ method, path }: Pick<ActionResource, 'method' | 'path'>): string {
  return join('paths', readablePath(path), method.toLowerCase());
}

/** The JSON Pointer of a trigger in its document; undefined for that of a callback, which is inside of an operation. */
export function pointerOfTrigger({ method, openapi }: Pick<TriggerResource, 'method' | 'openapi'>): string | undefined {
  const webhook = openapi?.['webhook'];
  return typeof webhook === 'string' ? join('webhooks', webhook, method.toLowerCase()) : undefined;
}

/**
 * The JSON Pointer of a definition in its document, unless its schema stands elsewhere, as those of bodies do.
 * @param openapi version of OpenAPI.
 */
export function pointerOfDefinition(name: string, openapi: string | undefined): string {
  return openapi === '2.0' ? join('definitions', name) : join('components', 'schemas', name);
}

/** Counts of messages by their pointers, of the root document. */
export function groupCounts(counts: readonly PlaceCount[]): ReadonlyMap<string, readonly PlaceCount[]> {
  const groups = new Map<string, PlaceCount[]>();
  for (const count of counts) {
    if (count.file !== undefined) continue;
    const group = groups.get(count.pointer);
    if (group === undefined) groups.set(count.pointer, [count]);
    else group.push(count);
  }
  return groups;
}

/** The messages of an action: those of the operation, and those of the parameters that its path has. */
export function countsOfAction(
  groups: ReadonlyMap<string, readonly PlaceCount[]>,
  action: Pick<ActionResource, 'method' | 'path'>,
): readonly PlaceCount[] {
  const pointer = pointerOfAction(action);
  const path = pointer.slice(0, pointer.lastIndexOf('/'));
  return [pointer, path, `${path}/parameters`].flatMap((each) => groups.get(each) ?? []);
}
