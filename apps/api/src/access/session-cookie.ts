import { sessionCookieName } from '@connectory/contract';
import type { Request, Response } from 'express';

/** Reads and writes the cookie of a session. Scripts cannot read it, and browsers do not send it from other sites. */
export interface SessionCookie {
  read(request: Request): string | undefined;
  set(response: Response, token: string, expiresAt: Date): void;
  clear(response: Response): void;
}

/** @param options.isHttps whether browsers reach the service by HTTPS. */
export function createSessionCookie({ isHttps }: { readonly isHttps: boolean }): SessionCookie {
  const name = sessionCookieName(isHttps);
  const attributes = { httpOnly: true, sameSite: 'strict', secure: isHttps, path: '/' } as const;
  return {
    read: (request) => readCookie(request.get('Cookie') ?? '', name),
    set: (response, token, expiresAt) => response.cookie(name, token, { ...attributes, expires: expiresAt }),
    clear: (response) => response.clearCookie(name, attributes),
  };
}

/** Reads a cookie of the header `Cookie`. */
export function readCookie(header: string, name: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
