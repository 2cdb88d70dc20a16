import { at, type Place, placeOfPointer } from '@connectory/importer';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { freeName } from '../../objects/free-name.ts';

/** A member of an object of the source, or an item of a list. */
export interface SourceMember {
  /** The object or list that holds it. */
  readonly holder: object;
  readonly key: string | number;
  readonly value: Json;
  readonly place: Place;
}

export function memberOf(parent: SourceMember, key: string | number): SourceMember {
  const { value: holder, place } = parent;
  if (typeof holder !== 'object' || holder === null) throw new TypeError('a scalar has no members');
  const value = isArray(holder) ? holder[Number(key)] : own(holder, key);
  return { holder, key, value: value ?? null, place: at(place, key) };
}

/** The target of a reference as a member. */
export function memberAt(pointer: string, value: Json): SourceMember {
  return { holder: [value], key: 0, value, place: placeOfPointer(pointer) };
}

export function own(object: Json | undefined, key: string | number): Json | undefined {
  return isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}

export function ownObject(object: Json | undefined, key: string): JsonObject {
  const value = own(object, key);
  return isObject(value) ? value : {};
}

export function ownList(object: Json | undefined, key: string): readonly Json[] {
  const value = own(object, key);
  return isArray(value) ? value : [];
}

/** The value of a member that is kept as `x-name`, or as a longer name where the source has that one too. */
export function ownAside(target: Json | undefined, source: Json | undefined, name: string | number): Json | undefined {
  const aside = freeName(source, `x-${String(name).replace(/^\$/, '')}`);
  // `id` and `$id` are both set aside.
  const isTaken = name === '$id' && own(source, 'id') !== undefined;
  return own(target, isTaken ? freeName(source, `x-${aside}`) : aside);
}

/** The value of a member that is kept under its own name or set aside. Of a member with the name of an extension, the one of its own. */
export function ownOrAside(target: Json | undefined, source: Json | undefined, name: string): Json | undefined {
  return name.startsWith('x-')
    ? (own(target, name) ?? ownAside(target, source, name))
    : (ownAside(target, source, name) ?? own(target, name));
}

/** Scalars, empty objects and empty lists count as values of the source. */
export function isValue(value: Json): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

export function sameJson(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (isArray(one))
    return isArray(other) && one.length === other.length && one.every((item, i) => sameJson(item, other[i]));
  if (isArray(other)) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => sameJson(one[key], own(other, key)));
}
