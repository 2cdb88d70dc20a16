import type { ActionResource, PlaceCounts, TriggerResource } from '@connectory/client';
import { readablePath } from '../format/readable-path.ts';

export type PlaceCount = PlaceCounts['counts'][number];

function join(...tokens: readonly string[]): string {
  return tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The JSON Pointer of an action in its document, unless an edit changed its method or path. */
export function pointerOfAction({ method, path }: Pick<ActionResource, 'method' | 'path'>): string {
  return join('paths', readablePath(path), method.toLowerCase());
}

type Trigger = Pick<TriggerResource, 'method' | 'openapi'>;

/**
 * The JSON Pointer of the trigger of a webhook in its document; undefined for others.
 * @param openapi version of OpenAPI: 3.0 has webhooks as an extension.
 */
export function pointerOfWebhook({ method, openapi }: Trigger, version: string | undefined): string | undefined {
  const webhook = openapi?.['webhook'];
  if (typeof webhook !== 'string') return undefined;
  return join(version?.startsWith('3.0') === true ? 'x-webhooks' : 'webhooks', webhook, method.toLowerCase());
}

/** A callback, as its trigger names it. */
export interface CallbackOf {
  /** The action or trigger whose callback it is. */
  readonly owner: { readonly kind: 'action' | 'trigger'; readonly name: string };
  readonly name: string;
  readonly expression: string;
}

/** The callback that a trigger was made of; undefined for that of a webhook, and for one that was made by hand. */
export function callbackOf({ openapi }: Pick<TriggerResource, 'openapi'>): CallbackOf | undefined {
  const { action, trigger, name, expression }: { readonly [member: string]: unknown } = Object(openapi?.['callback']);
  if (typeof name !== 'string' || typeof expression !== 'string') return undefined;
  if (typeof action === 'string') return { owner: { kind: 'action', name: action }, name, expression };
  return typeof trigger === 'string' ? { owner: { kind: 'trigger', name: trigger }, name, expression } : undefined;
}

/** The JSON Pointer of the trigger of a callback. @param owner that of the operation whose callback it is */
export function pointerOfCallback(
  owner: string,
  { name, expression }: CallbackOf,
  { method }: Pick<TriggerResource, 'method'>,
): string {
  return `${owner}${join('callbacks', name, expression, method.toLowerCase())}`;
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
