import { isArray, type Json, type JsonObject, splitPointer } from '@connectory/json';
import { copySpellings } from '../json/spellings.ts';
import type { ObjectKind, SpecVersion } from '../members/member-table.ts';
import { at, type Place } from '../place/place.ts';
import { Notes } from './notes.ts';

/**
 * A document in the shape of OpenAPI 3, which the mapping reads. Objects of other versions are reshaped one at a time. Schemas stay
 * as they are, and references as they are written.
 */
export interface DocumentShape {
  /** Of the uploaded document. */
  readonly version: SpecVersion;
  readonly root: JsonObject;
  /** The object that a reference leads to, reshaped for its kind. @param place of the object. */
  reshape(kind: ObjectKind, object: JsonObject, place: Place): JsonObject;
  /** The place in the upload of a value that was made for the shape. @param place the place that it has in the shape. */
  placeOf(value: Json | undefined, place: Place): Place;
  /** A copy of a value that becomes part of another object and keeps its place. Values that have a place of their own stay. */
  copyAt(value: Json, place: Place): Json;
  /** The place in the upload of any place in the shape, for messages. */
  placeInUpload(place: Place): Place;
  readonly homes: Homes;
  readonly notes: Notes;
}

/** The members of the uploaded root document that hold shared objects, as JSON Pointers. */
export interface Homes {
  readonly schemas: string;
  /** By the section of `components` that they are in the shape. */
  readonly sections: { readonly [section: string]: string };
}

/** OpenAPI 3 is the shape. */
export function openapi3Shape(root: JsonObject, version: SpecVersion): DocumentShape {
  const places = new WeakMap<object, Place>();
  // Most documents have none, and places are asked for at every schema.
  let hasCopies = false;
  const copyAt = (value: Json, place: Place): Json => {
    if (typeof value !== 'object' || value === null || places.has(value)) return value;
    const copy = isArray(value) ? value.map((item, index) => copyAt(item, at(place, index))) : { ...value };
    copySpellings(value, copy);
    places.set(copy, place);
    hasCopies = true;
    return copy;
  };
  return {
    version,
    root,
    reshape: (_kind, object) => object,
    placeOf: (value, place) =>
      (hasCopies && typeof value === 'object' && value !== null ? places.get(value) : undefined) ?? place,
    copyAt,
    placeInUpload: (place) => place,
    homes: openapi3Homes,
    notes: new Notes(),
  };
}

const openapi3Homes: Homes = { schemas: '/components/schemas', sections: {} };

/** The pointer of the member that holds the shared objects of a section. */
export function homeOf({ sections }: Homes, section: string): string {
  return sections[section] ?? `/components/${section}`;
}

/** The key of a place directly within a home, and the tokens that lead into it; undefined for places elsewhere. */
export function keyWithin(home: string, pointer: string): { key: string; inside: readonly string[] } | undefined {
  if (!pointer.startsWith(`${home}/`)) return undefined;
  const [key = '', ...inside] = splitPointer(pointer.slice(home.length));
  return { key, inside };
}
