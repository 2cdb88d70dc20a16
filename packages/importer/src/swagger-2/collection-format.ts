import type { Json } from '@connectory/json';

type Members = { readonly [key: string]: Json };

/** How OpenAPI 3 says the list format of a query parameter or form field. `csv` is the format of lists that name none. */
const queryStyles: { readonly [format: string]: Members } = {
  csv: { style: 'form', explode: false },
  ssv: { style: 'spaceDelimited', explode: false },
  pipes: { style: 'pipeDelimited', explode: false },
  multi: { style: 'form', explode: true },
};

/**
 * The list format of a parameter, header or form field in the members of OpenAPI 3. A format that these cannot express stays as
 * `x-collectionFormat`.
 * @param location `in` of a parameter, `formData` for a field, `header` for a header.
 */
export function listFormat(format: Json | undefined, type: Json | undefined, location: string): Members {
  const isList = type === 'array';
  if (format === undefined && !isList) return {};
  const isQuery = location === 'query' || location === 'formData';
  const name = format ?? 'csv';
  if (isList && typeof name === 'string') {
    if (isQuery && Object.hasOwn(queryStyles, name)) return queryStyles[name] ?? {};
    // The default of paths and headers.
    if (!isQuery && name === 'csv') return format === undefined ? {} : { style: 'simple' };
  }
  return format === undefined ? {} : { 'x-collectionFormat': format };
}
