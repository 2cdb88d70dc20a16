import {
  isInvalid,
  mapLinks,
  type NestedDefinition,
  noReferences,
  type OperationBody,
  parseDefinitionBody,
  parseOperationBody,
  parseStored,
  referencesOf,
  renameInExtras,
  renameReferences,
  replaceName,
  writeOperationBody,
} from '@connectory/lifecycle';
import { changeReferences, findDefinitions, recheck } from './draft-references.ts';
import type { DraftSession } from './edit-draft.ts';
import { requireTexts } from './edit-limits.ts';
import {
  type DefinitionRow,
  eachOperationsWith,
  eachSchemaWith,
  type EntityRow,
  readInvalidRows,
} from './entity-rows.ts';
import { inGroups, mapInTurns } from './map-in-turns.ts';
import { storeSchemas, updateRows, type WrittenRow } from './write-entity-rows.ts';

const charsOfBody = ({ body }: EntityRow): number => body.length;

/** Entities with errors that are looked at. A draft with more is far from being published. */
const maxInvalid = 10_000;

/** Puts the present fields of a definition into all actions and triggers that link it. */
export async function rewriteLinks(
  { tx, versionId }: DraftSession,
  definition: NestedDefinition,
  old: Pick<EntityRow, 'name' | 'body'>,
): Promise<void> {
  const { name, accept, description } = parseDefinitionBody(old.body);
  if (
    JSON.stringify([name, accept, description]) ===
    JSON.stringify([definition.name, definition.accept, definition.description])
  )
    return;
  const link = (operation: OperationBody): OperationBody =>
    mapLinks(operation, (nested) => (nested.id === definition.id ? definition : nested));
  for await (const rows of eachOperationsWith(tx, versionId, definition.id)) await rewrite(tx, rows, link);
}

/** Replaces the name of a definition in extras and schemas, which refer to it by name. */
export async function renameDefinition(session: DraftSession, from: string, to: string): Promise<void> {
  const { tx, versionId } = session;
  const file = `"${from}.json`;
  for await (const rows of eachOperationsWith(tx, versionId, file))
    await rewrite(tx, rows, (operation) => renameInExtras(operation, from, to));
  for await (const rows of eachSchemaWith(tx, versionId, file)) await renameInSchemas(tx, rows, from, to);
  await renameInVersionExtras(session, from, to, file);
}

async function renameInSchemas(
  tx: DraftSession['tx'],
  rows: readonly DefinitionRow[],
  from: string,
  to: string,
): Promise<void> {
  const renamed = await mapInTurns(
    rows,
    ({ schema }) => schema.length,
    (row) => ({ row, schema: JSON.stringify(renameReferences(parseStored(row.schema), replaceName(from, to))) }),
  );
  const hashes = await storeSchemas(
    tx,
    renamed.map(({ schema }) => schema),
  );
  await updateRows(
    tx,
    renamed.map(({ row, schema }): WrittenRow => {
      const { errors } = parseDefinitionBody(row.body);
      return { ...row, schemaHash: hashes.get(schema) ?? '', invalid: isInvalid(errors) };
    }),
  );
}

/** Shared objects of the document, which no entity holds. */
async function renameInVersionExtras(
  { tx, versionId }: DraftSession,
  from: string,
  to: string,
  file: string,
): Promise<void> {
  const [row] = await tx.$queryRaw<{ body: string | null }[]>`
    select case when octet_length(s.body) <= ${tx.limits.entityBytes} then s.body end as body from connector_versions v join schemas s on s.hash = v.extras_hash
     where v.id = ${versionId} and strpos(s.body, ${file}) > 0`;
  if (row === undefined) return;
  const [{ body } = { body: '{}' }] = requireTexts([row]);
  const extras = JSON.stringify(renameReferences(parseStored(body), replaceName(from, to)));
  const hash = (await storeSchemas(tx, [extras])).get(extras) ?? '';
  await tx.$executeRaw`update connector_versions set extras_hash = decode(${hash}, 'hex') where id = ${versionId}`;
}

async function rewrite(
  tx: DraftSession['tx'],
  rows: readonly EntityRow[],
  change: (operation: OperationBody) => OperationBody,
): Promise<void> {
  const written = await mapInTurns(rows, charsOfBody, (row): readonly WrittenRow[] => {
    const operation = change(parseOperationBody(row.body));
    const body = writeOperationBody(operation);
    return body === row.body ? [] : [{ ...row, body, invalid: isInvalid(operation.errors) }];
  });
  await updateRows(tx, written.flat());
}

/** Checks the entities again that refer to places within a definition whose schema has changed, except itself. */
export async function recheckPlaces(
  session: DraftSession,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<void> {
  const { tx, versionId } = session;
  const place = `"${name}.json#`;
  for await (const operations of eachOperationsWith(tx, versionId, place)) await recheck(session, operations);
  for await (const definitions of eachSchemaWith(tx, versionId, place))
    await recheck(
      session,
      definitions.filter((row) => row.id !== id),
    );
}

/** Links entities again that refer to definitions which were deleted by force, once there are definitions of these names. */
export async function relinkDangling(session: DraftSession, names: ReadonlySet<string>): Promise<void> {
  const rows = await readInvalidRows(session.tx, session.versionId, maxInvalid);
  if (rows.length === 0) return;
  const { rows: found } = await findDefinitions(session, [{ ids: new Set(), names }]);
  const byName = new Map(found.map((row) => [row.name, nestedOf(row)]));
  const relinked = await mapInTurns(rows, charsOfBody, (row): EntityRow => {
    if (row.kind === 'definition') return row;
    const operation = mapLinks(parseOperationBody(row.body), (nested) => byName.get(nested.name) ?? nested);
    return { ...row, body: writeOperationBody(operation) };
  });
  const changed = relinked.filter(({ body }, index) => body !== rows[index]?.body);
  await updateRows(
    session.tx,
    changed.map((row) => ({ ...row, invalid: true })),
  );
  await refer(session, relinked);
  for (const some of inGroups(relinked)) await recheck(session, some);
}

function nestedOf({ body }: EntityRow): NestedDefinition {
  const { id, name, accept, description } = parseDefinitionBody(body);
  return { id, name, accept, description };
}

/** Adds entities to `referencedBy` of the definitions that they refer to. */
async function refer(session: DraftSession, rows: readonly EntityRow[]): Promise<void> {
  const changes = rows.flatMap((row) => {
    const { kind, id, name } = row;
    if (kind === 'definition') return [];
    const after = referencesOf(parseOperationBody(row.body));
    return [{ owner: { type: kind, id }, name, before: noReferences, after }];
  });
  await changeReferences(session, changes);
}
