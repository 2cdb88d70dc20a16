import { encodeFragment, isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import { at, fileOf, fileRoot, type Place, tokensOf } from '../place/place.ts';
import type { TargetFinder } from '../references/find-target.ts';

/** Maximum number of schemas within each other that are looked into. */
const maxDepth = 50;

/**
 * Names of a document that are added to those of another schema. A tower of schemas has each name once for each schema above it. Beyond
 * the limit, schemas have the names of their own properties only.
 */
const maxInherited = 1_000_000;

const noNames: ReadonlySet<string> = new Set();

/** A schema and its place. */
interface Placed {
  readonly schema: Json | undefined;
  readonly place: Place;
}

/** Keywords of a property that travels in one direction only. Swagger 2.0 has no `writeOnly`. */
const keywords30 = ['readOnly', 'writeOnly'];
const keywords20 = ['readOnly'];

/**
 * Finds the properties that travel in one direction only: read-only ones in responses, write-only ones in requests. In OpenAPI 3.0 and
 * Swagger 2.0, `required` holds for them in that direction only.
 */
export class OneWayProperties {
  /** By schema, as far as known; empty while it is looked into. */
  readonly #names = new WeakMap<object, ReadonlySet<string>>();
  readonly #isOneWay = new WeakMap<object, boolean>();
  /** By schema, as far as known; empty while it is looked into. */
  readonly #required = new WeakMap<object, ReadonlySet<string>>();
  /** What `namesAt` found for schemas whose `allOf` or `anyOf` holds others, by their places. */
  readonly #namesAt = new WeakMap<Place, ReadonlySet<string>>();
  #inherited = 0;
  readonly #finder: TargetFinder;
  readonly #keywords: readonly string[];

  /** @param is20 whether the document is Swagger 2.0. */
  constructor(finder: TargetFinder, is20: boolean) {
    this.#finder = finder;
    this.#keywords = is20 ? keywords20 : keywords30;
  }

  /** The names for a `required` at a place: those of its schema, and of the schemas whose `allOf` or `anyOf` holds it. */
  namesAt(schema: JsonObject, place: Place): ReadonlySet<string> {
    const own = this.#namesOf({ schema, place }, 0);
    const holder = holderOf(place);
    if (holder === undefined) return own;
    const known = this.#namesAt.get(holder);
    if (known !== undefined) return this.#union([own, known]);
    const found = this.#finder.find(`#${encodeFragment(tokensOf(holder))}`, fileRoot(fileOf(holder)));
    if (found.kind !== 'found' || !isObject(found.value)) return own;
    const outer = this.namesAt(found.value, holder);
    this.#namesAt.set(holder, outer);
    return this.#union([own, outer]);
  }

  /** All names. Sets are shared where one of them has all. */
  #union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
    if (sets.length === 1) return sets[0] ?? noNames;
    const [first = noNames, ...others] = [...new Set(sets)].filter(({ size }) => size > 0);
    if (others.length === 0) return first;
    const names = new Set(first);
    for (const other of others) {
      this.#inherited += other.size;
      if (this.#inherited > maxInherited) break;
      for (const name of other) names.add(name);
    }
    return names;
  }

  /**
   * The schema that a reference leads to, when it requires one of the names. It cannot know that they travel in one direction only, where
   * the properties are in the schema that holds the reference.
   * @param place of the reference. @param names gives the names, when they are needed.
   */
  requiringTarget(
    reference: JsonObject,
    place: Place,
    names: () => ReadonlySet<string>,
  ): { readonly schema: JsonObject; readonly place: Place } | undefined {
    const target = this.#endOf(reference, place);
    if (!isObject(target.schema)) return undefined;
    const required = this.#requiredOf(target, 0);
    if (required.size === 0) return undefined;
    const oneWay = names();
    return [...required].some((name) => oneWay.has(name)) ? { schema: target.schema, place: target.place } : undefined;
  }

  /**
   * The required names of the schema that a reference leads to whose properties travel in one direction only, and whether it requires no
   * others.
   */
  requiredOfTarget(
    reference: JsonObject,
    place: Place,
  ): { readonly names: readonly string[]; readonly isAll: boolean } {
    const target = this.#endOf(reference, place);
    const required = isObject(target.schema) ? member(target.schema, 'required') : undefined;
    if (!isObject(target.schema) || !isArray(required)) return { names: [], isAll: false };
    const oneWay = this.namesAt(target.schema, target.place);
    const names = required.filter((name) => typeof name === 'string').filter((name) => oneWay.has(name));
    return { names, isAll: names.length === required.length };
  }

  /** The schema at the end of a chain of references. */
  #endOf(reference: JsonObject, place: Place): Placed {
    let end: Placed = { schema: reference, place };
    for (let links = 0; links < maxDepth && isObject(end.schema); links += 1) {
      const target = this.#targetOf(end.schema, end.place);
      if (target === undefined) return end;
      end = target;
    }
    return { schema: undefined, place };
  }

  /** The required names of a schema, its `allOf` and its `anyOf` of which it has no property in one direction only. */
  #requiredOf({ schema, place }: Placed, depth: number): ReadonlySet<string> {
    if (!isObject(schema) || depth > maxDepth) return noNames;
    const known = this.#required.get(schema);
    if (known !== undefined) return known;
    this.#required.set(schema, noNames);
    const target = this.#targetOf(schema, place);
    const names = target === undefined ? this.#findRequired(schema, place, depth) : this.#requiredOf(target, depth + 1);
    this.#required.set(schema, names);
    return names;
  }

  #findRequired(schema: JsonObject, place: Place, depth: number): ReadonlySet<string> {
    const required = member(schema, 'required');
    const own = isArray(required) ? required.filter((name) => typeof name === 'string') : [];
    const branches = [...branchesOf(schema, place), ...branchesOf(schema, place, 'anyOf')];
    const inner = branches.map((branch) => this.#requiredOf(branch, depth + 1));
    const all = this.#union([own.length === 0 ? noNames : new Set(own), ...inner]);
    if (all.size === 0) return noNames;
    const oneWay = this.#namesOf({ schema, place }, depth);
    if (oneWay.size === 0) return all;
    this.#inherited += all.size;
    return this.#inherited > maxInherited ? noNames : new Set([...all].filter((name) => !oneWay.has(name)));
  }

  #namesOf({ schema, place }: Placed, depth: number): ReadonlySet<string> {
    if (!isObject(schema) || depth > maxDepth) return noNames;
    const known = this.#names.get(schema);
    if (known !== undefined) return known;
    this.#names.set(schema, noNames);
    const names = this.#findNames(schema, place, depth);
    this.#names.set(schema, names);
    return names;
  }

  /** With the names of `anyOf` and `oneOf`: an instance that matches such a branch lacks the property in one direction. */
  #findNames(schema: JsonObject, place: Place, depth: number): ReadonlySet<string> {
    const target = this.#targetOf(schema, place);
    if (target !== undefined) return this.#namesOf(target, depth + 1);
    const names = new Set<string>();
    const properties = member(schema, 'properties');
    if (isObject(properties))
      for (const name of Object.keys(properties))
        if (this.#isOneWayProperty(properties[name], name, place)) names.add(name);
    const all: ReadonlySet<string>[] = names.size === 0 ? [] : [names];
    for (const keyword of ['allOf', 'anyOf', 'oneOf'])
      for (const branch of branchesOf(schema, place, keyword)) all.push(this.#namesOf(branch, depth + 1));
    return all.length === 0 ? noNames : this.#union(all);
  }

  #isOneWayProperty(schema: Json | undefined, name: string, place: Place): boolean {
    if (!isObject(schema)) return false;
    // Most properties lead nowhere, so that they need no place.
    if (!Object.hasOwn(schema, '$ref') && !Object.hasOwn(schema, 'allOf')) return this.#states(schema);
    return this.#travelsOneWay({ schema, place: at(place, 'properties', name) }, 0);
  }

  #states(schema: JsonObject): boolean {
    return this.#keywords.some((keyword) => member(schema, keyword) === true);
  }

  /** Whether a property's schema is read-only or write-only, also behind a reference or in a branch of `allOf`. */
  #travelsOneWay({ schema, place }: Placed, depth: number): boolean {
    if (!isObject(schema) || depth > maxDepth) return false;
    const known = this.#isOneWay.get(schema);
    if (known !== undefined) return known;
    this.#isOneWay.set(schema, false);
    const target = this.#targetOf(schema, place);
    const found =
      target === undefined
        ? this.#states(schema) || branchesOf(schema, place).some((branch) => this.#travelsOneWay(branch, depth + 1))
        : this.#travelsOneWay(target, depth + 1);
    this.#isOneWay.set(schema, found);
    return found;
  }

  /** The target of a reference, beside which other members have no effect. */
  #targetOf(schema: JsonObject, place: Place): Placed | undefined {
    const reference = member(schema, '$ref');
    if (typeof reference !== 'string') return undefined;
    const target = this.#finder.find(reference, place);
    if (target.kind !== 'found') return { schema: undefined, place };
    return { schema: target.value, place: target.place };
  }
}

function branchesOf(schema: JsonObject, place: Place, keyword = 'allOf'): readonly Placed[] {
  const branches = member(schema, keyword);
  if (!isArray(branches)) return [];
  return branches.map((branch, index) => ({ schema: branch, place: at(place, keyword, index) }));
}

/** The place of the schema whose `allOf` or `anyOf` holds the schema at a place. */
function holderOf({ token, parent }: Place): Place | undefined {
  if (parent?.token !== 'allOf' && parent?.token !== 'anyOf') return undefined;
  return /^\d+$/.test(String(token)) ? parent.parent : undefined;
}
