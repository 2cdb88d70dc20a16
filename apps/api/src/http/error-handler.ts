import { STATUS_CODES } from 'node:http';
import type { DefinitionDeleteFailure, ErrorBody } from '@connectory/contract';
import { InvalidCursorError, SecretKeyError } from '@connectory/database';
import { ChildNotStartedError, type Logger } from '@connectory/runtime';
import type { ErrorRequestHandler, Response } from 'express';
import type { Counter } from 'prom-client';
import { ApiError } from './api-error.ts';
import { databaseFault, transientFaultOf, unavailableRetrySeconds } from './database-fault.ts';
import { drain } from './drain.ts';
import { multerFault } from './multer-fault.ts';
import { requestIdOf } from './request-id.ts';

interface ErrorDependencies {
  readonly logger: Logger;
  readonly metrics: { readonly errors: Counter<'code'> };
}

/** Sends every error as the Error of the contract. Internal errors are logged, and their details are not sent. */
export function handleErrors({ logger, metrics }: ErrorDependencies): ErrorRequestHandler {
  // Express recognises error handlers by their four parameters.
  return (thrown: unknown, request, response, _next) => {
    const error = toApiError(thrown, ['GET', 'HEAD'].includes(request.method));
    // Not `request.destroyed`, which is true for every request whose body was read completely.
    if (response.destroyed || request.socket.destroyed) {
      logger.debug({ err: thrown, requestId: requestIdOf(response), url: request.path }, 'client disconnected');
      return;
    }
    metrics.errors.inc({ code: error.code });
    // 501 says what this service does not offer: no failure.
    if (error.status >= 500 && error.status !== 501)
      logger.error({ err: thrown, requestId: requestIdOf(response), url: request.path }, 'request failed');
    if (response.headersSent) {
      // The status is already sent. Only a broken connection can still show that the body is incomplete.
      response.destroy();
      return;
    }
    // Discards the rest of a rejected upload, so that its sender sees the response.
    drain(request);
    // Of the body that could not be sent.
    for (const name of ['ETag', 'Content-Type', 'Content-Length', 'Content-Disposition']) response.removeHeader(name);
    response.set('Cache-Control', 'no-store').set(error.headers);
    sendError(
      response,
      error,
      request.accepts(['application/json', 'application/problem+json']) === 'application/problem+json',
    );
  };
}

function sendError(response: Response, error: ApiError, asProblem: boolean): void {
  const { code, message, fields, details, quota, definition, status } = error;
  const sentFields = fields?.map(({ field, message: text }) => ({ field, message: text }));
  const body: ErrorBody & Pick<DefinitionDeleteFailure, 'definition'> = {
    code,
    message,
    fields: sentFields,
    details,
    quota,
    definition,
  };
  response.status(status);
  if (asProblem) {
    const problem = { type: 'about:blank', title: STATUS_CODES[status], status, detail: message, ...body };
    response.type('application/problem+json').send(JSON.stringify(problem));
  } else {
    response.json(body);
  }
}

function toApiError(thrown: unknown, isRead: boolean): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof InvalidCursorError)
    return new ApiError('cursor_invalid', 'The cursor in "after" or "before" is invalid.');
  if (thrown instanceof SecretKeyError)
    return new ApiError('secrets_unavailable', 'The service has no key that encrypts or decrypts this secret.');
  const upload = multerFault(thrown);
  if (upload !== undefined) return upload;
  const type = property(thrown, 'type');
  if (type === 'entity.too.large')
    return new ApiError('body_too_large', `The body is larger than ${String(property(thrown, 'limit'))} bytes.`);
  const status = property(thrown, 'status');
  if (status === 415 && thrown instanceof Error) return new ApiError('media_type_unsupported', thrown.message);
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new ApiError('request_invalid', thrown instanceof Error ? thrown.message : 'The request cannot be read.');
  }
  const headers = { 'Retry-After': String(unavailableRetrySeconds) };
  if (thrown instanceof ChildNotStartedError || isSystemExhausted(thrown))
    return new ApiError('unavailable', 'The server has no resources left for this request at the moment.', { headers });
  const fault = transientFaultOf(thrown);
  if (fault !== undefined) return databaseFault(fault, isRead);
  return new ApiError('internal_error', 'Internal error. Quote the request id in X-Request-Id when you report it.');
}

/** Whether the system has no file descriptors, processes or memory left. The same request can succeed later. */
function isSystemExhausted(thrown: unknown): boolean {
  const code = property(thrown, 'code');
  return (
    typeof code === 'string' &&
    /^(EMFILE|ENFILE|EAGAIN|ENOMEM)$/.test(code) &&
    property(thrown, 'syscall') !== undefined
  );
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && key in value ? Reflect.get(value, key) : undefined;
}
