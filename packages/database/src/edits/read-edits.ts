import { parseStored } from '@connectory/lifecycle';
import type { SqlSession } from '../postgres/sql-session.ts';
import type { BaseIdentity, EditedKind, EditState, EntityEdit } from './edit-record.ts';

/** An edit with the schema of its base. */
export interface EditWithSchema extends EntityEdit {
  /** JSON text; undefined unless the base is a definition. */
  readonly baseSchema: string | undefined;
}

interface EditRow {
  readonly id: string;
  readonly kind: EditedKind;
  readonly entityId: string;
  readonly state: EditState;
  readonly base: string | null;
  readonly baseIdentity: string | null;
  readonly schemaHash: string | null;
  readonly baseSchema: string | null;
  readonly changedBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Reads all edits of a version, in the order in which they were first made. */
export async function readEdits(sql: SqlSession, versionId: string): Promise<readonly EditWithSchema[]> {
  return readEditsWhere(sql, versionId, null);
}

/** Reads one edit of a version. */
export async function readEdit(sql: SqlSession, versionId: string, id: string): Promise<EditWithSchema | undefined> {
  return (await readEditsWhere(sql, versionId, id))[0];
}

async function readEditsWhere(
  sql: SqlSession,
  versionId: string,
  id: string | null,
): Promise<readonly EditWithSchema[]> {
  const rows = await sql.$queryRaw<EditRow[]>`
    select e.id, e.kind, e.entity_id as "entityId", e.state, e.base, e.base_identity as "baseIdentity",
           encode(e.base_schema, 'hex') as "schemaHash", s.body as "baseSchema", e.changed_by as "changedBy",
           e.created_at as "createdAt", e.updated_at as "updatedAt"
      from entity_edits e left join schemas s on s.hash = e.base_schema
     where e.version_id = ${versionId} and (${id}::bpchar is null or e.id = ${id}::bpchar) order by e.id`;
  return rows.map(toEdit);
}

function toEdit({ base, baseIdentity, schemaHash, baseSchema, ...row }: EditRow): EditWithSchema {
  const identity = baseIdentity === null ? undefined : parseStored<BaseIdentity>(baseIdentity);
  return {
    ...row,
    base:
      base === null || identity === undefined
        ? undefined
        : { body: base, schemaHash: schemaHash ?? undefined, identity },
    baseSchema: baseSchema ?? undefined,
  };
}
