import { z } from 'zod';
import { timestamp, ulid } from './common.ts';
import type { WireType } from './wire-type.ts';

/** What audit events record, as `noun.verb`. */
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
    kind: z.enum(actorKinds),
    id: z.string().meta({
      description: 'Id of the key, subject of the token, name of the process, or the first characters of a wrong key.',
    }),
    name: z.string().optional().meta({
      description: 'Name of the key, issuer of the token, or user of the command line.',
    }),
  })
  .meta({ id: 'AuditActor' });

export const auditEvent = z
  .looseObject({
    id: ulid,
    at: timestamp,
    organisationId: ulid.optional().meta({ description: 'Absent for what concerns no single organisation.' }),
    actor,
    action: z.string().meta({ description: 'What happened, as `noun.verb`, for example `connector.deleted`.' }),
    target: z
      .looseObject({ kind: z.string(), id: z.string() })
      .optional()
      .meta({ id: 'AuditTarget', description: 'What was changed, read or refused.' }),
    outcome: z.enum(auditOutcomes),
    requestId: z.string().optional(),
    address: z.string().optional().meta({
      description:
        'Address of the client; the network of an IPv6 address. Organisations do not see those of operators.',
    }),
    details: z.record(z.string(), z.unknown()).meta({ description: 'Facts about the event, at most 2 KB.' }),
  })
  .meta({ id: 'AuditEvent', description: 'A change, a refused request or a failed authentication.' });

export const auditPage = z
  .looseObject({
    next: z.string().optional().meta({ description: 'Cursor of the next page, for `after`. Absent on the last page.' }),
    events: z.array(auditEvent),
  })
  .meta({ id: 'AuditPage', description: 'Newest first. Events are not counted, because there may be millions.' });

export type AuditEventResource = WireType<typeof auditEvent>;
export type AuditPage = WireType<typeof auditPage>;
