import { categories, connectorSortColumns } from '@connectory/contract';
import type { ConnectorFilter, ConnectorSort } from '@connectory/database';
import type { Request } from 'express';
import { ApiError } from '../http/api-error.ts';
import { queryText, queryTexts } from '../http/paging.ts';

/** The filters `name`, `tags` and `categories` of a list of connectors. @throws ApiError */
export function readConnectorFilter(request: Request): Omit<ConnectorFilter, 'organisationId'> {
  return { name: queryText(request, 'name'), tags: readTags(request), categories: readCategories(request) };
}

/** Whether the filter `protocol`, a part of the name, includes http: connectors of other protocols do not exist here. */
export function hasHttpOnly(request: Request): boolean {
  return 'http'.includes((queryText(request, 'protocol') ?? '').toLowerCase());
}

/** Reads `sort`, such as `name:asc,id:desc`. @throws ApiError */
export function readConnectorSort(request: Request): readonly ConnectorSort[] {
  const parts = queryText(request, 'sort')?.split(',') ?? [];
  const sorts = parts.map((part): ConnectorSort => {
    const [name, direction, ...rest] = part.split(':');
    const column = connectorSortColumns.find((known) => known === name);
    if (column === undefined || rest.length > 0 || (direction !== 'asc' && direction !== 'desc'))
      throw invalid(
        'sort',
        `must be columns with "asc" or "desc", such as "name:asc"; columns: ${connectorSortColumns.join(', ')}`,
      );
    return { column, descending: direction === 'desc' };
  });
  if (new Set(sorts.map(({ column }) => column)).size < sorts.length) throw invalid('sort', 'names a column twice');
  return sorts;
}

/** Reads `tags`: `<key>` or `<key>:<value>`, separated by commas. */
function readTags(request: Request): ConnectorFilter['tags'] {
  const parts = queryText(request, 'tags')?.split(',') ?? [];
  if (parts.length > maxTags) throw invalid('tags', `must have at most ${maxTags} tags`);
  return parts.map((part) => {
    const [key = '', ...value] = part.split(':');
    if (key === '') throw invalid('tags', 'must be "<key>" or "<key>:<value>", separated by commas');
    return value.length === 0 || value.join('') === '' ? { key } : { key, value: value.join(':') };
  });
}

/** Each tag is a condition of the statement. */
const maxTags = 50;

function readCategories(request: Request): readonly string[] {
  const asked = queryTexts(request, 'categories');
  const known: readonly string[] = categories;
  const other = asked.find((one) => !known.includes(one));
  if (other === undefined) return asked;
  throw invalid('categories', `must be one of ${categories.join(', ')}, not ${JSON.stringify(other)}`);
}

function invalid(field: string, message: string): ApiError {
  return new ApiError('request_invalid', `"${field}" ${message}.`, { fields: [{ field, message }] });
}
