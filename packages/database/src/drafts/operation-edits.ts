import { createId } from '@connectory/encoding';
import {
  applyOperation,
  type DefinitionRef,
  noReferences,
  type OperationBody,
  type OperationRequest,
  parseDefinitionBody,
  parseOperationBody,
  type References,
  referencesOf,
  storedText,
  templateOf,
} from '@connectory/lifecycle';
import { recordCreated } from '../edits/record-created.ts';
import { recordEdits } from '../edits/write-edits.ts';
import type { Database } from '../postgres/database.ts';
import type { NamedVersion } from '../versions/change-version.ts';
import { readCallbackTriggers, renameCallbackOwner } from './callback-triggers.ts';
import { changeReferences, checkedRow, findDefinitions, findTargets } from './draft-references.ts';
import { editOf, identityOf } from './edit-base.ts';
import { type Draft, editDraft, type Edited } from './edit-draft.ts';
import type { EntityRow } from './entity-rows.ts';
import { RefusedEdit } from './refused-edit.ts';
import { type NamedEntity, requireRow } from './require-row.ts';
import { deleteRows, insertRows, updateRows } from './write-entity-rows.ts';

export type OperationKind = 'action' | 'trigger';

/** Creates an action or trigger in a draft. @returns its stored body. */
export async function createOperation(
  database: Database,
  named: NamedVersion,
  kind: OperationKind,
  request: OperationRequest,
): Promise<Edited<string>> {
  return editDraft(database, named, request.name, (draft) => createOperationIn(draft, kind, request));
}

/** The same within the edit of a draft. */
export async function createOperationIn(draft: Draft, kind: OperationKind, request: OperationRequest): Promise<string> {
  const { operation, row } = await applied(draft, { kind, request, existing: undefined });
  await insertRows(draft.tx, draft.version.id, [row]);
  const owner = { type: kind, id: row.id };
  const after = referencesOf(operation);
  await changeReferences(draft, [{ owner, name: row.name, before: noReferences, after }]);
  const created = { kind, entityId: row.id, identity: identityOf(row) };
  await recordCreated(draft.tx, draft.origin, draft.version.id, [created]);
  draft.audit([{ action: `${kind}.created`, kind, id: row.id, name: row.name }]);
  return row.body;
}

/** Replaces an action or trigger of a draft. @returns its stored body. */
export async function updateOperation(
  database: Database,
  named: NamedEntity,
  kind: OperationKind,
  request: OperationRequest & { readonly id: string },
): Promise<Edited<string>> {
  return editDraft(database, named, request.name, (draft) => updateOperationIn(draft, named, kind, request));
}

/** The same within the edit of a draft. */
export async function updateOperationIn(
  draft: Draft,
  named: NamedEntity,
  kind: OperationKind,
  request: OperationRequest & { readonly id: string },
): Promise<string> {
  const old = await requireRow(draft, kind, named);
  if (old.id !== request.id) throw new RefusedEdit({ outcome: 'id-differs' });
  const before = parseOperationBody(old.body);
  const { operation, row } = await applied(draft, { kind, request, existing: { row: old, body: before } });
  await recordEdits(draft.tx, draft.origin, draft.version.id, [editOf(old, 'edited')]);
  await updateRows(draft.tx, [row]);
  const change = { before: referencesOf(before), after: referencesOf(operation) };
  await changeReferences(draft, [{ owner: { type: kind, id: row.id }, name: row.name, ...change }]);
  if (row.name !== old.name) await renameCallbackOwner(draft, kind, old.name, row.name);
  draft.audit([{ action: `${kind}.changed`, kind, id: row.id, name: row.name }]);
  return row.body;
}

/** Deletes an action or trigger of a draft, with the triggers of its callbacks. */
export async function deleteOperation(
  database: Database,
  named: NamedEntity,
  kind: OperationKind,
): Promise<Edited<undefined>> {
  return editDraft(database, named, named.name, (draft) => deleteOperationIn(draft, named, kind));
}

/** The same within the edit of a draft. */
export async function deleteOperationIn(draft: Draft, named: NamedEntity, kind: OperationKind): Promise<undefined> {
  const row = await requireRow(draft, kind, named);
  const { id, name } = row;
  await recordEdits(draft.tx, draft.origin, draft.version.id, [editOf(row, 'deleted')]);
  await deleteRows(draft.tx, draft.version.id, kind, [id]);
  const before = referencesOf(parseOperationBody(row.body));
  const gone = { owner: { type: kind, id }, name: undefined, before, after: noReferences };
  await changeReferences(draft, [gone]);
  draft.audit([{ action: `${kind}.deleted`, kind, id, name }]);
  for (const callback of await readCallbackTriggers(draft, kind, name))
    await deleteOperationIn(draft, { ...named, name: callback.name, isExpected: () => true }, 'trigger');
  return undefined;
}

interface Change {
  readonly kind: OperationKind;
  readonly request: OperationRequest;
  readonly existing: { readonly row: EntityRow; readonly body: OperationBody } | undefined;
}

/** Applies a request to the operation that it names, and checks the result. @throws RefusedEdit */
async function applied(draft: Draft, { kind, request, existing }: Change) {
  const id = existing?.row.id ?? createId();
  const resolve = await createResolver(draft, requestedReferences(request));
  const { operation, missing } = applyOperation(request, { id, existing: existing?.body, resolve, createId });
  if (missing.length > 0) throw new RefusedEdit({ outcome: 'definitions-missing', fields: missing });
  const known = await findTargets(draft, [referencesOf(operation)]);
  const columns = columnsOf(kind, operation, request, existing?.row);
  return { operation, row: checkedRow({ kind, id, schemaHash: null, body: '', ...columns }, operation, known) };
}

function requestedReferences({ requestBody, responses }: OperationRequest): Pick<References, 'ids' | 'names'> {
  const links = [...(requestBody?.definitions ?? []), ...responses.flatMap(({ definitions }) => definitions)];
  return {
    ids: new Set(links.flatMap(({ definition }) => definition.id ?? [])),
    names: new Set(links.flatMap(({ definition }) => definition.name ?? [])),
  };
}

/** The id counts; a name that comes with it may be an old one. */
async function createResolver(draft: Draft, references: Pick<References, 'ids' | 'names'>) {
  const { rows } = await findDefinitions(draft, [references]);
  const found = rows.map(({ body }) => {
    const { id, name, accept, description } = parseDefinitionBody(body);
    return { id, name, accept, description };
  });
  const byId = new Map(found.map((definition) => [definition.id, definition]));
  const byName = new Map(found.map((definition) => [definition.name, definition]));
  return ({ id, name }: DefinitionRef) => (id === undefined ? byName.get(name ?? '') : byId.get(id));
}

function columnsOf(
  kind: OperationKind,
  operation: OperationBody,
  request: OperationRequest,
  existing: EntityRow | undefined,
) {
  const { name, method, path = '' } = operation;
  const given = operation.openapi?.['operationId'];
  const operationId = typeof given === 'string' ? storedText(given) : null;
  // The template of the document may have a form that the path cannot state.
  const isSamePath = existing !== undefined && parseOperationBody(existing.body).path === path;
  return {
    name,
    method,
    template: kind === 'trigger' ? null : isSamePath ? existing.template : storedText(templateOf(path)),
    operationId: existing !== undefined && request.openapi === undefined ? existing.operationId : operationId,
  };
}
