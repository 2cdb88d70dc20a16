import type { ChangeOrigin } from '@connectory/lifecycle';
import { type SqlFragment, sqlFragment } from '../postgres/sql-fragment.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import { type AuditedChange, auditRowsJson, toAuditRow } from './audit-rows.ts';

/**
 * Writes audit events within the caller's transaction: if the transaction rolls back, they are gone, and if they cannot be written, the
 * change is rolled back.
 */
export async function recordAudit(
  tx: SqlSession,
  origin: ChangeOrigin,
  ...changes: readonly AuditedChange[]
): Promise<void> {
  if (changes.length === 0) return;
  await tx.$executeRaw`
    insert into audit_events
    select * from json_populate_recordset(null::audit_events, ${auditRowsJson(origin, changes)}::json)`;
}

/** Writes audit events of several origins. */
export async function recordAudits(
  sql: SqlSession,
  entries: readonly { readonly origin: ChangeOrigin; readonly change: AuditedChange }[],
): Promise<void> {
  const rows = entries.map(({ origin, change }) => toAuditRow(origin, change));
  await sql.$executeRaw`
    insert into audit_events
    select * from json_populate_recordset(null::audit_events, ${JSON.stringify(rows)}::json)`;
}

/** The same as a CTE of the statement that makes the change, which takes no further statement. */
export function insertAudit(origin: ChangeOrigin, ...changes: readonly AuditedChange[]): SqlFragment {
  return sqlFragment`
    insert into audit_events
    select * from json_populate_recordset(null::audit_events, ${auditRowsJson(origin, changes)}::json)`;
}

/** The same for the row of the CTE `changed`, if there is one. Its column `organisation_id` names the organisation of the event. */
export function insertAuditOfChanged(origin: ChangeOrigin, change: Omit<AuditedChange, 'organisationId'>): SqlFragment {
  const json = auditRowsJson(origin, [{ ...change, organisationId: null }]);
  return sqlFragment`
    insert into audit_events (id, at, organisation_id, actor_kind, actor_id, actor_name, action, target_kind, target_id, outcome,
                              request_id, address, details)
    select event.id, at, changed.organisation_id, actor_kind, actor_id, actor_name, action, target_kind, target_id, outcome,
           request_id, address, details
      from changed, json_populate_recordset(null::audit_events, ${json}::json) event`;
}

/**
 * The same for changes that an import has made, by the row of the CTE `changed` of the import. They are changes of the actor who submitted
 * the import, or was the last to retry it.
 */
export function insertAuditOfImport(changes: readonly AuditedChange[]): SqlFragment {
  return sqlFragment`
    insert into audit_events (id, at, organisation_id, actor_kind, actor_id, actor_name, action, target_kind, target_id, outcome,
                              request_id, details)
    select event.id, at, event.organisation_id, coalesce(actor ->> 'kind', actor_kind), coalesce(actor ->> 'id', actor_id),
           actor ->> 'name', action, target_kind, target_id, outcome, changed.request_id, details
      from (select request_id, changed_by::json as actor from changed) changed,
           json_populate_recordset(null::audit_events, ${auditRowsJson(unknownOrigin, changes)}::json) event`;
}

/** For imports that were accepted before actors were recorded. */
const unknownOrigin: ChangeOrigin = { actor: { kind: 'system', id: 'unknown' } };
