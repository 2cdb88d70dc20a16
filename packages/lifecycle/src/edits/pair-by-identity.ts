import { type IdentifiedEntity, pairReplacements } from '@connectory/merge';
import type { BaseIdentity, EditedKind } from './standing-edits.ts';

export interface IdentifiedEdit {
  readonly kind: EditedKind;
  readonly entityId: string;
  readonly identity: BaseIdentity;
}

/**
 * Pairs entities that a user made with deleted ones of the same method and path, or else of the same name.
 * @returns the id of the deleted entity by that of the made one.
 */
export function pairByIdentity(
  deleted: readonly IdentifiedEdit[],
  made: readonly IdentifiedEdit[],
): ReadonlyMap<string, string> {
  return pairReplacements(deleted.map(toKeys), made.map(toKeys));
}

function toKeys({ kind, entityId, identity: { name, method, path } }: IdentifiedEdit): IdentifiedEntity {
  const address = method === undefined || path === undefined ? undefined : `${kind} ${method} ${path}`;
  return { id: entityId, keys: [address, `${kind} ${name}`] };
}
