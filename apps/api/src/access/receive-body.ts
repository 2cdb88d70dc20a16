import { isUtf8 } from 'node:buffer';
import { json, type Request, type RequestHandler, type Response } from 'express';
import { ApiError } from '../http/api-error.ts';
import { findUnstorable } from '../http/find-unstorable.ts';
import { matchedOperation } from '../http/matched-operation.ts';

const jsonTypes = ['application/json', 'application/*+json'];

/**
 * Reads the JSON body of operations that have one, up to `maxBytes`, and ignores other bodies. Uploads have their own handlers.
 * Mount it after the guard, so that no body of an unauthenticated request is read.
 */
export function receiveBody(maxBytes: number): RequestHandler {
  const parseJson = json({ limit: maxBytes, type: jsonTypes, verify: requireUtf8 });
  return (request, response, next) => {
    const operation = matchedOperation(response);
    if (operation?.jsonBody !== undefined && request.is(jsonTypes) !== false)
      parseJson(request, response, (error?: unknown) => next(error ?? unstorableFault(request.body)));
    else if (operation?.multipartMetadata !== undefined) next();
    else if (operation?.jsonBody === undefined) ignoreBody(request, response, maxBytes, next);
    else throw notJson(request);
  };
}

/** RFC 8259, section 8.1. The decoder would replace other bytes silently. */
function requireUtf8(_request: unknown, _response: unknown, bytes: Buffer): void {
  if (!isUtf8(bytes)) throw Object.assign(new Error('The body is not UTF-8.'), { type: 'entity.parse.failed' });
}

function unstorableFault(body: unknown): ApiError | undefined {
  const fault = findUnstorable(body, 'body');
  if (fault === undefined) return undefined;
  const { field, message } = fault;
  return new ApiError('request_invalid', `The body is invalid: ${field} ${message}.`, { fields: [fault] });
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
