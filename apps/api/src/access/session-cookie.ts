import type { Request, Response } from 'express';

/** The prefix binds the cookie to HTTPS, this host and the path `/` (RFC 6265bis, section 4.1.3.2). */
const secureName = '__Host-connectory_session';
const plainName = 'connectory_session';

/** Reads and writes the cookie of a session. Scripts cannot read it, and browsers do not send it from other sites. */
export interface SessionCookie {
  read(request: Request): string | undefined;
  set(response: Response, token: string, expiresAt: Date): void;
  clear(response: Response): void;
}

/** @param options.isHttps whether browsers reach the service by HTTPS. */
export function createSessionCookie({ isHttps }: { readonly isHttps: boolean }): SessionCookie {
  const name = isHttps ? secureName : plainName;
  const attributes = { httpOnly: true, sameSite: 'strict', secure: isHttps, path: '/' } as const;
  return {
    read: (request) => readCookie(request.get('Cookie') ?? '', name),
    set: (response, token, expiresAt) => response.cookie(name, token, { ...attributes, expires: expiresAt }),
    clear: (response) => response.clearCookie(name, attributes),
  };
}

function readCookie(header: string, name: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
