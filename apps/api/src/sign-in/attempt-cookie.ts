import { randomBytes } from 'node:crypto';
import type { SecretBox } from '@connectory/database';
import type { Request, Response } from 'express';
import { readCookie } from '../access/session-cookie.ts';

/** A sign-in that has begun in this browser. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  /** RFC 7636. */
  readonly verifier: string;
  /** The page to show after it, below `/console`. */
  readonly next: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

const lifetimeMs = 600_000;

/** The secret is sealed for this use, so that no other sealed text can stand in for it. */
const place = { organisationId: '', id: 'sign-in attempt' };

export function newAttempt(next: string): Attempt {
  const [state, nonce, verifier] = [random(), random(), random()];
  return { state, nonce, verifier, next, until: Date.now() + lifetimeMs };
}

const random = (): string => randomBytes(32).toString('base64url');

/**
 * Keeps an attempt in the browser that began it, sealed and out of reach of scripts. Unlike the cookie of a session it comes with the navigation
 * from the issuer, which is another site.
 */
export function createAttemptCookie(secrets: SecretBox, path: string, isHttps: boolean) {
  const name = 'connectory_sign_in';
  const attributes = { httpOnly: true, sameSite: 'lax', secure: isHttps, path } as const;
  return {
    set: (response: Response, attempt: Attempt): void => {
      response.cookie(name, secrets.seal(JSON.stringify(attempt), place), { ...attributes, maxAge: lifetimeMs });
    },
    /** Takes the attempt away, so that it is used once. @returns undefined for none, and for one that is over */
    take: (request: Request, response: Response): Attempt | undefined => {
      const sealed = readCookie(request.get('Cookie') ?? '', name);
      response.clearCookie(name, attributes);
      if (sealed === undefined) return undefined;
      try {
        const attempt = parseAttempt(secrets.open(decodeURIComponent(sealed), place));
        return Date.now() < attempt.until ? attempt : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

/** Only this service seals attempts. */
function parseAttempt(text: string): Attempt {
  return JSON.parse(text) as Attempt;
}
