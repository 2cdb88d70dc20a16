import { type BaseIdentity, type ChangeOrigin, pairByIdentity, parseStored } from '@connectory/lifecycle';
import { actorJson } from '../audit/audit-rows.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import type { EditedKind } from './edit-record.ts';
import { recordEdits } from './write-edits.ts';

/** An entity that was created by hand. */
export interface CreatedEntity {
  readonly kind: EditedKind;
  readonly entityId: string;
  readonly identity: BaseIdentity;
}

/**
 * Records entities that were created in a locked version, within the transaction that creates them. One with the identity of a deleted
 * entity of the document replaces it: the edit of that one goes on, as `edited`, with its base.
 */
export async function recordCreated(
  tx: SqlSession,
  origin: ChangeOrigin,
  versionId: string,
  created: readonly CreatedEntity[],
): Promise<void> {
  const rows = await tx.$queryRaw<{ kind: EditedKind; entityId: string; identity: string }[]>`
    select kind, entity_id as "entityId", base_identity as identity from entity_edits
     where version_id = ${versionId} and state = 'deleted' and base_identity is not null order by id`;
  const deleted = rows.map((row) => ({ ...row, identity: parseStored<BaseIdentity>(row.identity) }));
  const pairs = pairByIdentity(deleted, created);
  const taken = created.flatMap(({ kind, entityId }) => {
    const replaced = pairs.get(entityId);
    return replaced === undefined ? [] : [{ kind, made: entityId, replaced }];
  });
  if (taken.length > 0)
    await tx.$executeRaw`
      update entity_edits e set entity_id = t.made, state = 'edited', changed_by = ${actorJson(origin)}, updated_at = now()
        from json_to_recordset(${JSON.stringify(taken)}::json) as t (kind edited_kind, made text, replaced text)
       where e.version_id = ${versionId} and e.kind = t.kind and e.entity_id = t.replaced`;
  const made = created.filter(({ entityId }) => !pairs.has(entityId));
  const edits = made.map(({ kind, entityId }) => ({ kind, entityId, state: 'created', base: undefined }) as const);
  await recordEdits(tx, origin, versionId, edits);
}
