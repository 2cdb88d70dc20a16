import { z } from 'zod';
import { about, idOf, timeOf } from './about.ts';
import { nextCursor } from './common.ts';
import { sampleIds } from './sample-ids.ts';
import type { WireType } from './wire-type.ts';

/** Actions of audit events, as `noun.verb`. */
export const auditActions = [
  'organisation.created',
  'quota.changed',
  'key.created',
  'key.revoked',
  'callback-secret.rotated',
  'connector.created',
  'connector.changed',
  'connector.deleted',
  'version.created',
  'version.replaced',
  'version.changed',
  'version.published',
  'version.unpublished',
  'version.deleted',
  'overlay.changed',
  'overlay.deleted',
  'action.created',
  'action.changed',
  'action.deleted',
  'trigger.created',
  'trigger.changed',
  'trigger.deleted',
  'definition.created',
  'definition.changed',
  'definition.deleted',
  'auth-scheme.changed',
  'auth-scheme.deleted',
  'import.accepted',
  'import.cancelled',
  'import.retried',
  'import.expired',
  'reimport.created',
  'reimport.paused',
  'reimport.resumed',
  'reimport.cancelled',
  'reimport.retried',
  'reimport.stopped',
  'reimport.finished',
  'session.created',
  'session.ended',
  'sign-in-link.created',
  'share.created',
  'share.revoked',
  'queue.changed',
  'data.read',
  'login.failed',
  'access.refused',
  'audit.expired',
] as const;

export type AuditAction = (typeof auditActions)[number];

export const actorKinds = ['key', 'operator-key', 'token', 'system', 'anonymous'] as const;

export type ActorKind = (typeof actorKinds)[number];

export const auditOutcomes = ['succeeded', 'refused', 'failed'] as const;

export type AuditOutcome = (typeof auditOutcomes)[number];

const actor = z
  .looseObject({
    kind: z.enum(actorKinds).meta(about('How the actor was identified.')),
    id: z
      .string()
      .meta(
        about(
          'Id of the key, subject of the token, name of the process, or the first characters of a wrong key.',
          sampleIds.key,
        ),
      ),
    name: z.string().optional().meta(about('Name of the key, issuer of the token, or user of the command line.', 'ci')),
  })
  .meta({ id: 'AuditActor', description: 'Who did it.' });

const target = z
  .looseObject({
    kind: z.string().meta(about('Kind of the resource.', 'connector')),
    id: z.string().meta(about('Id of the resource.', sampleIds.connector)),
  })
  .meta({ id: 'AuditTarget', description: 'What was changed, read or refused.' });

export const auditEvent = z
  .looseObject({
    id: idOf('the event', sampleIds.event),
    at: timeOf('When it happened'),
    organisationId: idOf('the organisation', sampleIds.organisation)
      .optional()
      .meta(about('Absent for what concerns no single organisation.')),
    actor,
    action: z.string().meta(about('What happened, as `noun.verb`.', 'connector.deleted')),
    target: target.optional(),
    outcome: z.enum(auditOutcomes).meta(about('How it ended.')),
    requestId: z
      .string()
      .optional()
      .meta(about('Id of the request. Absent for processes.', '0b0f0c54-6d5c-4a0e-9a8e-4d0a5cf1f0b7')),
    address: z
      .string()
      .optional()
      .meta(
        about(
          'Address of the client; the network of an IPv6 address. Organisations do not see those of operators.',
          '192.0.2.7',
        ),
      ),
    details: z.record(z.string(), z.unknown()).meta(about('Facts about the event, at most 2 KB.', { name: 'Pets' })),
  })
  .meta({ id: 'AuditEvent', description: 'A change, a refused request or a failed authentication.' });

export const auditPage = z
  .looseObject({
    next: nextCursor,
    events: z.array(auditEvent).meta(about('The events of this page.')),
  })
  .meta({ id: 'AuditPage', description: 'Newest first. Events are not counted, because there may be millions.' });

export type AuditEventResource = WireType<typeof auditEvent>;
export type AuditPage = WireType<typeof auditPage>;
