import { isUtf8 } from 'node:buffer';
import { raw, type Request, type RequestHandler, type Response } from 'express';
import { ApiError } from '../http/api-error.ts';
import { findUnstorable } from '../http/find-unstorable.ts';
import { matchedOperation } from '../http/matched-operation.ts';
import { parseInPieces } from '../http/parse-in-pieces.ts';

const jsonTypes = ['application/json', 'application/*+json'];

/**
 * Reads the JSON body of operations that have one, up to `maxBytes`, and ignores other bodies. Uploads have their own handlers.
 * Mount it after the guard, so that no body of an unauthenticated request is read.
 */
export function receiveBody(maxBytes: number): readonly RequestHandler[] {
  return [readBody(maxBytes), parseJson];
}

function readBody(maxBytes: number): RequestHandler {
  const readBytes = raw({ limit: maxBytes, type: jsonTypes });
  return (request, response, next) => {
    const operation = matchedOperation(response);
    if (operation?.jsonBody !== undefined && request.is(jsonTypes) !== false) readBytes(request, response, next);
    else if (operation?.multipartMetadata !== undefined || operation?.rawBody !== undefined) next();
    else if (operation?.jsonBody === undefined) ignoreBody(request, response, maxBytes, next);
    else throw notJson(request);
  };
}

/** Replaces the bytes of a body by its value. */
const parseJson: RequestHandler = async (request, response, next) => {
  const bytes: unknown = request.body;
  refuseMissing(response, bytes);
  if (!Buffer.isBuffer(bytes)) return next();
  request.body = bytes.length === 0 ? {} : await parseContainer(decode(request, bytes));
  const anyText = matchedOperation(response)?.storesJson === true;
  const fault = await findUnstorable(request.body, 'body', { anyText });
  if (fault === undefined) return next();
  const { field, message } = fault;
  throw new ApiError('request_invalid', `The body is invalid: ${field} ${message}.`, { fields: [fault] });
};

/** A body without bytes is no object: one that only has optional fields would otherwise remove what they hold. */
function refuseMissing(response: Response, bytes: unknown): void {
  const operation = matchedOperation(response);
  const needsBody = operation?.jsonBody !== undefined && operation.neverSent === undefined;
  // Uploads say themselves what they lack.
  if (!needsBody || operation.multipartMetadata !== undefined) return;
  if (Buffer.isBuffer(bytes) && bytes.length > 0) return;
  const fields = [{ field: 'body', message: 'is required and must be a JSON object' }];
  throw new ApiError('request_invalid', 'The body is missing: send a JSON object.', { fields });
}

/** RFC 8259, section 8.1: JSON is UTF-8. The decoder would replace other bytes silently. */
function decode(request: Request, bytes: Buffer): string {
  const charset = /;\s*charset="?([^\s";]+)/i.exec(request.get('Content-Type') ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset))
    throw new ApiError('media_type_unsupported', `The body must be UTF-8, not ${charset}.`);
  if (!isUtf8(bytes)) throw notValid();
  return new TextDecoder().decode(bytes);
}

async function parseContainer(text: string): Promise<unknown> {
  try {
    const value = await parseInPieces(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw notValid();
}

function notValid(): ApiError {
  return new ApiError('body_not_json', 'The body is not valid JSON.');
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
