import {
  checkLinks,
  checkOperation,
  checkSchema,
  checkSchemaNames,
  type EntityError,
  isInvalid,
  type KnownDefinitions,
  type OperationBody,
  parseDefinitionBody,
  parseOperationBody,
  parseStored,
  type References,
  referencesOf,
  referencesOfSchema,
  type StoredReference,
  withReferences,
  writeDefinitionBody,
  writeOperationBody,
} from '@connectory/lifecycle';
import type { DraftSession } from './edit-draft.ts';
import type { LimitedSession } from './edit-limits.ts';
import { type EntityRow, readRows, readSchemas } from './entity-rows.ts';
import { mapInTurns } from './map-in-turns.ts';
import { updateRows, type WrittenRow } from './write-entity-rows.ts';

/** The JSON of a schema or of extras, as the checks of entities take it. */
type Schema = Parameters<typeof checkSchema>[0];

type FoundDefinitions = Omit<KnownDefinitions, 'schemaOf'> & { readonly rows: readonly EntityRow[] };

/** Which of the definitions exist that entities refer to. */
export async function findDefinitions(
  { tx, versionId }: DraftSession,
  references: readonly Pick<References, 'ids' | 'names'>[],
): Promise<FoundDefinitions> {
  const ids = references.flatMap((it) => [...it.ids]);
  const names = references.flatMap((it) => [...it.names]);
  const rows = (await readRows(tx, versionId, { ids, definitions: names })).filter(({ kind }) => kind === 'definition');
  const [knownIds, knownNames] = [new Set(rows.map(({ id }) => id)), new Set(rows.map(({ name }) => name))];
  return { rows, hasId: (id) => knownIds.has(id), hasName: (name) => knownNames.has(name) };
}

/** The same, with the schemas of those to whose inner places entities refer. */
export async function findTargets(session: DraftSession, references: readonly References[]): Promise<KnownDefinitions> {
  const found = await findDefinitions(session, references);
  const placed = new Set(references.flatMap((it) => [...it.placed]));
  const targets = await withSchemas(
    session.tx,
    found.rows.filter(({ name }) => placed.has(name)),
  );
  const schemas = new Map(targets.map(({ row, schema }) => [row.name, schema]));
  return { ...found, schemaOf: (name) => schemas.get(name) };
}

/** The references of an entity, before and now. */
export interface ReferenceChange {
  readonly owner: Pick<StoredReference, 'type' | 'id'>;
  /** The name of the entity; undefined once it is deleted. */
  readonly name: string | undefined;
  readonly before: References;
  readonly after: References;
}

/** Writes `referencedBy` of the definitions to which entities began or ceased to refer. */
export async function changeReferences(session: DraftSession, changes: readonly ReferenceChange[]): Promise<void> {
  const { rows } = await findDefinitions(
    session,
    changes.flatMap(({ before, after }) => [before, after]),
  );
  const changesOf = groupByDefinition(changes);
  const changed = rows.flatMap((row): readonly WrittenRow[] => {
    const definition = parseDefinitionBody(row.body);
    const refers = ({ ids, names }: References): boolean => ids.has(row.id) || names.has(row.name);
    const owners = changesOf(row).map(({ owner, name, after }) => ({
      ...owner,
      name: refers(after) ? name : undefined,
    }));
    const next = withReferences(definition, owners);
    const body = writeDefinitionBody(next);
    return body === row.body ? [] : [{ ...row, body, invalid: isInvalid(next.errors) }];
  });
  await updateRows(session.tx, changed);
}

/** The changes by the ids and names of the definitions that they concern: there may be thousands of each. */
function groupByDefinition(changes: readonly ReferenceChange[]): (row: EntityRow) => readonly ReferenceChange[] {
  const groups = new Map<string, ReferenceChange[]>();
  const add = (key: string, change: ReferenceChange): void => {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  };
  for (const change of changes)
    for (const { ids, names } of [change.before, change.after]) {
      for (const id of ids) add(`id ${id}`, change);
      for (const name of names) add(`name ${name}`, change);
    }
  return ({ id, name }) => [...new Set([...(groups.get(`id ${id}`) ?? []), ...(groups.get(`name ${name}`) ?? [])])];
}

/** Writes an operation with its errors. */
export function checkedRow(row: EntityRow, operation: OperationBody, known: KnownDefinitions): WrittenRow {
  return writtenRow(row, operation, checkOperation(operation, known));
}

function writtenRow(row: EntityRow, operation: OperationBody, errors: readonly EntityError[] | undefined): WrittenRow {
  return { ...row, body: writeOperationBody({ ...operation, errors }), invalid: isInvalid(errors) };
}

/**
 * Checks entities again whose definitions were created, changed, renamed or deleted. Those that were not edited are only checked for their
 * references to definitions: a change elsewhere must not reveal what is else wrong with them.
 */
export async function recheck(session: DraftSession, rows: readonly EntityRow[]): Promise<void> {
  const operations = await mapInTurns(
    rows.filter(({ kind }) => kind !== 'definition'),
    ({ body }) => body.length,
    (row) => ({ row, operation: parseOperationBody(row.body) }),
  );
  const definitions = await withSchemas(session.tx, rows);
  const known = await findTargets(session, [
    ...operations.map(({ operation }) => referencesOf(operation)),
    ...definitions.map(({ schema }) => referencesOfSchema(schema)),
  ]);
  const checked = [
    ...operations.map(({ row, operation }) => {
      if (operation.errors !== undefined) return checkedRow(row, operation, known);
      const missing = checkLinks(operation, known);
      return writtenRow(row, operation, missing.length === 0 ? undefined : missing);
    }),
    ...(await mapInTurns(
      definitions,
      ({ chars }) => chars,
      ({ row, schema }) => recheckedDefinition(row, schema, known),
    )),
  ];
  const bodies = new Map(rows.map(({ id, body }) => [id, body]));
  await updateRows(
    session.tx,
    checked.filter(({ id, body }) => bodies.get(id) !== body),
  );
}

async function withSchemas(
  tx: LimitedSession,
  rows: readonly EntityRow[],
): Promise<readonly { readonly row: EntityRow; readonly schema: Schema; readonly chars: number }[]> {
  const definitions = rows.filter(({ kind }) => kind === 'definition');
  if (definitions.length === 0) return [];
  const schemas = await readSchemas(
    tx,
    definitions.flatMap(({ schemaHash }) => schemaHash ?? []),
  );
  const textOf = ({ schemaHash }: EntityRow): string => schemas.get(schemaHash ?? '') ?? '{}';
  return mapInTurns(
    definitions,
    (row) => textOf(row).length,
    (row) => ({ row, schema: parseStored<Schema>(textOf(row)), chars: textOf(row).length }),
  );
}

function recheckedDefinition(row: EntityRow, schema: Schema, known: KnownDefinitions): WrittenRow {
  const definition = parseDefinitionBody(row.body);
  const missing = checkSchemaNames(schema, known);
  const errors =
    definition.errors === undefined ? (missing.length === 0 ? undefined : missing) : checkSchema(schema, known);
  return { ...row, body: writeDefinitionBody({ ...definition, errors }), invalid: isInvalid(errors) };
}
