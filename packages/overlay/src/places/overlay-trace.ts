import { isArray, type Json } from '@connectory/json';
import type { Token } from '../query/found-node.ts';
import type { Origins } from './origins.ts';

/** A part of the document that an overlay removed. It has no value where the overlay had put it there before. */
export interface RemovedPart {
  /** Its place in the document as it was read. */
  readonly pointer: string;
  /** The name of the place of the action, as `overlay fixes#/actions/3`. */
  readonly action: string;
}

/** What overlays changed in the root of a document. */
export interface OverlayTrace {
  /** The root as it was read. */
  readonly original: Json;
  readonly removed: readonly RemovedPart[];
  /** Whether an overlay wrote a member or item. */
  isWritten(holder: object, key: string | number): boolean;
  /** @returns the place in the document as it was read, and the action that put the value there, if one did. */
  locate(pointer: string): { readonly pointer: string; readonly action: string | undefined };
}

/** Traces the changes of a root whose written values are separate. */
export function traceChanges(
  { root, written }: SeparatedRoot,
  origins: Origins,
  original: Json,
  removed: readonly RemovedPart[],
): OverlayTrace {
  return {
    original,
    removed,
    isWritten: (holder, key) => {
      const token = isArray(holder as Json) ? Number(key) : String(key);
      return written.has(holder) || origins.actionAt(holder, token) !== undefined;
    },
    locate: (pointer) => origins.trace(root, pointer),
  };
}

export interface SeparatedRoot {
  readonly root: Json;
  /** The containers within what overlays wrote. */
  readonly written: WeakSet<object>;
}

/** Copies what overlays wrote: `copy` shares it with its source, which an overlay has not written. */
export function separateWritten(root: Json, origins: Origins): SeparatedRoot {
  const written = new WeakSet<object>();
  const known = new Map<object, Json>();
  const cloned = (value: Json): Json => {
    if (typeof value !== 'object' || value === null) return value;
    const copy = (isArray(value) ? value.map(cloned) : mapMembers(value, cloned)) as Json & object;
    origins.copy(value, copy);
    written.add(copy);
    return copy;
  };
  const separated = (value: Json): Json => {
    if (typeof value !== 'object' || value === null) return value;
    const found = known.get(value);
    if (found !== undefined) return found;
    let isSame = true;
    const next = (member: Json, token: Token): Json => {
      const changed = origins.actionAt(value, token) === undefined ? separated(member) : cloned(member);
      isSame &&= changed === member;
      return changed;
    };
    const copy = (isArray(value) ? value.map(next) : mapMembers(value, next)) as Json & object;
    if (!isSame) origins.copy(value, copy);
    known.set(value, isSame ? value : copy);
    return isSame ? value : copy;
  };
  return { root: separated(root), written };
}

function mapMembers(
  object: { readonly [key: string]: Json },
  change: (member: Json, key: string) => Json,
): { readonly [key: string]: Json } {
  // From entries, so that a member "__proto__" stays one.
  return Object.fromEntries(Object.entries(object).map(([key, member]) => [key, change(member, key)]));
}
