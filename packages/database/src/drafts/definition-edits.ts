import { createId } from '@connectory/encoding';
import {
  type DefinitionBody,
  isInvalid,
  noReferences,
  parseDefinitionBody,
  parseStored,
  referencesOfSchema,
  renameReferences,
  replaceName,
  writeDefinitionBody,
} from '@connectory/lifecycle';
import { recordCreated } from '../edits/record-created.ts';
import { recordEdits } from '../edits/write-edits.ts';
import type { Database } from '../postgres/database.ts';
import type { NamedVersion } from '../versions/change-version.ts';
import { checkSchemas, localiseSchemas, type Schema } from './definition-schemas.ts';
import { changeReferences } from './draft-references.ts';
import { editOf, identityOf } from './edit-base.ts';
import { type Draft, editDraft, type Edited } from './edit-draft.ts';
import { type EntityRow, readRows, readSchemas } from './entity-rows.ts';
import { type EntityState, type NamedEntity, requireRow } from './require-row.ts';
import { RefusedEdit } from './refused-edit.ts';
import { recheckPlaces, relinkDangling, renameDefinition, rewriteLinks } from './relink.ts';
import { insertRows, storeSchemas, updateRows, type WrittenRow } from './write-entity-rows.ts';

export interface DefinitionRequest {
  readonly name: string;
  readonly accept: readonly string[];
  readonly description?: string | undefined;
  /** JSON Schema as the client wrote it. */
  readonly schema: Schema;
}

/** Without a schema, the present one stays. */
export type DefinitionChange = Omit<DefinitionRequest, 'schema'> & {
  readonly id: string;
  readonly schema: Schema | undefined;
};

/** Creates definitions, which may refer to each other. @returns their stored bodies. */
export async function createDefinitions(
  database: Database,
  named: NamedVersion,
  requests: readonly DefinitionRequest[],
): Promise<Edited<readonly string[]>> {
  const names = requests.map(({ name }) => name);
  return editDraft(database, named, names.join(', '), (draft) => createDefinitionsIn(draft, named, requests));
}

/** The same within the edit of a draft. */
export async function createDefinitionsIn(
  draft: Draft,
  named: NamedVersion,
  requests: readonly DefinitionRequest[],
): Promise<readonly string[]> {
  const names = requests.map(({ name }) => name);
  const { tx, version } = draft;
  const given = requests.map(({ schema }) => schema);
  const schemas = await localiseSchemas(draft, named, given, names);
  const texts = schemas.map((schema) => JSON.stringify(schema));
  const hashes = await storeSchemas(tx, texts);
  const definitions = requests.map(({ name, accept, description }): DefinitionBody => {
    return { id: createId(), name, accept, description, referencedBy: [] };
  });
  const rows = definitions.map((it, index) => rowOf(it, hashes.get(texts[index] ?? '') ?? ''));
  await insertRows(tx, version.id, rows);
  await writeErrors(draft, rows, schemas);
  const changes = rows.map(({ id, name }, index) => ({
    owner: { type: 'definition' as const, id },
    name,
    before: noReferences,
    after: referencesOfSchema(schemas[index] ?? true),
  }));
  await changeReferences(draft, changes);
  await relinkDangling(draft, new Set(names));
  const created = rows.map((row) => ({ kind: row.kind, entityId: row.id, identity: identityOf(row) }));
  await recordCreated(tx, draft.origin, version.id, created);
  draft.audit(rows.map(({ id, name }) => ({ action: 'definition.created', kind: 'definition', id, name })));
  return readBodies(draft, rows);
}

function rowOf(definition: DefinitionBody, schemaHash: string): WrittenRow {
  const { id, name, errors } = definition;
  const body = writeDefinitionBody(definition);
  return {
    kind: 'definition',
    id,
    name,
    method: null,
    template: null,
    operationId: null,
    schemaHash,
    body,
    invalid: isInvalid(errors),
  };
}

/** Checks definitions once they are all stored, because they may refer to each other. */
async function writeErrors(draft: Draft, rows: readonly EntityRow[], schemas: readonly Schema[]): Promise<void> {
  const errors = await checkSchemas(draft, schemas);
  const checked = rows.map((row, index) =>
    rowOf({ ...parseDefinitionBody(row.body), errors: errors[index] ?? [] }, row.schemaHash ?? ''),
  );
  await updateRows(draft.tx, checked);
}

/** As they are after all changes, in the order of `rows`. */
async function readBodies({ tx, version }: Draft, rows: readonly EntityRow[]): Promise<readonly string[]> {
  const read = await readRows(tx, version.id, { ids: rows.map(({ id }) => id) });
  const bodies = new Map(read.map(({ id, body }) => [id, body]));
  return rows.map(({ id }) => bodies.get(id) ?? '');
}

/**
 * Replaces a definition of a draft. Actions, triggers and schemas that refer to it follow its name and its other fields.
 * @param request without a schema to keep the present one. @returns the definition as it is stored.
 */
export async function updateDefinition(
  database: Database,
  named: NamedEntity,
  request: DefinitionChange,
): Promise<Edited<EntityState>> {
  return editDraft(database, named, request.name, (draft) => updateDefinitionIn(draft, named, request));
}

/** The same within the edit of a draft. */
export async function updateDefinitionIn(
  draft: Draft,
  named: NamedEntity,
  request: DefinitionChange,
): Promise<EntityState> {
  const { id, name, accept, description } = request;
  const old = await requireRow(draft, 'definition', named);
  if (old.id !== id) throw new RefusedEdit({ outcome: 'id-differs' });
  await recordEdits(draft.tx, draft.origin, draft.version.id, [editOf(old, 'edited')]);
  const present = parseStored<Schema>(
    (await readSchemas(draft.tx, [old.schemaHash ?? ''])).get(old.schemaHash ?? '') ?? '{}',
  );
  const [given = present] =
    request.schema === undefined ? [] : await localiseSchemas(draft, named, [request.schema], []);
  // It may refer to itself, by either name.
  const schema = renameReferences(given, replaceName(old.name, name));
  const text = JSON.stringify(schema);
  const hash = (await storeSchemas(draft.tx, [text])).get(text) ?? '';
  const body = parseDefinitionBody(old.body);
  const row = rowOf({ ...body, name, accept, description }, hash);
  await updateRows(draft.tx, [row]);
  const before = referencesOfSchema(renameReferences(present, replaceName(old.name, name)));
  await changeReferences(draft, [
    { owner: { type: 'definition', id }, name, before, after: referencesOfSchema(schema) },
  ]);
  if (name !== old.name) await renameDefinition(draft, old.name, name);
  await rewriteLinks(draft, { id, name, accept, description }, old);
  const [linked = row] = await readRows(draft.tx, draft.version.id, { ids: [id] });
  await writeErrors(draft, [linked], [schema]);
  if (name !== old.name) await relinkDangling(draft, new Set([name]));
  if (hash !== old.schemaHash) await recheckPlaces(draft, { id, name });
  draft.audit([{ action: 'definition.changed', kind: 'definition', id, name }]);
  const [stored = row] = await readRows(draft.tx, draft.version.id, { ids: [id] });
  return stored;
}
