import type { RequestHandler } from 'express';
import { ApiError } from './api-error.ts';

/** Rejects U+0000 in URLs. PostgreSQL's `text` cannot hold it, so nothing has such a name and a query would fail. */
export const refuseNul: RequestHandler = (request, _response, next) => {
  const [path = '', query = ''] = request.url.split('?', 2);
  if (/%00/.test(path))
    throw new ApiError('request_invalid', 'The path contains U+0000 (%00), which no name contains.');
  if (/%00/.test(query))
    throw new ApiError('request_invalid', 'The query contains U+0000 (%00), which matches nothing. Remove it.');
  next();
};
