import { isObject, type Json, type JsonObject, splitPointer } from '@connectory/json';
import { member } from '../json/members.ts';
import { kindAt } from '../members/kind-at.ts';
import type { ObjectKind, SpecVersion } from '../members/member-table.ts';

/** A target that a reference leads to. `pointer` is the name of its place. */
interface FoundTarget {
  readonly value: Json;
  readonly pointer: string;
}

/** The kind of a target where it is not the expected one; undefined where it is, or where nothing tells. */
export type FindOtherKind = (target: FoundTarget, expected: ObjectKind) => ObjectKind | undefined;

/** Holds targets against the kind that is expected: by the place where they stand, else by their members. */
export function createKindCheck(version: SpecVersion): FindOtherKind {
  const kinds = new Map<string, ObjectKind | undefined>();
  const kindOf = (pointer: string): ObjectKind | undefined => {
    // Other files may be parts of documents, whose kind their places do not tell.
    if (!pointer.startsWith('/')) return undefined;
    if (!kinds.has(pointer)) kinds.set(pointer, kindAt(splitPointer(pointer), version));
    return kinds.get(pointer);
  };
  return (target, expected) => {
    const kind = kindOf(target.pointer) ?? (isObject(target.value) ? kindByMembers(target.value, expected) : undefined);
    return kind === undefined || areSame(kind, expected) ? undefined : kind;
  };
}

/** Kinds that stand for each other in Swagger 2.0. */
function areSame(kind: ObjectKind, expected: ObjectKind): boolean {
  if (kind === 'parameter') return expected === 'parameter' || expected === 'request-body';
  if (kind === 'items') return expected === 'items' || expected === 'schema';
  return kind === expected;
}

const schemaMembers = ['type', 'properties', 'items', 'allOf', 'oneOf', 'anyOf', 'enum', 'additionalProperties'];

const bodyMembers = ['content', 'schema', 'headers', 'links', 'examples'];

/** Recognises a schema in the place of a body or response, and an operation in the place of a path item. */
function kindByMembers(value: JsonObject, expected: ObjectKind): ObjectKind | undefined {
  const hasAny = (names: readonly string[]): boolean => names.some((name) => member(value, name) !== undefined);
  // A body of Swagger 2.0 is a parameter.
  if (member(value, 'in') !== undefined) return undefined;
  if (expected === 'response' || expected === 'request-body')
    return hasAny(schemaMembers) && !hasAny(bodyMembers) && member(value, '$ref') === undefined ? 'schema' : undefined;
  if (expected === 'path-item') return hasAny(['responses', 'operationId']) ? 'operation' : undefined;
  return undefined;
}
