import { isArray, isObject, type Json } from '@connectory/json';
import { paramRepeated } from '../rules/param-repeated.ts';
import type { ListedParameter } from './list-parameters.ts';
import { reshapeParameter } from './reshape-parameter.ts';
import type { Rewrite } from './shape-places.ts';
import type { SwaggerSource } from './swagger-source.ts';

/**
 * A list of parameters without those that became a body.
 * @returns also how places of the shorter list become those of the upload; undefined when the value is no list.
 */
export function reshapeList(
  list: Json | undefined,
  listed: readonly ListedParameter[],
  taken: ReadonlySet<ListedParameter>,
  source: SwaggerSource,
): { readonly items: readonly Json[]; readonly rewrite: Rewrite } | undefined {
  if (!isArray(list)) return undefined;
  const byIndex = new Map(listed.map((parameter) => [parameter.index, parameter]));
  const items: Json[] = [];
  const fieldNames = new Set([...taken].flatMap(({ in: location, name }) => (location === 'formData' ? [name] : [])));
  const indexes: number[] = [];
  list.forEach((item, index) => {
    const parameter = byIndex.get(index);
    if (parameter !== undefined && taken.has(parameter)) return;
    items.push(parameter === undefined ? item : reshapeParameter(parameter.item, parameter.place, source));
    if (parameter?.in === 'formData' && fieldNames.has(parameter.name)) noteRepeated(items.at(-1), parameter, source);
    indexes.push(index);
  });
  const rewrite: Rewrite = (tokens) => {
    const index = tokens[0] === 'parameters' ? indexes[Number(tokens[1])] : undefined;
    return index === undefined ? tokens : ['parameters', index, ...tokens.slice(2)];
  };
  return { items, rewrite };
}

/** A field that the form has already. */
function noteRepeated(item: Json | undefined, { place, name }: ListedParameter, source: SwaggerSource): void {
  if (isObject(item)) source.notes.add(item, { rule: paramRepeated, place, remark: `formData ${name}` });
}
