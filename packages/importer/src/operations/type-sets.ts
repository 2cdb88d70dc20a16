import type { ScalarType } from '../model/connector-model.ts';

export type TypeName = ScalarType | 'other';

/**
 * Types that a schema allows, one bit each: they are worked out for every parameter of every operation. `anyType`: it says nothing
 * about them. `unvisited`: it was not looked at, because a reference led back or too many schemas were visited before.
 */
export type Types = number;

export const noTypes: Types = 0;
export const anyType: Types = -1;
export const unvisited: Types = -2;

const bits: { readonly [name in TypeName]: Types } = { string: 1, number: 2, integer: 4, boolean: 8, other: 16 };

export function typeOf(name: TypeName): Types {
  return bits[name];
}

export function isKnown(types: Types): boolean {
  return types >= 0;
}

export function hasType(types: Types, name: TypeName): boolean {
  return (types & bits[name]) !== 0;
}

/** The name of the one type in a set; undefined for other sets. */
export function onlyType(types: Types): TypeName | undefined {
  for (const name in bits) if (bits[name as TypeName] === types) return name as TypeName;
  return undefined;
}

/** The types of a value that is valid under both. */
export function intersection(left: Types, right: Types): Types {
  if (!isKnown(left)) return !isKnown(right) && left === unvisited ? left : right;
  if (!isKnown(right)) return left;
  const narrowed =
    (hasType(left, 'number') && hasType(right, 'integer')) || (hasType(left, 'integer') && hasType(right, 'number'));
  return (left & right) | (narrowed ? bits.integer : noTypes);
}

/** The types of a value that is valid under either. */
export function union(left: Types, right: Types): Types {
  if (left === unvisited) return right;
  if (right === unvisited) return left;
  return left === anyType || right === anyType ? anyType : left | right;
}

export function without(types: Types, name: TypeName): Types {
  return types & ~bits[name];
}
