import {
  type AuditedChange,
  type Database,
  everyOrganisation,
  isSignInLink,
  recordAudits,
  withinScope,
} from '@connectory/database';
import type { ChangeOrigin } from '@connectory/lifecycle';
import type { Logger } from '@connectory/runtime';
import type { Request, Response } from 'express';
import { clientAddress } from './client-address.ts';
import { originOf } from './as-caller.ts';
import { createEventFolder } from './event-folder.ts';
import { principalOf } from './principal.ts';

/**
 * Records what is not a change: failed authentications, refused requests, and reads of an organisation's data by operators. Equal events of
 * a minute are one event with a count, so that an attacker cannot fill the table. A killed process loses at most that minute.
 */
export interface AccessAudit {
  recordFailedLogin(request: Request, token: string): void;
  /** @param refused the operation, and the code of the error. */
  recordRefusal(request: Request, response: Response, refused: { operation: string; code: string }): void;
  recordOperatorRead(request: Request, response: Response, read: { operation: string; organisationId: string }): void;
  /** Writes what was recorded so far. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface AccessAuditOptions {
  readonly database: Database;
  readonly logger: Logger;
  /** The span of time in which equal events are counted. */
  readonly windowMs: number;
}

export function createAccessAudit({ database, logger, windowMs }: AccessAuditOptions): AccessAudit {
  const folder = createEventFolder();
  const flush = async (): Promise<void> => {
    const events = folder.take();
    if (events.length === 0) return;
    try {
      // Events of all organisations, also when a request for the events waits for it.
      await withinScope(everyOrganisation, () => recordAudits(database.sql, events.map(toEntry)));
    } catch (error) {
      for (const event of events) folder.add(event, event.count);
      logger.warn({ err: error, events: events.length }, 'failed to write audit events; the next attempt follows');
    }
  };
  const timer = setInterval(() => void flush(), windowMs);
  timer.unref();
  const add = (origin: ChangeOrigin, change: AuditedChange): void => folder.add({ origin, change }, 1);
  return {
    recordFailedLogin: (request, token) =>
      add(
        { actor: { kind: 'anonymous', id: describeToken(token) }, address: clientAddress(request.ip) },
        { action: 'login.failed', organisationId: null, outcome: 'failed' },
      ),
    recordRefusal: (request, response, { operation, code }) => {
      const organisationId = principalOf(response)?.organisationId ?? null;
      const named = request.params['organisation_id'];
      const details = { code, ...(named === undefined ? {} : { organisationId: String(named) }) };
      const target = { kind: 'operation', id: operation };
      const change = { action: 'access.refused', organisationId, outcome: 'refused', target, details } as const;
      add(originOf(request, response), change);
    },
    recordOperatorRead: (request, response, { operation, organisationId }) => {
      const target = { kind: 'operation', id: operation };
      add(originOf(request, response), { action: 'data.read', organisationId, target });
    },
    flush,
    close: async () => {
      clearInterval(timer);
      await flush();
    },
  };
}

function toEntry({ origin, change, count }: { origin: ChangeOrigin; change: AuditedChange; count: number }) {
  return { origin, change: { ...change, details: { ...change.details, count } } };
}

/** As much of a key as lists of keys show; nothing of other credentials. */
function describeToken(token: string): string {
  if (token.includes('.')) return 'token';
  if (/^ct[os]_/.test(token)) return 'session';
  if (isSignInLink(token)) return 'sign-in-link';
  return token.startsWith('cty_') ? token.slice(0, 10) : 'unknown';
}
