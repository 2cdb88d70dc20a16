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

/** The values of a query parameter that may be given several times. */
export function queryTexts(request: Request, name: string): readonly string[] {
  const values: readonly unknown[] = [request.query[name] ?? []].flat();
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
}

/** A time in a query parameter, with or without the time of day. @throws ApiError */
export function queryTime(request: Request, name: string): Date | undefined {
  const text = queryText(request, name);
  if (text === undefined) return undefined;
  if (/^\d{4}-\d\d-\d\d(T[\d:.]{5,15}(Z|[+-]\d\d:\d\d))?$/.test(text) && !Number.isNaN(Date.parse(text)))
    return new Date(text);
  const message = 'must be a time such as 2030-12-31T00:00:00Z';
  throw new ApiError('request_invalid', `"${name}" ${message}.`, { fields: [{ field: name, message }] });
}

/** One of the given texts in a query parameter. @throws ApiError */
export function queryChoice<Choice extends string>(
  request: Request,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = queryText(request, name);
  if (text === undefined) return undefined;
  const choice = choices.find((known) => known === text);
  if (choice !== undefined) return choice;
  const message = `must be one of ${choices.join(', ')}`;
  throw new ApiError('request_invalid', `"${name}" ${message}.`, { fields: [{ field: name, message }] });
}

/** Some of the given texts in a query parameter that may be repeated. Undefined when it is absent. @throws ApiError */
export function queryChoices<Choice extends string>(
  request: Request,
  name: string,
  choices: readonly Choice[],
): readonly Choice[] | undefined {
  const texts = queryTexts(request, name);
  const chosen = choices.filter((choice) => texts.includes(choice));
  if (chosen.length < new Set(texts).size) {
    const message = `must be one of ${choices.join(', ')}`;
    throw new ApiError('request_invalid', `"${name}" ${message}.`, { fields: [{ field: name, message }] });
  }
  return chosen.length === 0 ? undefined : chosen;
}

export function presentPageInfo({ totalCount, next, prev }: Page<unknown>): PageInfo {
  return { totalCount, next, prev };
}
