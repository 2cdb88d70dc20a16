import { json, type Request, type RequestHandler, type Response } from 'express';
import { ApiError } from '../http/api-error.ts';
import { matchedOperation } from '../http/matched-operation.ts';

const jsonTypes = ['application/json', 'application/*+json'];

/**
 * Reads the JSON body of operations that have one, up to `maxBytes`, and ignores other bodies. Uploads have their own handlers.
 * Mount it after the guard, so that no body of an unauthenticated request is read.
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

/** Skips a small unexpected body. For a large one the connection is closed after the response. */
function ignoreBody(request: Request, response: Response, maxBytes: number, next: () => void): void {
  const isSmall = Number(request.get('Content-Length') ?? 0) <= maxBytes;
  if (!isSmall || request.get('Transfer-Encoding') !== undefined) response.set('Connection', 'close');
  next();
}
