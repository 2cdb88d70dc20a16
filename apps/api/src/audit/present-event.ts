import type { AuditEventResource } from '@connectory/contract';
import type { AuditRecord } from '@connectory/lifecycle';

/**
 * An audit event as the API sends it. Fields that are undefined are not part of the JSON.
 * @param reader an organisation does not see the addresses of operators
 */
export function presentEvent(event: AuditRecord, reader: 'organisation' | 'operator'): AuditEventResource {
  const { actor, organisationId, address } = event;
  const isHidden = reader === 'organisation' && actor.kind === 'operator-key';
  return {
    id: event.id,
    at: event.at.toISOString(),
    organisationId: organisationId ?? undefined,
    actor: { kind: actor.kind, id: actor.id, name: actor.name },
    action: event.action,
    target: event.target && { kind: event.target.kind, id: event.target.id },
    outcome: event.outcome,
    requestId: event.requestId,
    address: isHidden ? undefined : address,
    details: event.details,
  };
}
