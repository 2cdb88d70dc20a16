import type { ScalarType } from '../model/connector-model.ts';

export type TypeName = ScalarType | 'other';

/**
 * Types that a schema allows. `any`: it says nothing about them. `unvisited`: it was not looked at, because a reference led back or
 * too many schemas were visited before.
 */
export type Types = ReadonlySet<TypeName> | 'any' | 'unvisited';

/** The types of a value that is valid under both. */
export function intersection(left: Types, right: Types): Types {
  if (typeof left === 'string') return typeof right === 'string' && left === 'unvisited' ? left : right;
  if (typeof right === 'string') return left;
  const both = [...left].filter((name) => right.has(name));
  const narrowed = (left.has('number') && right.has('integer')) || (left.has('integer') && right.has('number'));
  return new Set<TypeName>(narrowed ? [...both, 'integer'] : both);
}

/** The types of a value that is valid under either. */
export function union(left: Types, right: Types): Types {
  if (left === 'unvisited') return right;
  if (right === 'unvisited') return left;
  return left === 'any' || right === 'any' ? 'any' : new Set([...left, ...right]);
}
