import { isObject, type Json, type JsonObject } from '@connectory/json';
import { asideName, emptyObject, member } from '../json/members.ts';
import { copySpelling, copySpellings } from '../json/spellings.ts';
import { at, type Place } from '../place/place.ts';
import { swagger2ExampleMisnamed } from '../rules/swagger2-example-misnamed.ts';
import { bareType, bytes, isMediaType, json } from './media-types.ts';
import { reshapeHeader } from './reshape-parameter.ts';
import { type Rewrite, withAsides, withoutMembers } from './shape-places.ts';
import type { SwaggerSource } from './swagger-source.ts';
import { copySchema } from './value-schema.ts';

const withoutContent = withoutMembers({ content: 2 });

/**
 * A response in the shape of OpenAPI 3: its schema holds for each media type that the operation produces, with the example of that name.
 */
export function reshapeResponse(
  object: JsonObject,
  place: Place,
  produces: readonly string[],
  source: SwaggerSource,
): JsonObject {
  if (typeof member(object, '$ref') === 'string') return source.places.add(Object.assign(emptyObject(), object), place);
  const shaped = emptyObject();
  const hasSchema = member(object, 'schema') !== undefined;
  const examples = member(object, 'examples');
  const content = hasSchema ? contentOf(object, place, produces, source) : undefined;
  for (const key of Object.keys(object)) {
    const value = object[key] ?? null;
    if (key === 'schema') shaped['content'] = content ?? value;
    else if (key === 'headers') shaped[key] = reshapeHeaders(value, at(place, key), source);
    // `content` is no member of Swagger 2.0. Without a schema, it says what OpenAPI 3 means by it.
    else if (key !== 'examples') shaped[key === 'content' && hasSchema ? asideName(object, key) : key] = value;
  }
  const named = new Map<string, string>();
  const left = isObject(examples) ? addExamples(examples, content, named) : examples;
  if (left !== undefined) {
    shaped[asideName(object, 'examples')] = left;
    if (hasSchema) noteMisnamed(shaped, left, place, source);
  }
  copySpellings(object, shaped);
  return source.places.add(shaped, place, withAsides(object, hasSchema ? rewriteContent(named) : undefined));
}

/** @param named the name of the example of each media type. */
function rewriteContent(named: ReadonlyMap<string, string>): Rewrite {
  return (tokens) => {
    const name = tokens[0] === 'content' && tokens[2] === 'example' ? named.get(String(tokens[1])) : undefined;
    return name === undefined ? withoutContent(tokens) : ['examples', name, ...tokens.slice(3)];
  };
}

function contentOf(
  object: JsonObject,
  place: Place,
  produces: readonly string[],
  source: SwaggerSource,
): { [mediaType: string]: { [key: string]: Json } } {
  const schema = copySchema(object, place, source) ?? member(object, 'schema') ?? null;
  const content: { [mediaType: string]: { [key: string]: Json } } = Object.create(null);
  const mediaTypes = responseTypes(object, produces);
  source.budget.spendBodies(mediaTypes.length);
  for (const mediaType of mediaTypes) content[mediaType] = { schema };
  return content;
}

/** Without `produces`, examples name the media types: their names must be among the produced ones. */
function responseTypes(object: JsonObject, produces: readonly string[]): readonly string[] {
  if (produces.length > 0) return produces;
  const examples = member(object, 'examples');
  const named = isObject(examples) ? Object.keys(examples).filter(isMediaType) : [];
  if (named.length > 0) return named;
  const schema = member(object, 'schema');
  return [isObject(schema) && member(schema, 'type') === 'file' ? bytes : json];
}

/**
 * Adds each example to its media type.
 * @param named collects the name of the example of each media type. @returns the examples of no media type; undefined when none is left.
 */
function addExamples(
  examples: JsonObject,
  content: { [mediaType: string]: { [key: string]: Json } } | undefined,
  named: Map<string, string>,
): JsonObject | undefined {
  const left = emptyObject();
  const free = groupByBareType(Object.keys(content ?? {}));
  for (const name of Object.keys(examples)) {
    const group = free.get(bareType(name)) ?? new Set<string>();
    const isExact = content !== undefined && Object.hasOwn(content, name);
    const fitting = isExact ? [name].filter((type) => group.has(type)) : [...group];
    for (const type of fitting) {
      addExample(content?.[type] ?? {}, examples, name);
      named.set(type, name);
      group.delete(type);
    }
    if (fitting.length === 0) left[name] = examples[name] ?? null;
  }
  copySpellings(examples, left);
  return Object.keys(left).length === 0 ? undefined : left;
}

function groupByBareType(types: readonly string[]): ReadonlyMap<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const type of types) groups.set(bareType(type), (groups.get(bareType(type)) ?? new Set()).add(type));
  return groups;
}

function addExample(media: { [key: string]: Json }, examples: JsonObject, name: string): void {
  media['example'] = examples[name] ?? null;
  copySpelling(examples, name, media, 'example');
}

function noteMisnamed(shaped: JsonObject, left: Json, place: Place, source: SwaggerSource): void {
  const here = at(place, 'examples');
  const names = isObject(left) ? Object.keys(left).filter((name) => !name.startsWith('x-')) : [];
  for (const name of names)
    source.notes.add(shaped, { rule: swagger2ExampleMisnamed, place: at(here, name), remark: name });
}

function reshapeHeaders(headers: Json, place: Place, source: SwaggerSource): Json {
  if (!isObject(headers)) return headers;
  const shaped = emptyObject();
  for (const name of Object.keys(headers)) shaped[name] = reshapeHeader(headers[name] ?? null, at(place, name), source);
  return shaped;
}
