import { appendToken, childAt, isObject, type Json, splitPointer } from '@connectory/json';
import { member } from '../json/members.ts';
import type { SourceFile } from '../model/parsed-document.ts';
import { fileOf, type Place, placeOfPointer, pointerOf } from '../place/place.ts';
import { findResources, type Resource } from './resources.ts';
import { decodeFragment, resolveUri, splitUri } from './resolve-uri.ts';

/** Where a reference leads. */
export type Target =
  /** `pointer` is the name of the place: a JSON Pointer, behind `file#` when it is another file than the root document. */
  | { readonly kind: 'found'; readonly value: Json; readonly pointer: string }
  /** Into the upload, and to nothing there. */
  | { readonly kind: 'dangling' }
  /** Out of the upload. */
  | { readonly kind: 'external' };

/** Looks references up, without following further ones. */
export interface TargetFinder {
  find(reference: string, place: Place): Target;
  /** What the references at a place are relative to: where it is the same, the same text leads to the same target. */
  scopeOf(place: Place): object;
}

/** References on the way of a pointer that are followed. */
const maxHops = 50;

/**
 * Looks references up in the files of an upload, each distinct one once (RFC 3986; RFC 6901; JSON Schema 2020-12 Core, section 8.2). Where
 * that leads to nothing, what authors often mean is tried: the pointer from the root of the file, the pointer without percent-decoding,
 * and a pointer that goes on behind a `$ref`.
 * @param files the root document first. @param hasIdentifiers whether `$id` is a base URI: in OpenAPI 3.0 and before it is a name only.
 */
export function createTargetFinder(files: readonly SourceFile[], hasIdentifiers: boolean): TargetFinder {
  const resources = findResources(files);
  const bases = new WeakMap<Place, Resource>();
  const memo = new Map<Resource, Map<string, Target>>();

  const baseOf = (place: Place): Resource | undefined => {
    const file = resources.ofFile(fileOf(place));
    if (!hasIdentifiers || resources.embedded().size === 0) return file;
    const passed: Place[] = [];
    let base: Resource | undefined;
    for (let here: Place | undefined = place; here !== undefined && base === undefined; here = here.parent) {
      base = bases.get(here) ?? resources.embedded().get(pointerOf(here));
      passed.push(here);
    }
    base ??= file;
    if (base !== undefined) for (const here of passed) bases.set(here, base);
    return base;
  };

  const find = (reference: string, place: Place, hops: number): Target => {
    const base = baseOf(place);
    if (base === undefined) return { kind: 'external' };
    const ofBase = memo.get(base) ?? new Map<string, Target>();
    memo.set(base, ofBase);
    const remembered = ofBase.get(reference);
    if (remembered !== undefined) return remembered;
    // While it is looked up, a pointer that runs through it leads to nothing: it would lead through itself.
    ofBase.set(reference, { kind: 'dangling' });
    const target = look(reference, base, hops);
    ofBase.set(reference, target);
    return target;
  };

  const look = (reference: string, base: Resource, hops: number): Target => {
    const { resource: uri, fragment = '' } = splitUri(
      reference.startsWith('#') ? reference : resolveUri(reference, base.uri),
    );
    const resource = reference.startsWith('#') ? base : resources.byUri(uri);
    if (resource === undefined) return { kind: 'external' };
    const decoded = decodeFragment(fragment);
    if (decoded !== '' && !decoded.startsWith('/')) return findAnchor(decoded, resource);
    const root = resources.ofFile(resource.file.path) ?? resource;
    return (
      walk(resource, decoded, hops) ??
      (root === resource ? undefined : walk(root, decoded, hops)) ??
      (decoded === fragment ? undefined : walk(root, fragment, hops)) ?? { kind: 'dangling' }
    );
  };

  const findAnchor = (name: string, resource: Resource): Target => {
    const embedded = [...resources.embedded().values()].filter(({ file }) => file === resource.file);
    const everywhere = [resource, resources.ofFile(resource.file.path), ...embedded];
    const anchored = everywhere.find((candidate) => candidate?.anchors.has(name) === true)?.anchors.get(name);
    return anchored === undefined
      ? { kind: 'dangling' }
      : { kind: 'found', value: anchored.value, pointer: pointerOf(anchored.place) };
  };

  /** @returns undefined when the pointer leads to nothing. */
  const walk = (from: Pick<Resource, 'place' | 'value'>, pointer: string, hops: number): Target | undefined => {
    let value: Json | undefined = from.value;
    let place = pointerOf(from.place);
    for (const token of splitPointer(pointer)) {
      let child = childAt(value, token);
      if (child === undefined) {
        const reference = isObject(value) ? member(value, '$ref') : undefined;
        if (typeof reference !== 'string' || hops >= maxHops) return undefined;
        const behind = find(reference, placeOfPointer(place), hops + 1);
        if (behind.kind !== 'found') return undefined;
        place = behind.pointer;
        child = childAt(behind.value, token);
        if (child === undefined) return undefined;
      }
      value = child;
      place = appendToken(place, token);
    }
    return value === undefined ? undefined : { kind: 'found', value, pointer: place };
  };

  return { find: (reference, place) => find(reference, place, 0), scopeOf: (place) => baseOf(place) ?? files };
}
