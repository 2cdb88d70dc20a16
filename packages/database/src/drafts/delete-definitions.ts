import { noReferences, parseDefinitionBody, parseStored, referencesOfSchema } from '@connectory/lifecycle';
import { recordEdits } from '../edits/write-edits.ts';
import type { Database } from '../postgres/database.ts';
import type { NamedVersion } from '../versions/change-version.ts';
import { changeReferences, recheck, type ReferenceChange } from './draft-references.ts';
import { editOf } from './edit-base.ts';
import { type Draft, editDraft, type Edited } from './edit-draft.ts';
import { type EntityRow, readDefinitionRows, readRows, readSchemas } from './entity-rows.ts';
import type { IsExpected } from './require-row.ts';
import { RefusedEdit } from './refused-edit.ts';
import { inGroups, mapInTurns } from './map-in-turns.ts';
import { deleteRows } from './write-entity-rows.ts';

/** The definitions to delete. */
export type DeletedDefinitions = 'all' | { readonly ids: readonly string[]; readonly names: readonly string[] };

/**
 * Deletes definitions of a draft. Others that refer to them keep them from being deleted, unless with `force`: then they get errors.
 * @param options `isExpected` must hold for each of them.
 */
export async function deleteDefinitions(
  database: Database,
  named: NamedVersion,
  selected: DeletedDefinitions,
  options: { readonly force: boolean; readonly isExpected: IsExpected },
): Promise<Edited<undefined>> {
  return editDraft(database, named, '', (draft) => deleteDefinitionsIn(draft, selected, options));
}

/** The same within the edit of a draft. */
export async function deleteDefinitionsIn(
  draft: Draft,
  selected: DeletedDefinitions,
  options: { readonly force: boolean; readonly isExpected: IsExpected },
): Promise<undefined> {
  const { tx, version, origin } = draft;
  const rows = await readSelected(draft, selected);
  if (!rows.every((row) => options.isExpected(row, version.name))) throw new RefusedEdit({ outcome: 'entity-changed' });
  const owners = findOwners(rows, options.force);
  await recordEdits(
    tx,
    origin,
    version.id,
    rows.map((row) => editOf(row, 'deleted')),
  );
  const ids = rows.map(({ id }) => id);
  await deleteRows(tx, version.id, 'definition', ids);
  await forget(draft, rows);
  for (const some of inGroups([...owners])) await recheck(draft, await readRows(tx, version.id, { ids: some }));
  draft.audit(rows.map(({ id, name }) => ({ action: 'definition.deleted', kind: 'definition', id, name })));
  return undefined;
}

async function readSelected({ tx, version }: Draft, selected: DeletedDefinitions): Promise<readonly EntityRow[]> {
  if (selected === 'all') return readDefinitionRows(tx, version.id);
  const { ids, names } = selected;
  const found = await readRows(tx, version.id, { ids, definitions: names });
  const rows = found.filter(({ kind }) => kind === 'definition');
  const known = new Set(rows.flatMap(({ id, name }) => [`id ${id}`, `name ${name}`]));
  const missing = [
    ...ids.filter((id) => !known.has(`id ${id}`)),
    ...names.filter((name) => !known.has(`name ${name}`)),
  ];
  if (missing[0] !== undefined)
    throw new RefusedEdit({ outcome: 'entity-not-found', version: version.name, name: missing[0] });
  return rows;
}

/** Ids of the entities that refer to the deleted definitions, and stay. @throws RefusedEdit if there is one, unless by force */
function findOwners(rows: readonly EntityRow[], force: boolean): ReadonlySet<string> {
  const deleted = new Set(rows.map(({ id }) => id));
  const owners = new Set<string>();
  for (const { id, name, body } of rows) {
    const referencedBy = parseDefinitionBody(body).referencedBy.filter((reference) => !deleted.has(reference.id));
    if (referencedBy.length > 0 && !force)
      throw new RefusedEdit({ outcome: 'definition-referenced', definition: { id, name, referencedBy } });
    for (const reference of referencedBy) owners.add(reference.id);
  }
  return owners;
}

/** Removes deleted definitions from `referencedBy` of those that they referred to. */
async function forget(draft: Draft, rows: readonly EntityRow[]): Promise<void> {
  const changes: ReferenceChange[] = [];
  for (const some of inGroups(rows)) {
    const schemas = await readSchemas(
      draft.tx,
      some.flatMap(({ schemaHash }) => schemaHash ?? []),
    );
    const textOf = ({ schemaHash }: EntityRow): string => schemas.get(schemaHash ?? '') ?? '{}';
    const changesOfSome = await mapInTurns(
      some,
      (row) => textOf(row).length,
      (row): ReferenceChange => ({
        owner: { type: 'definition', id: row.id },
        name: undefined,
        before: referencesOfSchema(parseStored(textOf(row))),
        after: noReferences,
      }),
    );
    for (const change of changesOfSome) changes.push(change);
  }
  await changeReferences(draft, changes);
}
