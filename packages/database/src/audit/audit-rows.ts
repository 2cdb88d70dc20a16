import {
  type AuditAction,
  type AuditDetails,
  type AuditOutcome,
  type AuditTarget,
  type ChangeOrigin,
  storedText,
} from '@connectory/lifecycle';
import { createId } from '@connectory/encoding';

/** The facts of an audit event. */
export interface AuditedChange {
  readonly action: AuditAction;
  /** Null for what concerns no single organisation. */
  readonly organisationId: string | null;
  readonly target?: AuditTarget;
  /** Default: `succeeded`. */
  readonly outcome?: AuditOutcome;
  readonly details?: AuditDetails;
}

/** Limits of an event, so that requests cannot store much by it. */
const maxTextChars = 256;
const maxDetailsBytes = 2_048;

/** Rows of `audit_events` as a JSON array, for `json_populate_recordset`. */
export function auditRowsJson(origin: ChangeOrigin, changes: readonly AuditedChange[]): string {
  return JSON.stringify(changes.map((change) => toAuditRow(origin, change)));
}

/** A row of `audit_events`. */
export function toAuditRow({ actor, requestId, address }: ChangeOrigin, change: AuditedChange) {
  const { action, organisationId, target, outcome = 'succeeded', details = {} } = change;
  return {
    id: createId(),
    at: new Date().toISOString(),
    organisation_id: organisationId,
    actor_kind: actor.kind,
    actor_id: fitText(actor.id),
    actor_name: actor.name === undefined ? null : fitText(actor.name),
    action,
    target_kind: target?.kind ?? null,
    target_id: target === undefined ? null : fitText(target.id),
    outcome,
    request_id: requestId === undefined ? null : fitText(requestId),
    address: address ?? null,
    details: detailsJson(details),
  };
}

function fitText(text: string): string {
  return storedText(text.slice(0, maxTextChars));
}

/** Cuts long texts. Details that are still too large are left out. */
export function detailsJson(details: AuditDetails): string {
  const json = JSON.stringify(details, (_name, value: unknown) => (typeof value === 'string' ? fitText(value) : value));
  return Buffer.byteLength(json) <= maxDetailsBytes ? json : '{"omitted":true}';
}

/** The actor as the column `changed_by` holds it. */
export function actorJson({ actor: { kind, id, name } }: ChangeOrigin): string {
  return JSON.stringify({ kind, id: fitText(id), name: name === undefined ? undefined : fitText(name) });
}
