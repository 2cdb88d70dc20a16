import type { RequestHandler } from 'express';
import { ApiError } from './api-error.ts';

/** Rejects requests without exactly one `Host` (RFC 9112, section 3.2). HTTP/1.0 knows none. */
export const requireOneHost: RequestHandler = (request, _response, next) => {
  const hosts = request.headersDistinct['host']?.length ?? 0;
  if (hosts > 1 || (hosts === 0 && request.httpVersion === '1.1')) {
    const headers = { Connection: 'close' };
    throw new ApiError('request_malformed', `The request has ${hosts} Host headers instead of one.`, { headers });
  }
  next();
};
