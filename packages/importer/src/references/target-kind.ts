import { isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import { isSchemaMap, kindAt, type PlaceKind } from '../members/kind-at.ts';
import type { ObjectKind, SpecVersion } from '../members/member-table.ts';
import { fileOf, type Place, placeOfPointer, shortNameOf, tokensOf } from '../place/place.ts';

/** A target that a reference leads to. `pointer` is the name of its place. */
interface FoundTarget {
  readonly value: Json;
  readonly pointer: string;
}

/** The kind of a target where it is not the expected one; undefined where it is, or where nothing tells. */
export type FindOtherKind = (target: FoundTarget, expected: ObjectKind) => PlaceKind | undefined;

/** Holds targets against the kind that is expected: by the place where they stand, else by their members. */
export function createKindCheck(version: SpecVersion): FindOtherKind {
  const kinds = new Map<string, PlaceKind | undefined>();
  const kindOf = (name: string): PlaceKind | undefined => {
    const key = shortNameOf(name);
    if (!kinds.has(key)) kinds.set(key, kindAtPlace(placeOfPointer(name), version));
    return kinds.get(key);
  };
  return (target, expected) => {
    const kind = kindOf(target.pointer) ?? (isObject(target.value) ? kindByMembers(target.value, expected) : undefined);
    return kind === undefined || areSame(kind, expected) ? undefined : kind;
  };
}

/** Sections of documents, which a file that is only a part of a document may have as well. */
const sections: ReadonlySet<string> = new Set([
  'components',
  'definitions',
  'parameters',
  'responses',
  'securityDefinitions',
]);

/** Other files may be parts of documents. Their places tell a kind within a section that a document has at its top. */
function kindAtPlace(place: Place, version: SpecVersion): PlaceKind | undefined {
  const tokens = tokensOf(place);
  if (fileOf(place) === '' || sections.has(tokens[0] ?? '')) return kindAt(tokens, version);
  return isSchemaMap(tokens) ? 'map' : undefined;
}

/** Kinds that stand for each other in Swagger 2.0. */
function areSame(kind: PlaceKind, expected: ObjectKind): boolean {
  if (kind === 'parameter') return expected === 'parameter' || expected === 'request-body';
  if (kind === 'items') return expected === 'items' || expected === 'schema';
  return kind === expected;
}

const schemaMembers = ['type', 'properties', 'items', 'allOf', 'oneOf', 'anyOf', 'enum', 'additionalProperties'];

const bodyMembers = ['content', 'schema', 'headers', 'links', 'examples'];

const parameterPlaces: ReadonlySet<unknown> = new Set([
  'path',
  'query',
  'querystring',
  'header',
  'cookie',
  'body',
  'formData',
]);

/** Whether an object of another kind, as its place says, was written as a schema. */
export function isWrittenAsSchema(value: Json): boolean {
  const hasAny = (names: readonly string[]): boolean =>
    isObject(value) && names.some((name) => member(value, name) !== undefined);
  return value === true || (hasAny(schemaMembers) && !hasAny([...bodyMembers, 'in']));
}

/** Recognises an object in the place of another kind by members that only its own kind has. */
function kindByMembers(value: JsonObject, expected: ObjectKind): ObjectKind | undefined {
  const hasAny = (names: readonly string[]): boolean => names.some((name) => member(value, name) !== undefined);
  const isReference = typeof member(value, '$ref') === 'string';
  const isParameter = typeof member(value, 'name') === 'string' && parameterPlaces.has(member(value, 'in'));
  switch (expected) {
    case 'schema':
      if (isParameter) return 'parameter';
      return !isReference && isResponse(value) && !hasAny(schemaMembers) ? 'response' : undefined;
    case 'media-type':
      return !isReference && hasAny(schemaMembers) && !hasAny(bodyMembers) ? 'schema' : undefined;
    case 'response':
    case 'request-body':
      // A body of Swagger 2.0 is a parameter.
      if (isParameter) return expected === 'response' ? 'parameter' : undefined;
      return !isReference && hasAny(schemaMembers) && !hasAny(bodyMembers) ? 'schema' : undefined;
    case 'path-item':
      return hasAny(['responses', 'operationId']) ? 'operation' : undefined;
    default:
      return undefined;
  }
}

/** A schema has no keyword `content`, and none `schema`. */
function isResponse(value: JsonObject): boolean {
  const hasBody = isObject(member(value, 'content')) || isObject(member(value, 'schema'));
  return typeof member(value, 'description') === 'string' && hasBody;
}
