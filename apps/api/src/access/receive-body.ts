import { json, type Request, type RequestHandler, type Response } from 'express';
import { ApiError } from '../http/api-error.ts';
import { matchedOperation } from '../http/matched-operation.ts';

const jsonTypes = ['application/json', 'application/*+json'];

/**
 * Reads the body of an operation that takes JSON, `maxBytes` of it at most, and ignores that of one that takes none. Uploads are
 * received by their own handlers. Mount it behind the guard: whoever is not let in has nothing read.
 */
export function receiveBody(maxBytes: number): RequestHandler {
  const parseJson = json({ limit: maxBytes, type: jsonTypes });
  return (request, response, next) => {
    const operation = matchedOperation(response);
    if (operation?.jsonBody !== undefined && request.is(jsonTypes) !== false) parseJson(request, response, next);
    else if (operation?.multipartMetadata !== undefined) next();
    else if (operation?.jsonBody === undefined) ignoreBody(request, response, maxBytes, next);
    else throw notJson(request);
  };
}

function notJson(request: Request): ApiError {
  const sent = request.get('Content-Type') ?? 'no Content-Type';
  const details = 'Send a JSON object with "Content-Type: application/json".';
  return new ApiError('media_type_unsupported', `The body must be application/json, not ${sent}.`, { details });
}

/** A body that nobody asked for is read past when it is small, and else not at all: the connection ends with the answer. */
function ignoreBody(request: Request, response: Response, maxBytes: number, next: () => void): void {
  const isSmall = Number(request.get('Content-Length') ?? 0) <= maxBytes;
  if (!isSmall || request.get('Transfer-Encoding') !== undefined) response.set('Connection', 'close');
  next();
}
