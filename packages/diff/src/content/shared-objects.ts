import { childAt, isObject, type Json, type JsonObject, splitPointer } from '@connectory/json';
import { textMember } from '../json/members.ts';

/** Finds the objects that references in extras lead to, as `#/components/responses/NotFound`. */
export interface SharedObjects {
  /**
   * An object as what its reference leads to. Members beside the reference win. A reference that leads nowhere stays.
   * @param left members of the target that are fields of the entity.
   */
  resolve(value: JsonObject, left: readonly string[]): JsonObject;
}

/** Maximum number of references from one to the next. */
const maxHops = 50;

/** @param extras the extras of a version. They are parsed when a reference is followed. */
export function createSharedObjects(extras: () => JsonObject): SharedObjects {
  return {
    resolve: (value, left) => {
      let resolved = value;
      for (let hop = 0; hop < maxHops; hop += 1) {
        const target = findTarget(extras, textMember(resolved, '$ref'));
        if (target === undefined) return resolved;
        const { $ref: _, ...siblings } = resolved;
        resolved = { ...without(target, left), ...siblings };
      }
      return resolved;
    },
  };
}

function findTarget(extras: () => JsonObject, reference: string | undefined): JsonObject | undefined {
  if (reference?.startsWith('#/') !== true) return undefined;
  let target: Json | undefined = extras();
  for (const token of splitPointer(decode(reference.slice(1)))) target = childAt(target, token);
  return isObject(target) ? target : undefined;
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function without(target: JsonObject, left: readonly string[]): JsonObject {
  return left.some((name) => Object.hasOwn(target, name))
    ? Object.fromEntries(Object.entries(target).filter(([name]) => !left.includes(name)))
    : target;
}
