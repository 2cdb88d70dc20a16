import { errorCatalogue } from '../errors/error-catalogue.ts';
import { error } from '../wire/common.ts';
import type { ApiResponse } from './api-response.ts';

/** The meaning of each error status, and the name of its response in the OpenAPI document. */
const reasons = {
  400: ['InvalidRequest', 'The request is invalid.'],
  401: ['Unauthenticated', 'The key or token is missing or invalid.'],
  403: ['Forbidden', 'The role or the scopes of the key are not sufficient.'],
  404: ['NotFound', 'Not found, or not accessible with this key.'],
  409: ['Conflict', 'Conflict with the current state.'],
  410: ['Gone', 'Expired and deleted.'],
  412: ['PreconditionFailed', 'If-Match names another state of the entity.'],
  413: ['TooLarge', 'Too large.'],
  415: ['UnsupportedMediaType', 'Unsupported media type.'],
  422: ['IdempotencyKeyReused', 'The Idempotency-Key was used for another request.'],
  429: ['TooManyRequests', 'Too many requests. Retry after the seconds in Retry-After.'],
  501: [
    'NotImplemented',
    'Not implemented by this service, which imports and serves connectors and does not run them.',
  ],
  503: ['Unavailable', 'The database or the queue is not reachable.'],
  507: ['InsufficientStorage', 'No disk space left.'],
} as const;

export type ErrorStatus = keyof typeof reasons;

/** The response of each error status. */
export const errorResponses: { readonly [status: number]: ApiResponse } = Object.fromEntries(
  Object.entries(reasons).map(([status, [component, reason]]) => {
    const codes = Object.entries(errorCatalogue).filter((entry) => entry[1].status === Number(status));
    const [[code, { next }] = ['internal_error', errorCatalogue.internal_error] as const] = codes;
    const description = `${reason} Codes: ${codes.map(([name]) => `\`${name}\``).join(', ')}.`;
    return [status, { component, description, schema: error, example: { code, message: reason, details: next } }];
  }),
);

/** Every other error, such as 405, 408, 431 and 500. */
export const unexpectedError: ApiResponse = {
  component: 'UnexpectedError',
  description: 'Any other error. `code` and `details` say what to do.',
  schema: error,
  headers: ['Allow', 'Retry-After', 'WWW-Authenticate'],
  example: { code: 'internal_error', message: 'Internal error.', details: errorCatalogue.internal_error.next },
};

export const notModified: ApiResponse = {
  component: 'NotModified',
  description: 'Not modified: If-None-Match names the ETag.',
};
