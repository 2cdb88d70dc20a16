import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import type { Origin } from '../references/file-references.ts';
import { resolvePath } from '../references/file-url.ts';
import { relativeReference } from './relative-reference.ts';

/** A value of a mapping is a reference or the name of a component (OpenAPI 3.0.4, section 4.7.25). */
function isReference(value: string): boolean {
  return /[#./]/.test(value);
}

/** Copies values from one file into another so that their references keep their targets. */
export interface ValueCopier {
  /** Each value is copied once for each file. @param from the file of the value. @param to the file to copy into. */
  copy(value: Json, from: string, to: string): Json;
  /** The original places of copied values, by the copies. */
  readonly origins: Map<unknown, Origin>;
}

/** How scalars were spelt, by container, then by key. Containers around these have empty entries. */
export type Spellings = Map<object, ReadonlyMap<string | number, string>>;

/** @param spellings of all files. Copies get those of their originals. */
export function createValueCopier(spellings: Spellings): ValueCopier {
  const copies = new Map<string, Map<object, Json>>();
  const origins = new Map<unknown, Origin>();

  const rebase = (reference: string, from: string, to: string): string => {
    const target = resolvePath(from, reference);
    if (target === undefined) return reference;
    const hash = reference.indexOf('#');
    return relativeReference(to, target, hash < 0 ? '' : reference.slice(hash));
  };
  const copyMembers = (value: JsonObject, from: string, to: string, done: Map<object, Json>): JsonObject => {
    const members = Object.entries(value).map(([key, child]): [string, Json] => {
      if (key === '$ref' && typeof child === 'string') return [key, rebase(child, from, to)];
      if (key === 'discriminator' && isObject(child)) return [key, copyDiscriminator(child, from, to)];
      return [key, copyValue(child, from, to, done)];
    });
    return Object.fromEntries(members);
  };
  const copyDiscriminator = (value: JsonObject, from: string, to: string): JsonObject => {
    const mapping = Object.hasOwn(value, 'mapping') ? value['mapping'] : undefined;
    if (!isObject(mapping)) return value;
    const rebased = Object.entries(mapping).map(([key, target]): [string, Json] => [
      key,
      typeof target === 'string' && isReference(target) ? rebase(target, from, to) : target,
    ]);
    return { ...value, mapping: Object.fromEntries(rebased) };
  };
  /** Nodes that YAML aliases share stay shared. Recursive: the depth of documents is limited. */
  const copyValue = (value: Json, from: string, to: string, done: Map<object, Json>): Json => {
    if (typeof value !== 'object' || value === null) return value;
    const known = done.get(value);
    if (known !== undefined) return known;
    const copy: Json = isObject(value)
      ? copyMembers(value, from, to, done)
      : isArray(value)
        ? value.map((item) => copyValue(item, from, to, done))
        : value;
    done.set(value, copy);
    const spelt = spellings.get(value);
    if (spelt !== undefined && typeof copy === 'object' && copy !== null) spellings.set(copy, spelt);
    const origin = origins.get(value);
    if (origin !== undefined) origins.set(copy, origin);
    return copy;
  };

  return {
    origins,
    copy: (value, from, to) => {
      const key = JSON.stringify([from, to]);
      const done = copies.get(key) ?? new Map<object, Json>();
      copies.set(key, done);
      return copyValue(value, from, to, done);
    },
  };
}
