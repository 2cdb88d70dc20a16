import { type ApiOperation, queryParametersOf } from '@connectory/contract';
import type { Request } from 'express';
import { ApiError } from './api-error.ts';

/**
 * Rejects query parameters that the operation does not have, and those that are given twice. To ignore a misspelt filter, or one of two
 * values, would return wrong results.
 */
export function refuseUnknownQuery(operation: ApiOperation, request: Request): void {
  const known = queryParametersOf(operation);
  const names = known.map(({ name }) => name).join(', ');
  const fields = Object.entries(request.query).flatMap(([field, value]) => {
    const parameter = known.find(({ name }) => name === field);
    if (parameter === undefined) {
      const message = `is not a query parameter of ${operation.operationId}: ${names === '' ? 'it has none' : `it has ${names}`}`;
      return [{ field, message }];
    }
    return Array.isArray(value) && !parameter.repeatable ? [{ field, message: 'is given more than once' }] : [];
  });
  if (fields.length === 0) return;
  const text = fields.map(({ field, message }) => `${JSON.stringify(field)} ${message}`).join('; ');
  throw new ApiError('request_invalid', `The query is invalid: ${text}.`, { fields });
}
