import type { ActorKind, AuditAction, AuditOutcome } from '@connectory/contract';

export type { AuditAction, AuditOutcome };

/** Who changes something. */
export interface Actor {
  readonly kind: ActorKind;
  /** Id of the key, subject of the token, name of the process, or the first characters of a wrong key. */
  readonly id: string;
  /** Name of the key, issuer of the token, or user of the command line. */
  readonly name?: string | undefined;
}

/** On whose behalf, and for which request, something is changed. */
export interface ChangeOrigin {
  readonly actor: Actor;
  readonly requestId?: string | undefined;
  /** Address of the client. */
  readonly address?: string | undefined;
}

/** Small facts about an event. */
export interface AuditDetails {
  readonly [fact: string]: string | number | boolean | null | undefined | readonly (string | number)[];
}

export interface AuditTarget {
  readonly kind: string;
  readonly id: string;
}

/** A stored audit event. */
export interface AuditRecord extends ChangeOrigin {
  readonly id: string;
  readonly at: Date;
  /** Null for what concerns no single organisation. */
  readonly organisationId: string | null;
  readonly action: string;
  readonly target: AuditTarget | undefined;
  readonly outcome: AuditOutcome;
  readonly details: AuditDetails;
}
