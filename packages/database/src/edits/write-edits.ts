import { createId } from '@connectory/encoding';
import type { ChangeOrigin } from '@connectory/lifecycle';
import { actorJson } from '../audit/audit-rows.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import type { EditBase, EditedKind, EditState } from './edit-record.ts';

/** An edit that is about to be made. */
export interface NewEdit {
  readonly kind: EditedKind;
  readonly entityId: string;
  readonly state: EditState;
  /** The entity as it is now. Kept if this is its first edit. Undefined for `created`. */
  readonly base: EditBase | undefined;
}

/**
 * Records edits of a locked version, within the transaction that makes them. The first edit of an entity keeps its base; later ones change
 * the state only. An entity that was created by hand stays `created`, and leaves nothing when it is deleted.
 */
export async function recordEdits(
  tx: SqlSession,
  origin: ChangeOrigin,
  versionId: string,
  edits: readonly NewEdit[],
): Promise<void> {
  if (edits.length === 0) return;
  const changedBy = actorJson(origin);
  const rows = JSON.stringify(edits.map((edit) => toRow(edit, versionId, changedBy)));
  await tx.$executeRaw`
    with made as (
      select id, version_id, kind, entity_id, state, base, base_schema, base_identity, changed_by
        from json_populate_recordset(null::entity_edits, ${rows}::json)
    ), forgotten as (
      delete from entity_edits e using made
       where e.version_id = ${versionId} and e.kind = made.kind and e.entity_id = made.entity_id
         and e.state = 'created' and made.state = 'deleted'
      returning e.kind, e.entity_id
    )
    insert into entity_edits as e (id, version_id, kind, entity_id, state, base, base_schema, base_identity, changed_by)
    select * from made
     where not exists (select from forgotten f where f.kind = made.kind and f.entity_id = made.entity_id)
    on conflict (version_id, kind, entity_id) do update
       set state = case when e.state = 'created' then e.state else excluded.state end,
           changed_by = excluded.changed_by, updated_at = now()`;
}

function toRow({ kind, entityId, state, base }: NewEdit, versionId: string, changedBy: string) {
  return {
    id: createId(),
    version_id: versionId,
    kind,
    entity_id: entityId,
    state,
    base: base?.body ?? null,
    base_schema: base?.schemaHash === undefined ? null : `\\x${base.schemaHash}`,
    base_identity: base === undefined ? null : JSON.stringify(base.identity),
    changed_by: changedBy,
  };
}
