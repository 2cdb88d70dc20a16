import { triggerPath } from '@connectory/diff';
import { parseOperationBody } from '@connectory/lifecycle';
import type { NewEdit } from '../edits/write-edits.ts';
import type { BaseIdentity } from '../edits/edit-record.ts';
import type { EntityRow } from './entity-rows.ts';

/** The edit of a stored entity, with its stored form as base. */
export function editOf(row: EntityRow, state: 'edited' | 'deleted'): NewEdit {
  const { kind, id: entityId, body, schemaHash } = row;
  return { kind, entityId, state, base: { body, schemaHash: schemaHash ?? undefined, identity: identityOf(row) } };
}

/** The properties by which an import finds an entity. */
export function identityOf({
  kind,
  name,
  method,
  template,
  operationId,
  body,
}: Omit<EntityRow, 'id' | 'schemaHash'>): BaseIdentity {
  if (kind === 'definition') return { name };
  const path = kind === 'action' ? template : triggerPath(parseOperationBody(body).openapi);
  return { name, method: method ?? undefined, path: path ?? undefined, operationId: operationId ?? undefined };
}
