import { isObject, type JsonObject } from '@connectory/json';
import { asideName, emptyObject, member } from '../json/members.ts';
import { copySpellings } from '../json/spellings.ts';
import { methodFields } from '../operations/methods.ts';
import { at, type Place } from '../place/place.ts';
import { type ListedParameter, listParameters } from './list-parameters.ts';
import { reshapeList } from './reshape-list.ts';
import { reshapeOperation } from './reshape-operation.ts';
import type { SwaggerSource } from './swagger-source.ts';

/** A path item in the shape of OpenAPI 3. Its body and form parameters are in the operations that they apply to. */
export function reshapePathItem(item: JsonObject, place: Place, source: SwaggerSource): JsonObject {
  const shared = listParameters(member(item, 'parameters'), at(place, 'parameters'), source);
  const taken = new Set<ListedParameter>();
  const shaped = emptyObject();
  for (const key of Object.keys(item)) {
    const value = item[key] ?? null;
    shaped[key] =
      methodFields.has(key.toLowerCase()) && isObject(value)
        ? reshapeOperation(value, at(place, key), { shared, taken }, source)
        : value;
  }
  // A body or form field that no operation took: each has one of its own.
  const left = shared.filter((parameter) => isBodyPart(parameter) && !taken.has(parameter));
  const list = reshapeList(member(item, 'parameters'), shared, new Set([...taken, ...left]), source);
  if (list !== undefined) shaped['parameters'] = list.items;
  const aside = asideName(item, 'parameters');
  if (left.length > 0) shaped[aside] = left.map((parameter) => parameter.item);
  copySpellings(item, shaped);
  const leftIndexes = left.map(({ index }) => index);
  return source.places.add(shaped, place, (tokens) => {
    const index = tokens[0] === aside ? leftIndexes[Number(tokens[1])] : undefined;
    if (index !== undefined) return ['parameters', index, ...tokens.slice(2)];
    return list === undefined ? tokens : list.rewrite(tokens);
  });
}

function isBodyPart(parameter: ListedParameter): boolean {
  return parameter.in === 'body' || (parameter.in === 'formData' && parameter.name !== undefined);
}
