import type { Request } from 'express';
import { ApiError } from '../http/api-error.ts';

/**
 * Rejects cross-site requests (CSRF). Browsers send `Sec-Fetch-Site` over HTTPS, and `Origin` with every state-changing request.
 * A client that sends neither is not a browser, and sends no password automatically.
 */
export function refuseOtherSites(request: Request, baseUrl: string): void {
  if (isReading(request)) return;
  const [site, origin] = [request.get('Sec-Fetch-Site'), request.get('Origin')];
  const isOurs =
    (site === undefined || site === 'same-origin') &&
    (origin === undefined || origin === new URL(baseUrl).origin || hostOf(origin) === request.get('Host'));
  if (!isOurs) throw new ApiError('forbidden', 'The request comes from another site. Use the page of this server.');
}

/** As `refuseOtherSites`, for requests with a session, which browsers alone have: one of the headers is required. */
export function requireOwnSite(request: Request, baseUrl: string): void {
  if (!isReading(request) && request.get('Sec-Fetch-Site') === undefined && request.get('Origin') === undefined)
    throw new ApiError('forbidden', 'A change with a session needs the header Origin, which browsers send.');
  refuseOtherSites(request, baseUrl);
}

function isReading({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
