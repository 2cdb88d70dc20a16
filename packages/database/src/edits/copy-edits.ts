import { createId } from '@connectory/encoding';
import type { SqlSession } from '../postgres/sql-session.ts';

/** Copies the edits of a locked version to its copy, whose entities have new ids. */
export async function copyEdits(
  tx: SqlSession,
  fromVersionId: string,
  toVersionId: string,
  { ids, renew }: { readonly ids: ReadonlyMap<string, string>; readonly renew: (body: string) => string },
): Promise<void> {
  const edits = await tx.$queryRaw<{ id: string; entityId: string; base: string | null }[]>`
    select id, entity_id as "entityId", base from entity_edits where version_id = ${fromVersionId} order by id`;
  if (edits.length === 0) return;
  const copies = edits.map(({ id, entityId, base }) => ({
    source: id,
    id: createId(),
    entity_id: ids.get(entityId) ?? createId(),
    base: base === null ? null : renew(base),
  }));
  await tx.$executeRaw`
    insert into entity_edits (id, version_id, kind, entity_id, state, base, base_schema, base_identity, changed_by,
                              created_at, updated_at)
    select copy.id, ${toVersionId}, e.kind, copy.entity_id, e.state, copy.base, e.base_schema, e.base_identity, e.changed_by,
           e.created_at, e.updated_at
      from json_to_recordset(${JSON.stringify(copies)}::json) as copy (source bpchar, id text, entity_id text, base text)
      join entity_edits e on e.id = copy.source`;
}
