import type { PageInfo } from '@connectory/contract';
import type { Page, PageRequest } from '@connectory/database';
import type { Request } from 'express';
import { ApiError } from './api-error.ts';

const defaultPageSize = 20;
export const maxPageSize = 1_000;

/** Reads `first`, `after` and `before`. @throws ApiError unless `first` is an integer from 1 to `maxPageSize`. */
export function readPageRequest(request: Request): PageRequest {
  const first = queryText(request, 'first');
  const size = first === undefined ? defaultPageSize : /^\d{1,4}$/.test(first) ? Number(first) : 0;
  if (size < 1 || size > maxPageSize) {
    const message = `"first" must be a whole number from 1 to ${maxPageSize}, not ${JSON.stringify(first)}.`;
    throw new ApiError('request_invalid', message, { fields: [{ field: 'first', message: `1 to ${maxPageSize}` }] });
  }
  const [after, before] = [queryText(request, 'after'), queryText(request, 'before')];
  return { first: size, ...(after === undefined ? {} : { after }), ...(before === undefined ? {} : { before }) };
}

/** A query parameter that is given once and not empty; otherwise undefined. */
export function queryText(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function presentPageInfo({ totalCount, next, prev }: Page<unknown>): PageInfo {
  return { totalCount, next, prev };
}
