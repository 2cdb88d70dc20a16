import { createId, ForgedRowsError } from '@connectory/encoding';
import type { PlannedEdit } from '@connectory/lifecycle';
import type { SqlSession } from '../postgres/sql-session.ts';

export interface ReplacedEdits {
  /** The version whose edits were merged. */
  readonly from: string;
  /** The version that is written. */
  readonly to: string;
  readonly edits: readonly PlannedEdit[];
  /** Ids of edited entities whose errors keep the version from being published. */
  readonly invalid: readonly string[];
  /** SHA-256 of the schemas that are stored with the version, hexadecimal. */
  readonly schemaHashes: readonly string[];
}

/**
 * Writes the edits of a version as a merge left them. Their authors and times stay. The edits come from the process that read the document,
 * which is not trusted: only edits of `from` are taken over.
 * @throws ForgedRowsError for a schema that is not stored with the version.
 */
export async function replaceEdits(tx: SqlSession, replaced: ReplacedEdits): Promise<void> {
  const { from, to, edits, invalid, schemaHashes } = replaced;
  if (invalid.length > 0) await markInvalid(tx, to, invalid);
  const stored = new Set(schemaHashes);
  const rows = edits.map(({ base, ...edit }) => {
    if (base?.schemaHash !== undefined && !stored.has(base.schemaHash))
      throw new ForgedRowsError('the schema of an edit is not stored');
    return {
      id: createId(),
      ...edit,
      body: base?.body,
      identity: base && JSON.stringify(base.identity),
      hash: base?.schemaHash,
    };
  });
  await tx.$executeRaw`
    with planned as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as row
             (id text, kind edited_kind, "sourceEntityId" bpchar, "entityId" bpchar, state edit_state, body text, identity text, hash text)
    ), dropped as (
      delete from entity_edits e where e.version_id = ${to}
         and not exists (select from planned p where p.kind = e.kind and p."entityId" = e.entity_id)
    )
    insert into entity_edits (id, version_id, kind, entity_id, state, base, base_schema, base_identity, changed_by,
                              created_at, updated_at)
    select p.id, ${to}, p.kind, p."entityId", p.state, coalesce(p.body, s.base),
           coalesce(decode(p.hash, 'hex'), s.base_schema), coalesce(p.identity, s.base_identity), s.changed_by, s.created_at,
           s.updated_at
      from planned p
      join entity_edits s on s.version_id = ${from} and s.kind = p.kind and s.entity_id = p."sourceEntityId"
    on conflict (version_id, kind, entity_id) do update
       set state = excluded.state, base = excluded.base, base_schema = excluded.base_schema,
           base_identity = excluded.base_identity`;
}

async function markInvalid(tx: SqlSession, versionId: string, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`update actions set invalid = true where version_id = ${versionId} and id = any(${ids}::bpchar[])`;
  await tx.$executeRaw`update triggers set invalid = true where version_id = ${versionId} and id = any(${ids}::bpchar[])`;
  await tx.$executeRaw`update definitions set invalid = true where version_id = ${versionId} and id = any(${ids}::bpchar[])`;
}
