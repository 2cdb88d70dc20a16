import { appendToken, isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { tooDeep } from '../faults/too-deep.ts';
import { createTargetLookup, type FileTarget } from './find-target.ts';
import type { Origin } from '../references/file-references.ts';
import { createValueCopier, type Spellings, type ValueCopier } from './copy-value.ts';
import { type Kind, kindOfChild, shapeOf } from './reference-shapes.ts';

/**
 * Replaces references in places where the specification allows none, such as a whole operation or a map of properties, by copies of
 * their targets. Documents in several files often have such references, and other tools resolve them. References in places that allow
 * them stay as they are. Changes the trees in place.
 * @param files the root document first. @param spellings of all files, to which those of the copies are added.
 * @returns the original places of the copies, by the copies.
 * @throws FaultError when the result nests deeper than allowed.
 */
export function spliceReferences(
  files: ReadonlyMap<string, { readonly root: Json }>,
  spellings: Spellings,
  limits: DocumentLimits,
): ReadonlyMap<unknown, Origin> {
  const splicer = new Splicer(files, spellings, limits);
  splicer.run();
  return splicer.copier.origins;
}

/** A value to search, with its kind and the file that it is in. */
interface Visit {
  readonly value: Json;
  readonly path: string;
  readonly kind: Kind;
}

class Splicer {
  readonly copier: ValueCopier;
  readonly #spellings: Spellings;
  readonly #limits: DocumentLimits;
  readonly #findTarget: (path: string, reference: string) => FileTarget | undefined;
  readonly #visited = new Map<object, Set<Kind>>();
  /** Containers around the value being searched. */
  readonly #active = new Set<unknown>();
  /** Targets of references, to be searched later: recursion along references could be deep. */
  readonly #waiting: Visit[] = [];

  constructor(files: ReadonlyMap<string, { readonly root: Json }>, spellings: Spellings, limits: DocumentLimits) {
    const [[rootPath, file] = ['', { root: null }]] = files;
    this.#limits = limits;
    this.#waiting.push({ value: file.root, path: rootPath, kind: 'document' });
    this.#findTarget = createTargetLookup(files);
    this.#spellings = spellings;
    this.copier = createValueCopier(spellings);
  }

  run(): void {
    for (let visit = this.#waiting.pop(); visit !== undefined; visit = this.#waiting.pop()) this.#search(visit);
  }

  #search({ value, path, kind }: Visit): void {
    if (typeof value !== 'object' || value === null || this.#isVisited(value, kind)) return;
    if (this.#active.size >= this.#limits.maxDepth) throw tooDeep(this.#limits, undefined, []);
    if (isReference(value) && shapeOf(kind).isReferable) {
      const target = this.#findTarget(path, value.$ref);
      if (target !== undefined) this.#waiting.push({ ...target, kind });
      return;
    }
    this.#active.add(value);
    const keys = isArray(value) ? value.keys() : Object.keys(value);
    for (const key of keys) {
      const childKind = kindOfChild(kind, key);
      if (childKind !== undefined) this.#searchChild(value, key, path, childKind);
    }
    this.#active.delete(value);
  }

  #searchChild(container: object, key: string | number, path: string, kind: Kind): void {
    const members = container as { [key: string | number]: Json };
    let child = members[key] ?? null;
    if (kind === 'mediaType' && isReference(child) && this.#searchSchema(child, path)) return;
    if (isReference(child) && !shapeOf(kind).isReferable && this.#isMeantAsReference(child, path, kind)) {
      child = this.#copyTarget(child, path) ?? child;
      // Not by assignment, which would set the prototype for a key `__proto__`.
      Object.defineProperty(members, key, { value: child, enumerable: true, configurable: true, writable: true });
    }
    this.#search({ value: child, path, kind });
  }

  /** A reference to a schema in the place of a media type stays: the mapping reads and reports it. Returns false for all others. */
  #searchSchema(reference: Reference, path: string): boolean {
    const target = this.#findTarget(path, reference.$ref);
    if (target === undefined || !isWrittenAsSchema(target.value)) return false;
    this.#waiting.push({ ...target, kind: 'schema' });
    return true;
  }

  /** In examples and defaults, `$ref` is data unless it names another file and stands alone. */
  #isMeantAsReference(reference: Reference, path: string, kind: Kind): boolean {
    if (kind !== 'data') return true;
    return Object.keys(reference).length === 1 && this.#findTarget(path, reference.$ref)?.path !== path;
  }

  /** @returns undefined for a dangling reference, and inside the target itself. */
  #copyTarget(reference: Reference, path: string): Json | undefined {
    const target = this.#findTarget(path, reference.$ref);
    if (target === undefined || target.value === null) return undefined;
    const copy = this.copier.copy(target.value, target.path, path);
    if (this.#active.has(copy)) return undefined;
    const origin = { path: target.path, pointer: target.tokens.reduce<string>(appendToken, '') };
    const { $ref: _reference, ...siblings } = reference;
    const merged = isObject(copy) && Object.keys(siblings).length > 0 ? { ...copy, ...siblings } : copy;
    this.#addSpellings(merged, [copy, reference]);
    if (typeof merged === 'object' && !this.copier.origins.has(merged)) this.copier.origins.set(merged, origin);
    return merged;
  }

  /** Gives a copy the spellings of what it was made of, and marks the containers around it. */
  #addSpellings(copy: Json, sources: readonly Json[]): void {
    if (typeof copy !== 'object' || copy === null) return;
    const spelt = sources.flatMap((source) => this.#spellings.get(source as object) ?? []);
    if (spelt.length === 0) return;
    if (!this.#spellings.has(copy)) this.#spellings.set(copy, new Map(spelt.flatMap((entries) => [...entries])));
    for (const around of this.#active)
      if (!this.#spellings.has(around as object)) this.#spellings.set(around as object, new Map());
  }

  #isVisited(value: object, kind: Kind): boolean {
    const kinds = this.#visited.get(value);
    if (kinds === undefined) this.#visited.set(value, new Set([kind]));
    else if (kinds.has(kind)) return true;
    else kinds.add(kind);
    return false;
  }
}

interface Reference extends JsonObject {
  readonly $ref: string;
}

function isReference(value: Json): value is Reference {
  return isObject(value) && Object.hasOwn(value, '$ref') && typeof value['$ref'] === 'string';
}

const schemaMembers = ['type', 'properties', 'items', 'allOf', 'oneOf', 'anyOf', 'enum', 'additionalProperties'];
const mediaTypeMembers = ['schema', 'itemSchema', 'example', 'examples', 'encoding'];

function isWrittenAsSchema(value: Json): boolean {
  const hasAny = (names: readonly string[]): boolean =>
    isObject(value) && names.some((name) => Object.hasOwn(value, name));
  return hasAny(schemaMembers) && !hasAny(mediaTypeMembers);
}
