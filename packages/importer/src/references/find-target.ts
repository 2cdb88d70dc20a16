import { childAt, isObject, type Json, splitPointer } from '@connectory/json';
import { member } from '../json/members.ts';
import type { SourceFile } from '../model/parsed-document.ts';
import { at, fileOf, type Place, pointerOf } from '../place/place.ts';
import { type Anchored, findResources, type ReportRepeated, type Resource, type Resources } from './resources.ts';
import { decodeFragment, resolveUri, splitUri } from './resolve-uri.ts';

/** Where a reference leads. */
export type Target =
  /** `pointer` is the name of the place: a JSON Pointer, behind `file#` when it is another file than the root document. */
  | { readonly kind: 'found'; readonly value: Json; readonly place: Place; readonly pointer: string }
  /** Into the upload, and to nothing there. */
  | { readonly kind: 'dangling' }
  /** Out of the upload. */
  | { readonly kind: 'external' };

/** Looks references up, without following further ones. */
export interface TargetFinder {
  /** @returns the same object for equal references from places with the same base. */
  find(reference: string, place: Place): Target;
  /** The base of the references at a place. At places with the same base, equal references have the same target. */
  scopeOf(place: Place): object;
}

/** Longest reference whose target is remembered. */
const maxRemembered = 10_000;

/** References on the way of a pointer that are followed. */
const maxHops = 50;

/**
 * Looks references up in the files of an upload, each distinct one once (RFC 3986; RFC 6901; JSON Schema 2020-12 Core, section 8.2). A
 * reference without a target is tried in the ways that real documents use: relative to the file, as a pointer from the root of the
 * file, without percent-decoding, continued behind a `$ref` that it runs into, without a slash behind the file, and `#/` as `#`.
 * @param files the root document first. @param hasIdentifiers whether `$id` is a base URI: in OpenAPI 3.0 and before it is a name only.
 */
export function createTargetFinder(
  files: readonly SourceFile[],
  hasIdentifiers: boolean,
  reportRepeated: ReportRepeated = () => undefined,
): TargetFinder {
  const lookup = new TargetLookup(files, hasIdentifiers, reportRepeated);
  return { find: (reference, place) => lookup.find(reference, place, 0), scopeOf: (place) => lookup.scopeOf(place) };
}

class TargetLookup {
  readonly #files: readonly SourceFile[];
  readonly #hasIdentifiers: boolean;
  readonly #resources: Resources;
  readonly #embeddedAnchors = new Map<SourceFile, ReadonlyMap<string, Anchored>>();
  readonly #bases = new WeakMap<Place, Resource>();
  /** By base and reference. */
  readonly #targets = new Map<Resource, Map<string, Target>>();

  constructor(files: readonly SourceFile[], hasIdentifiers: boolean, reportRepeated: ReportRepeated) {
    this.#files = files;
    this.#hasIdentifiers = hasIdentifiers;
    this.#resources = findResources(files, reportRepeated);
  }

  scopeOf(place: Place): object {
    return this.#baseOf(place) ?? this.#files;
  }

  /** @param hops the references that were followed on the way to this one. */
  find(reference: string, place: Place, hops: number): Target {
    const base = this.#baseOf(place);
    if (base === undefined) return { kind: 'external' };
    const ofBase = this.#targets.get(base) ?? new Map<string, Target>();
    this.#targets.set(base, ofBase);
    const known = ofBase.get(reference);
    if (known !== undefined) return known;
    // The engine gives all texts of such a length the same hash.
    if (reference.length > maxRemembered) return this.#look(reference, base, hops);
    // While it is looked up, a pointer that runs through it leads to nothing: it would lead through itself.
    ofBase.set(reference, { kind: 'dangling' });
    const target = this.#look(reference, base, hops);
    ofBase.set(reference, target);
    return target;
  }

