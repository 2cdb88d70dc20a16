import { noReferences, parseDefinitionBody, parseStored, referencesOfSchema } from '@connectory/lifecycle';
import { recordEdits } from '../edits/write-edits.ts';
import type { Database } from '../postgres/database.ts';
import type { NamedVersion } from '../versions/change-version.ts';
import {
  type DeletedDefinitions,
  eachDefinition,
  findReferredBy,
  inBatches,
  type MeasuredDefinition,
  measureDefinitions,
  measureEntities,
} from './deleted-definitions.ts';
import { changeReferences, recheck, type ReferenceChange } from './draft-references.ts';
import { editOf } from './edit-base.ts';
import { type Draft, editDraft, type Edited } from './edit-draft.ts';
import { type EntityRow, readRows, readSchemas } from './entity-rows.ts';
import type { IsExpected } from './require-row.ts';
import { RefusedEdit } from './refused-edit.ts';
import { mapInTurns } from './map-in-turns.ts';
import { deleteRows } from './write-entity-rows.ts';

/**
 * Deletes definitions of a draft. Others that refer to them keep them from being deleted, unless with `force`: then they get errors.
 * @param options `isExpected` must hold for each of them.
 */
export async function deleteDefinitions(
  database: Database,
  named: NamedVersion,
  selected: DeletedDefinitions,
  options: DeleteOptions,
): Promise<Edited<undefined>> {
  return editDraft(database, named, '', (draft) => deleteDefinitionsIn(draft, selected, options));
}

interface DeleteOptions {
  readonly force: boolean;
  readonly isExpected: IsExpected;
}

/** The same within the edit of a draft. It reads batch by batch, so the number and size of the definitions have no limit. */
export async function deleteDefinitionsIn(
  draft: Draft,
  selected: DeletedDefinitions,
  options: DeleteOptions,
): Promise<undefined> {
  const { tx, version } = draft;
  const deleted = await requireDefinitions(draft, selected);
  const ids = deleted.map(({ id }) => id);
  const owners = await recordDeletions(draft, ids, options);
  await deleteRows(tx, version.id, 'definition', ids);
  await forget(draft, deleted);
  const sizes = await measureEntities(tx, version.id, [...owners]);
  for (const some of inBatches([...sizes.keys()], (id) => sizes.get(id) ?? 0))
    await recheck(draft, await readRows(tx, version.id, { ids: some }));
  draft.audit(deleted.map(({ id, name }) => ({ action: 'definition.deleted', kind: 'definition', id, name })));
  return undefined;
}

async function requireDefinitions(
  { tx, version }: Draft,
  selected: DeletedDefinitions,
): Promise<readonly MeasuredDefinition[]> {
  const rows = await measureDefinitions(tx, version.id, selected);
  if (selected === 'all') return rows;
  const { ids, names } = selected;
  const known = new Set(rows.flatMap(({ id, name }) => [`id ${id}`, `name ${name}`]));
  const missing = [
    ...ids.filter((id) => !known.has(`id ${id}`)),
    ...names.filter((name) => !known.has(`name ${name}`)),
  ];
  if (missing[0] !== undefined)
    throw new RefusedEdit({ outcome: 'entity-not-found', version: version.name, name: missing[0] });
  return rows;
}

/** @returns ids of the entities that refer to the deleted definitions, and stay. @throws RefusedEdit */
async function recordDeletions(
  { tx, version, origin }: Draft,
  ids: readonly string[],
  { force, isExpected }: DeleteOptions,
): Promise<ReadonlySet<string>> {
  const deleted = new Set(ids);
  const owners = new Set<string>();
  for await (const rows of eachDefinition(tx, version.id, ids)) {
    if (!rows.every((row) => isExpected(row, version.name))) throw new RefusedEdit({ outcome: 'entity-changed' });
    addOwners(owners, rows, { deleted, force });
    const edits = rows.map((row) => editOf(row, 'deleted'));
    await recordEdits(tx, origin, version.id, edits);
  }
  return owners;
}

/** @throws RefusedEdit if an entity that stays refers to one of the rows, unless by force */
function addOwners(
  owners: Set<string>,
  rows: readonly EntityRow[],
  { deleted, force }: { readonly deleted: ReadonlySet<string>; readonly force: boolean },
): void {
  for (const { id, name, body } of rows) {
    const referencedBy = parseDefinitionBody(body).referencedBy.filter((reference) => !deleted.has(reference.id));
    if (referencedBy.length > 0 && !force)
      throw new RefusedEdit({ outcome: 'definition-referenced', definition: { id, name, referencedBy } });
    for (const reference of referencedBy) owners.add(reference.id);
  }
}

/** Removes deleted definitions from `referencedBy` of those that they referred to. */
async function forget(draft: Draft, deleted: readonly MeasuredDefinition[]): Promise<void> {
  const left = await draft.tx.$queryRaw<unknown[]>`
    select from definitions where version_id = ${draft.version.id} limit 1`;
  if (left.length === 0) return;
  const isLarge = ({ bytes }: MeasuredDefinition): boolean => bytes > draft.tx.limits.entityBytes;
  const small = deleted.filter((definition) => !isLarge(definition));
  for (const some of inBatches(small, ({ bytes }) => bytes))
    await changeReferences(draft, await readChanges(draft, some));
  // A large schema is not parsed: those to which it refers name it.
  for (const { id } of deleted.filter(isLarge)) {
    const referred = new Set(await findReferredBy(draft.tx, draft.version.id, id));
    await changeReferences(draft, [changeOf(id, { ...noReferences, ids: referred })]);
  }
}

async function readChanges(
  { tx }: Draft,
  definitions: readonly MeasuredDefinition[],
): Promise<readonly ReferenceChange[]> {
  const schemas = await readSchemas(
    tx,
    definitions.map(({ schemaHash }) => schemaHash),
  );
  return mapInTurns(
    definitions,
    ({ bytes }) => bytes,
    ({ id, schemaHash }) => changeOf(id, referencesOfSchema(parseStored(schemas.get(schemaHash) ?? '{}'))),
  );
}

function changeOf(id: string, before: ReferenceChange['before']): ReferenceChange {
  return { owner: { type: 'definition', id }, name: undefined, before, after: noReferences };
}
