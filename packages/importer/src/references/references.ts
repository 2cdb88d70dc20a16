import { isArray, isObject, type Json, type JsonObject, member } from '../json/json.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, joinPointer, type Place, placeOfPointer, rootPlace, splitPointer } from '../place/place.ts';
import { referenceCycle } from '../rules/reference-cycle.ts';
import { referenceDangling } from '../rules/reference-dangling.ts';
import { referenceExternal } from '../rules/reference-external.ts';

/** Where a reference leads. */
export type Target =
  | { readonly kind: 'found'; readonly value: Json; readonly pointer: string }
  | { readonly kind: 'dangling' }
  | { readonly kind: 'external' };

/** An object of the document and where it is written, after following references. */
export interface Resolved {
  readonly object: JsonObject;
  readonly place: Place;
}

export interface References {
  /** Looks one reference up, without following further ones. Nothing is ever inlined. */
  find(reference: string): Target;
  /** Whether a reference leads only to further references and back: a schema made of it would have no end. */
  isCircular(reference: string): boolean;
  /**
   * The object that is meant at a place: itself, or where its chain of references leads. Members beside a reference win over those of
   * its target, as OpenAPI 3.1 allows for summary and description and real documents expect of path items.
   * @returns undefined, having reported why, when it leads nowhere; or, without a report, when the value is no object.
   */
  resolve(value: Json | undefined, place: Place): Resolved | undefined;
}

/** Links of a chain of references: without an end to it, following long ones from each of their links would take time without end. */
const maxChain = 100;

/** Looks references up in a document, each distinct one once. */
export function createReferences(root: Json, messages: MessageCollector): References {
  const memo = new Map<string, Target>();
  const anchors = lazily(() => collectAnchors(root));
  const look = (reference: string): Target => {
    const fragment = reference.startsWith('#') ? decodeFragment(reference.slice(1)) : undefined;
    if (fragment === undefined) {
      const byId = anchors().get(reference);
      return byId === undefined ? { kind: 'external' } : found(root, byId);
    }
    if (fragment === '' || fragment.startsWith('/')) return found(root, fragment);
    const anchored = anchors().get(`#${fragment}`);
    return anchored === undefined ? { kind: 'dangling' } : found(root, anchored);
  };
  const find = (reference: string): Target => {
    const known = memo.get(reference);
    if (known !== undefined) return known;
    const target = look(reference);
    memo.set(reference, target);
    return target;
  };
  const resolve = (value: Json | undefined, place: Place): Resolved | undefined => {
    if (!isObject(value)) return undefined;
    const seen = new Set<string>();
    let current: Resolved = { object: value, place };
    for (;;) {
      const reference = member(current.object, '$ref');
      if (typeof reference !== 'string') return current;
      const target = find(reference);
      if (target.kind === 'external') {
        messages.report(referenceExternal, at(place, '$ref'), reference);
        return undefined;
      }
      if (target.kind === 'dangling' || !isObject(target.value)) {
        messages.report(referenceDangling, at(place, '$ref'), reference);
        return undefined;
      }
      if (seen.has(target.pointer) || seen.size === maxChain) {
        messages.report(referenceCycle, at(place, '$ref'), reference);
        return undefined;
      }
      seen.add(target.pointer);
      current = { object: withSiblings(current.object, target.value), place: placeOfPointer(target.pointer) };
    }
  };
  return { find, resolve, isCircular: createCircleFinder(find) };
}

/** Follows chains of references, each link once. */
function createCircleFinder(find: References['find']): References['isCircular'] {
  const known = new Map<string, boolean>();
  return (reference) => {
    const chain = new Set<string>();
    let circular: boolean | undefined;
    for (let next: Json | undefined = reference; circular === undefined; ) {
      const target: Target | undefined = typeof next === 'string' ? find(next) : undefined;
      if (target?.kind !== 'found') circular = false;
      else if (chain.has(target.pointer)) circular = true;
      else {
        circular = known.get(target.pointer);
        chain.add(target.pointer);
        next = isObject(target.value) ? nextLink(target.value) : undefined;
      }
    }
    for (const pointer of chain) known.set(pointer, circular);
    return circular;
  };
}

/** A dynamic reference that leads out of its definition is served as an ordinary one. */
function nextLink(schema: JsonObject): Json | undefined {
  return member(schema, '$ref') ?? member(schema, '$dynamicRef');
}

function found(root: Json, pointer: string): Target {
  let value: Json | undefined = root;
  const tokens = splitPointer(pointer);
  for (const token of tokens) {
    if (isObject(value)) value = member(value, token);
    else if (isArray(value) && /^(0|[1-9]\d*)$/.test(token)) value = value[Number(token)];
    else return { kind: 'dangling' };
  }
  return value === undefined ? { kind: 'dangling' } : { kind: 'found', value, pointer: joinPointer(tokens) };
}

function withSiblings(object: JsonObject, target: JsonObject): JsonObject {
  const { $ref: _reference, ...siblings } = object;
  return Object.keys(siblings).length === 0 ? target : { ...target, ...siblings };
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** Members whose values are data: what looks like a keyword in there is none. */
const dataMembers: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum', 'const', 'value']);

/** Pointers by `$id` and by `#anchor`; the first of a name counts. Walks the document once, without recursion. */
function collectAnchors(root: Json): ReadonlyMap<string, string> {
  const anchors = new Map<string, string>();
  const todo: { value: Json; place: Place }[] = [{ value: root, place: rootPlace }];
  const add = (name: string, place: Place): void => {
    if (!anchors.has(name)) anchors.set(name, joinPointer(tokensOf(place)));
  };
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { value, place } = next;
    if (isArray(value)) {
      for (let index = value.length - 1; index >= 0; index -= 1) push(todo, value[index], at(place, index));
    } else if (isObject(value)) {
      for (const key of ['$anchor', '$dynamicAnchor']) {
        const name = member(value, key);
        if (typeof name === 'string') add(`#${name}`, place);
      }
      const id = member(value, '$id');
      if (typeof id === 'string') add(id, place);
      const keys = Object.keys(value);
      for (let index = keys.length - 1; index >= 0; index -= 1) {
        const key = keys[index] ?? '';
        if (!dataMembers.has(key)) push(todo, value[key], at(place, key));
      }
    }
  }
  return anchors;
}

function push(todo: { value: Json; place: Place }[], value: Json | undefined, place: Place): void {
  if (typeof value === 'object' && value !== null) todo.push({ value, place });
}

function tokensOf(place: Place): readonly (string | number)[] {
  const tokens: (string | number)[] = [];
  for (let here: Place | undefined = place; here !== undefined && here !== rootPlace; here = here.parent)
    tokens.push(here.token);
  return tokens.reverse();
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
