import type { StandingEdits, StandingRow } from '@connectory/lifecycle';
import type { SqlSession } from '../postgres/sql-session.ts';
import { readEdits } from './read-edits.ts';

/** Reads the edits of a version, and what merging them needs: the edited entities, and all definitions. */
export async function readStandingEdits(
  sql: SqlSession,
  versionId: string,
  { isOther }: { readonly isOther: boolean },
): Promise<StandingEdits> {
  const edits = await readEdits(sql, versionId);
  const rows = await sql.$queryRaw<StandingRow[]>`
    select 'action' as kind, id, body, template, operation_id as "operationId", null as schema from actions
     where version_id = ${versionId}
       and id in (select entity_id from entity_edits where version_id = ${versionId} and kind = 'action')
    union all
    select 'trigger', id, body, null, operation_id, null from triggers
     where version_id = ${versionId}
       and id in (select entity_id from entity_edits where version_id = ${versionId} and kind = 'trigger')
    union all
    select 'definition', d.id, d.body, null, null, s.body
      from definitions d join schemas s on s.hash = d.schema_hash where d.version_id = ${versionId}`;
  return {
    edits: edits.map(({ kind, entityId, state, base, baseSchema }) => ({
      kind,
      entityId,
      state,
      base: base && { body: base.body, identity: base.identity, schema: baseSchema },
    })),
    rows,
    from: isOther ? versionId : undefined,
  };
}
