import {
  type OperationBody,
  type OperationRequest,
  parseDefinitionBody,
  parseOperationBody,
  parseStored,
} from '@connectory/lifecycle';
import { type EditWithSchema, readEdit } from '../edits/read-edits.ts';
import type { Database } from '../postgres/database.ts';
import type { NamedVersion } from '../versions/change-version.ts';
import { createDefinitionsIn, updateDefinitionIn } from './definition-edits.ts';
import { deleteDefinitionsIn } from './delete-definitions.ts';
import { type Draft, editDraft, type Edited } from './edit-draft.ts';
import { readRows } from './entity-rows.ts';
import { RefusedEdit } from './refused-edit.ts';
import { createOperationIn, deleteOperationIn, type OperationKind, updateOperationIn } from './operation-edits.ts';

/** An edit, and the present name of its entity. */
interface FoundEdit {
  readonly edit: EditWithSchema;
  readonly name: string;
}

/**
 * Makes an edited entity as it was imported. A deleted one is created again, with a new id; one that a user made is deleted. Later imports
 * treat it as not edited.
 */
export async function revertEdit(database: Database, named: NamedVersion, editId: string): Promise<Edited<undefined>> {
  return editDraft(database, named, 'the name as imported', async (draft) => {
    const found = await requireEdit(draft, editId);
    const { edit } = found;
    if (edit.kind === 'definition') await revertDefinition(draft, named, found);
    else await revertOperation(draft, named, edit.kind, found);
    await forgetEdit(draft, edit);
    return undefined;
  });
}

async function requireEdit({ tx, version }: Draft, editId: string): Promise<FoundEdit> {
  const edit = await readEdit(tx, version.id, editId);
  if (edit === undefined) throw new RefusedEdit({ outcome: 'edit-not-found', version: version.name, id: editId });
  const [row] = await readRows(tx, version.id, { ids: [edit.entityId] });
  return { edit, name: row?.name ?? '' };
}

/** A deleted entity has a new id by now, with an edit of its own. */
async function forgetEdit({ tx, versionId }: Draft, { id, kind, base }: EditWithSchema): Promise<void> {
  const rows = base === undefined ? [] : await readRows(tx, versionId, { [`${kind}s`]: [base.identity.name] });
  const ids = rows.map((row) => row.id);
  await tx.$executeRaw`
    delete from entity_edits
     where version_id = ${versionId} and (id = ${id} or kind = ${kind}::edited_kind and entity_id = any(${ids}::bpchar[]))`;
}

const isExpected = (): boolean => true;

async function revertOperation(
  draft: Draft,
  named: NamedVersion,
  kind: OperationKind,
  { edit, name }: FoundEdit,
): Promise<unknown> {
  const { base, entityId, state } = edit;
  if (base === undefined) return deleteOperationIn(draft, { ...named, name, isExpected }, kind);
  const request = requestOf(parseOperationBody(base.body));
  return state === 'deleted'
    ? createOperationIn(draft, kind, request)
    : updateOperationIn(draft, { ...named, name, isExpected }, kind, { ...request, id: entityId });
}

/** The request that makes an operation as a body has it. Empty extras remove those that the body lacks. */
function requestOf({ requestBody, responses, parameters, openapi, ...fields }: OperationBody): OperationRequest {
  const withExtras = <Part extends { readonly openapi?: object | undefined }>(part: Part) => ({
    ...part,
    openapi: { ...part.openapi },
  });
  return {
    ...fields,
    parameters: parameters.map(withExtras),
    ...(requestBody === undefined ? {} : { requestBody: withExtras(requestBody) }),
    responses: responses.map(withExtras),
    openapi: { ...openapi },
  };
}

async function revertDefinition(
  draft: Draft,
  named: NamedVersion,
  { edit, name: present }: FoundEdit,
): Promise<unknown> {
  const { base, baseSchema = '{}', entityId: id, state } = edit;
  if (Buffer.byteLength(baseSchema) > draft.tx.limits.entityBytes) throw new RefusedEdit({ outcome: 'edit-too-large' });
  if (base === undefined) return deleteDefinitionsIn(draft, { ids: [id], names: [] }, { force: false, isExpected });
  const { name, accept, description } = parseDefinitionBody(base.body);
  const request = {
    name,
    accept,
    description,
    schema: parseStored<boolean | { readonly [key: string]: never }>(baseSchema),
  };
  return state === 'deleted'
    ? createDefinitionsIn(draft, named, [request])
    : updateDefinitionIn(draft, { ...named, name: present, isExpected }, { ...request, id });
}
