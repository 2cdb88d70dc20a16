import { apiOperations } from '@connectory/contract';
import type { RequestHandler } from 'express';
import { ApiError } from './api-error.ts';
import { suggestOperation } from './suggest-operation.ts';

interface KnownAddress {
  readonly pattern: RegExp;
  readonly method: string;
}

/** Handles requests without a route: 405 if the path has another method (RFC 9110, section 15.5.6), otherwise 404. */
export function refuseUnknown(): RequestHandler {
  const known = apiOperations.map(
    ({ method, path }): KnownAddress => ({
      method: method.toUpperCase(),
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{[^{}]+\}/g, '[^/]+')}/?$`, 'i'),
    }),
  );
  return (request) => {
    const methods = known.filter(({ pattern }) => pattern.test(request.path)).map(({ method }) => method);
    if (methods.length === 0) throw notFound(request.method, request.path);
    const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
    const message = `${request.path} does not support the method ${request.method}, only ${allow}.`;
    throw new ApiError('method_not_allowed', message, { headers: { Allow: allow } });
  };
}

function notFound(method: string, path: string): ApiError {
  const message = `There is no operation ${method} ${path}.`;
  const nearest = suggestOperation(method, path);
  if (nearest === undefined) return new ApiError('not_found', message);
  return new ApiError('not_found', `${message} Did you mean ${nearest}?`);
}
