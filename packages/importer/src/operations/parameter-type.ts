import { isArray, isObject, type Json } from '@connectory/json';
import { member } from '../json/members.ts';
import type { ScalarType } from '../model/connector-model.ts';
import { at, type Place, placeOfPointer } from '../place/place.ts';
import type { References } from '../references/references.ts';

/** `scalar`: the schema allows one scalar type. `unknown`: it states no type. `other`: it allows anything else. */
export type ParameterType =
  | { readonly kind: 'scalar'; readonly type: ScalarType }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'other' };

type TypeName = ScalarType | 'other';

/** Maximum number of schemas visited for one parameter: fans of references multiply. */
const maxVisits = 200;

/**
 * Finds the scalar type of a parameter's schema, through references, type lists, enums and unions whose branches
 * agree.
 */
export function parameterType(schema: Json | undefined, place: Place, references: References): ParameterType {
  const types = typesOf(schema, place, { references, seen: new Set(), visits: 0 });
  if (types === undefined || types.size === 0) return { kind: 'unknown' };
  // `integer` is included in `number`.
  if (types.has('number')) types.delete('integer');
  const [only] = types;
  return types.size === 1 && only !== undefined && only !== 'other'
    ? { kind: 'scalar', type: only }
    : { kind: 'other' };
}

interface Walk {
  readonly references: References;
  readonly seen: Set<string>;
  visits: number;
}

/** The types that a schema allows without `null`; undefined when it states none. */
function typesOf(schema: Json | undefined, place: Place, walk: Walk): Set<TypeName> | undefined {
  walk.visits += 1;
  if (!isObject(schema) || walk.visits > maxVisits) return undefined;
  const reference = member(schema, '$ref');
  if (typeof reference === 'string') {
    const target = walk.references.find(reference, place);
    if (target.kind !== 'found' || walk.seen.has(target.pointer)) return undefined;
    walk.seen.add(target.pointer);
    const types = typesOf(target.value, placeOfPointer(target.pointer), walk);
    walk.seen.delete(target.pointer);
    return types;
  }
  return (
    declaredTypes(member(schema, 'type')) ??
    valueTypes(schema) ??
    impliedType(schema) ??
    branchTypes(schema, place, ['oneOf', 'anyOf'], walk) ??
    branchTypes(schema, place, ['allOf'], walk)
  );
}

const scalars: ReadonlyMap<Json, ScalarType> = new Map<Json, ScalarType>([
  ['string', 'string'],
  ['number', 'number'],
  ['integer', 'integer'],
  ['boolean', 'boolean'],
]);

function declaredTypes(type: Json | undefined): Set<TypeName> | undefined {
  if (type === undefined) return undefined;
  const list = (isArray(type) ? type : [type]).filter((name) => name !== 'null');
  return list.length === 0 ? undefined : new Set(list.map((name) => scalars.get(name) ?? 'other'));
}

function valueTypes(schema: { readonly [key: string]: Json }): Set<TypeName> | undefined {
  const values = Object.hasOwn(schema, 'const') ? [schema['const'] ?? null] : member(schema, 'enum');
  if (!isArray(values)) return undefined;
  const types = values.filter((value) => value !== null && value !== undefined).map(typeOfValue);
  return types.length === 0 ? undefined : new Set(types);
}

function typeOfValue(value: Json | undefined): TypeName {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    default:
      return 'other';
  }
}

function impliedType(schema: { readonly [key: string]: Json }): Set<TypeName> | undefined {
  return Object.hasOwn(schema, 'properties') || Object.hasOwn(schema, 'items') ? new Set(['other']) : undefined;
}

/** The union of the types of all branches. For `allOf` this is an approximation: its branches usually agree. */
function branchTypes(
  schema: { readonly [key: string]: Json },
  place: Place,
  keywords: readonly string[],
  walk: Walk,
): Set<TypeName> | undefined {
  const branches = keywords.flatMap((keyword) => {
    const list = member(schema, keyword);
    return isArray(list) ? list.map((value, index) => ({ value, place: at(place, keyword, index) })) : [];
  });
  const types = new Set(branches.flatMap((branch) => [...(typesOf(branch.value, branch.place, walk) ?? [])]));
  return types.size === 0 ? undefined : types;
}
