import { isArray, type Json, type JsonObject } from '@connectory/json';
import { asideName, member } from '../json/members.ts';
import { at, type Place } from '../place/place.ts';
import { readOnlyRequired } from '../rules/read-only-required.ts';
import { schemaKeywordInvalid } from '../rules/schema-keyword-invalid.ts';
import { valueNotText } from '../rules/value-not-text.ts';
import { annotationValue } from './annotation.ts';
import { describe } from './describe-value.ts';
import type { Keyword } from './keyword.ts';
import { oneWayNames } from './one-way-branches.ts';
import type { SchemaContext } from './schema-context.ts';

/** Keeps a keyword under a name that validators ignore: `$id` as `x-id`, `required` as `x-required`. */
export function setAside({
  schema,
  translated,
  key,
  value,
}: Pick<Keyword, 'schema' | 'translated' | 'key' | 'value'>): void {
  const name = asideName(schema, key.replace(/^\$/, ''));
  // `id`, which is set aside too, has that name.
  const isTaken = key === '$id' && Object.hasOwn(schema, 'id');
  translated[isTaken ? asideName(schema, name) : name] = annotationValue(value);
}

/** Sets a keyword aside whose value JSON Schema does not allow, and reports it. */
export function refuseKeyword(keyword: Keyword): void {
  const { key, value, place, context } = keyword;
  context.messages.report(schemaKeywordInvalid, at(place, key), `${key}: ${describe(value)}`);
  setAside(keyword);
}

/** Reports a value that was read in the form that its keyword has, as `minLength: "5"` as 5. */
export function reportFitted({ key, value, place, context }: Keyword, fitted: Json | undefined): void {
  if (fitted === undefined || fitted === value || typeof value === 'object') return;
  const here = at(place, key);
  if (typeof fitted === 'string') context.messages.report(valueNotText, here, `read as ${JSON.stringify(fitted)}`);
  else context.messages.report(schemaKeywordInvalid, here, `${key}: ${describe(value)} became ${describe(fitted)}`);
}

/**
 * Sets the required names aside that travel in one direction only (OpenAPI 3.0.3, Schema Object, `readOnly` and `writeOnly`): the
 * definition serves both directions.
 */
export function setOneWayNamesAside(keyword: Keyword): void {
  const { schema, translated, place, context } = keyword;
  const required = member(translated, 'required');
  if (!isArray(required)) return;
  const oneWay = oneWayNames(schema, place, context);
  const names = required.filter((name) => typeof name === 'string').filter((name) => oneWay.has(name));
  if (names.length === 0 || tellsApart(place, names.length === required.length)) return;
  context.messages.report(readOnlyRequired, at(place, 'required'), names.join(', '));
  const rest = required.filter((name) => typeof name !== 'string' || !oneWay.has(name));
  if (rest.length === 0) delete translated['required'];
  else translated['required'] = rest;
  setAside({ ...keyword, value: names });
}

/**
 * Requires, beside a reference, the names that its target does not require because they travel in one direction only, where the target
 * written in its place would keep them.
 */
export function requireOneWayNames(
  schema: JsonObject,
  translated: { [key: string]: Json },
  place: Place,
  { oneWay }: SchemaContext,
): void {
  if (oneWay === undefined || !tellsApart(place, true)) return;
  const { names, isAll } = oneWay.requiredOfTarget(schema, place);
  if (names.length > 0 && tellsApart(place, isAll)) translated['required'] = [...new Set(names)];
}

/**
 * Whether a schema says when others hold, so that a wider one would change these: `not`, `if`, and a branch of `oneOf` that nothing but
 * its required names tells from the others.
 */
function tellsApart({ token, parent }: Place, hasOnlyThese: boolean): boolean {
  if (parent?.token === 'oneOf') return hasOnlyThese;
  return (token === 'not' || token === 'if') && parent?.token !== 'properties';
}
