import type { BodyDraft, ParameterDraft, ResponseDraft } from './draft.ts';

/** A place that somebody else changed. */
export interface OtherChange {
  /** Field, as `parameters/limit/required`. */
  readonly path: string;
  readonly before: unknown;
  readonly now: unknown;
  /** Present if it was changed here too, in another way. */
  readonly mine?: { readonly value: unknown };
}

export interface MergedDraft<Draft> {
  readonly draft: Draft;
  readonly changes: readonly OtherChange[];
}

/**
 * Merges two changes of the same entity by field. Lists of parameters, responses and links are merged by item. Where both changed the same
 * field, `mine` wins, and the change says so.
 */
export function mergeDrafts<Draft extends object>(base: Draft, mine: Draft, theirs: Draft): MergedDraft<Draft> {
  const changes: OtherChange[] = [];
  const draft = merge({ base, mine, theirs }, '', changes);
  return { draft: draft as Draft, changes };
}

interface Sides {
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

function merge({ base, mine, theirs }: Sides, path: string, changes: OtherChange[]): unknown {
  if (isSame(base, theirs)) return mine;
  const parts = [base, mine, theirs].map(partsOf);
  const [ofBase, ofMine, ofTheirs] = parts;
  if (ofBase !== undefined && ofMine !== undefined && ofTheirs !== undefined)
    return mergeParts({ base: ofBase, mine: ofMine, theirs: ofTheirs }, Array.isArray(theirs), path, changes);
  const isConflict = !isSame(base, mine) && !isSame(mine, theirs);
  changes.push({ path, before: base, now: theirs, ...(isConflict ? { mine: { value: mine } } : {}) });
  return isConflict ? mine : theirs;
}

type Parts = ReadonlyMap<string, unknown>;

function mergeParts(
  sides: { readonly base: Parts; readonly mine: Parts; readonly theirs: Parts },
  isList: boolean,
  path: string,
  changes: OtherChange[],
): unknown {
  const merged: [string, unknown][] = [];
  for (const key of new Set([...sides.theirs.keys(), ...sides.mine.keys(), ...sides.base.keys()])) {
    const of = { base: sides.base.get(key), mine: sides.mine.get(key), theirs: sides.theirs.get(key) };
    const value = merge(of, path === '' ? key : `${path}/${key}`, changes);
    if (value !== undefined) merged.push([key, value]);
  }
  return isList ? merged.map(([, value]) => value) : Object.fromEntries(merged);
}

/** The members of an object, or the items of a list by their keys; undefined for a value that is merged as one. */
function partsOf(value: unknown): Parts | undefined {
  if (!Array.isArray(value))
    return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
  const items = value.map((item: unknown) => [keyOf(item), item] as const);
  const parts = new Map<string, unknown>();
  for (const [key, item] of items) {
    if (key === undefined || parts.has(key)) return undefined;
    parts.set(key, item);
  }
  return parts;
}

function keyOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const {
    in: place,
    name,
    status,
    definitions,
    definition,
  } = item as Partial<ParameterDraft & ResponseDraft & BodyDraft>;
  if (place !== undefined) return `${name ?? ''} (${place})`;
  return definitions === undefined ? definition?.name : `${status ?? 'default'}`;
}

export function isSame(one: unknown, other: unknown): boolean {
  return one === other || canonical(one) === canonical(other);
}

/** JSON text that does not depend on the order of members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}