  /** The nearest schema with an `$id` around a place, else its file. */
  #baseOf(place: Place): Resource | undefined {
    const file = this.#files.length === 1 ? this.#resources.ofFile('') : this.#resources.ofFile(fileOf(place));
    if (!this.#hasIdentifiers || this.#resources.embedded().size === 0) return file;
    const passed: Place[] = [];
    let base: Resource | undefined;
    for (let here: Place | undefined = place; here !== undefined && base === undefined; here = here.parent) {
      base = this.#bases.get(here) ?? this.#resources.embedded().get(pointerOf(here));
      passed.push(here);
    }
    base ??= file;
    if (base !== undefined) for (const here of passed) this.#bases.set(here, base);
    return base;
  }

  #look(reference: string, base: Resource, hops: number): Target {
    const isLocal = reference.startsWith('#');
    const fragment = isLocal ? reference.slice(1) : (splitUri(reference).fragment ?? '');
    const resource = isLocal ? base : this.#findResource(reference, base);
    if (resource === undefined) return { kind: 'external' };
    const decoded = decodeFragment(fragment);
    if (decoded !== '' && !decoded.startsWith('/')) return this.#findAnchor(decoded, resource);
    const root = this.#resources.ofFile(resource.file.path) ?? resource;
    return (
      this.#walk(resource, decoded, hops) ??
      (root === resource ? undefined : this.#walk(root, decoded, hops)) ??
      (decoded === fragment ? undefined : this.#walk(root, fragment, hops)) ??
      // Documents write the slash of a name as %2F, where a pointer wants ~1.
      (/%2f/i.test(fragment)
        ? this.#walk(root, decodeFragment(fragment.replaceAll(/%2f/gi, '~1')), hops)
        : undefined) ??
      (decoded === '/' ? foundAt(resource.place, resource.value) : { kind: 'dangling' })
    );
  }

  /** Many tools know only the files themselves, so the file is the base where the identifier leads to nothing. */
  #findResource(reference: string, base: Resource): Resource | undefined {
    const [strict = '', lenient = ''] = [base.uri, base.file.uri].map(
      (uri) => splitUri(resolveUri(reference, uri)).resource,
    );
    return (
      this.#resources.byUri(strict) ??
      (lenient === strict ? undefined : this.#resources.byUri(lenient)) ??
      (lenient.endsWith('/') ? this.#resources.byUri(lenient.slice(0, -1)) : undefined)
    );
  }

  #findAnchor(name: string, resource: Resource): Target {
    const anchored =
      resource.anchors.get(name) ??
      this.#resources.ofFile(resource.file.path)?.anchors.get(name) ??
      this.#embeddedAnchorsOf(resource.file).get(name);
    return anchored === undefined ? { kind: 'dangling' } : foundAt(anchored.place, anchored.value);
  }

  /** The first of each name in the schemas of a file that have an `$id`. */
  #embeddedAnchorsOf(file: SourceFile): ReadonlyMap<string, Anchored> {
    const known = this.#embeddedAnchors.get(file);
    if (known !== undefined) return known;
    const anchors = new Map<string, Anchored>();
    for (const resource of this.#resources.embedded().values())
      if (resource.file === file)
        for (const [name, anchored] of resource.anchors) if (!anchors.has(name)) anchors.set(name, anchored);
    this.#embeddedAnchors.set(file, anchors);
    return anchors;
  }

  /** @returns undefined when the pointer leads to nothing. */
  #walk(from: Pick<Resource, 'place' | 'value'>, pointer: string, hops: number): Target | undefined {
    let value: Json | undefined = from.value;
    let place = from.place;
    for (const token of splitPointer(pointer)) {
      let child = childAt(value, token);
      if (child === undefined) {
        const behind = this.#behind(value, place, hops);
        if (behind?.kind !== 'found') return undefined;
        place = behind.place;
        child = childAt(behind.value, token);
        if (child === undefined) return undefined;
      }
      value = child;
      place = at(place, token);
    }
    return value === undefined ? undefined : foundAt(place, value);
  }

  /** Where the reference leads that a pointer runs into. */
  #behind(value: Json | undefined, place: Place, hops: number): Target | undefined {
    const reference = isObject(value) ? member(value, '$ref') : undefined;
    if (typeof reference !== 'string' || hops >= maxHops) return undefined;
    return this.find(reference, place, hops + 1);
  }
}

function foundAt(place: Place, value: Json): Target {
  return { kind: 'found', value, place, pointer: pointerOf(place) };
}
