import { isLoopback, type Logger, type Settings } from '@connectory/runtime';
import type { RequestHandler } from 'express';

type Warns = Pick<Logger, 'warn'>;

/** Warns when clients can reach the API from other machines without TLS: keys would cross the network in clear text. */
export function warnOfExposure(settings: Settings, logger: Warns): void {
  const { HOST: host, PUBLIC_BASE_URL: publicUrl, TRUST_PROXY: proxy } = settings;
  if (isLoopback(host) || proxy !== undefined || (publicUrl?.startsWith('https:') ?? false)) return;
  logger.warn(
    { host },
    'listening on other than loopback addresses without https: put a TLS proxy in front, and set TRUST_PROXY and PUBLIC_BASE_URL',
  );
}

/** Warns once when a proxy is in front that is not trusted: all its clients share the limits of one address. */
export function warnOfUntrustedProxy(settings: Settings, logger: Warns): RequestHandler {
  let isSilent = settings.TRUST_PROXY !== undefined;
  return (request, _response, next) => {
    if (!isSilent && request.get('X-Forwarded-For') !== undefined) {
      isSilent = true;
      logger.warn('received X-Forwarded-For, which is ignored: set TRUST_PROXY if a proxy is in front of this API');
    }
    next();
  };
}
