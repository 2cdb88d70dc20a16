import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import { at, type Place, pointerOf } from '../place/place.ts';
import type { References } from '../references/references.ts';
import type { ComponentSchemas } from './component-schemas.ts';
import type { ServedFiles } from './served-files.ts';

const none: readonly string[] = [];

/** Keywords beside a discriminator whose branches it picks. */
const unions = ['oneOf', 'anyOf'];

/**
 * The schemas that discriminators pick by their names: the branches of the union beside the discriminator, or the schemas that extend
 * the one with the discriminator by `allOf`.
 */
export class ImpliedMapping {
  readonly #components: ComponentSchemas;
  readonly #references: References;
  readonly #files: ServedFiles;
  /** Keys of the component schemas that extend one by `allOf`, by its key. */
  #extensions: ReadonlyMap<string, readonly string[]> | undefined;
  /** Keys of the component schemas that are renamed, or extended by one that is. */
  #renamedOrExtended: ReadonlySet<string> | undefined;
  /** Positions of the component schemas in the document, by their keys. */
  #positions: ReadonlyMap<string, number> | undefined;

  constructor(components: ComponentSchemas, references: References, files: ServedFiles) {
    this.#components = components;
    this.#references = references;
    this.#files = files;
  }

  /**
   * The indexes of the definitions that the discriminator of a schema picks by name, by that name; empty when all of them kept it.
   * @param place of the schema.
   */
  indexesOf(schema: JsonObject, place: Place): ReadonlyMap<string, number> {
    const indexes = new Map<string, number>();
    for (const key of this.#keysOf(schema, place)) {
      const index = this.#components.reach(key);
      if (index !== undefined) indexes.set(key, index);
    }
    const others = this.#branchesOfOtherFiles(schema, place);
    if (indexes.size > 0 || others.some(({ isRenamed }) => isRenamed))
      for (const { name, index } of others) if (!indexes.has(name)) indexes.set(name, index);
    return indexes;
  }

  /** Branches of a union that are schemas of other files, which are called after their place. */
  #branchesOfOtherFiles(
    schema: JsonObject,
    place: Place,
  ): readonly { readonly name: string; readonly index: number; readonly isRenamed: boolean }[] {
    return unions.flatMap((keyword) => {
      const list = member(schema, keyword);
      return (isArray(list) ? list : []).flatMap((item, index) => {
        const reference = isObject(item) ? member(item, '$ref') : undefined;
        if (typeof reference !== 'string') return [];
        const target = this.#references.find(reference, at(place, keyword, index));
        const isOther = target.kind === 'found' && !target.pointer.startsWith('/') && isObject(target.value);
        return isOther ? [this.#files.namedPlace(target.pointer, target.value)] : [];
      });
    });
  }

  #keysOf(schema: JsonObject, place: Place): readonly string[] {
    if (!this.#components.hasRenamed) return none;
    const own = this.#keyOf(place);
    const branches = unions.flatMap((keyword) => this.#targetsOf(schema, keyword, place));
    const isUnion = branches.length > 0 || own === undefined;
    if (!isUnion && !this.#isRenamedOrExtended(own)) return none;
    const keys = isUnion ? branches : [...(this.#components.isRenamed(own) ? [own] : []), ...this.#extending(own)];
    return keys.some((key) => this.#components.isRenamed(key)) ? keys : none;
  }

  /** The component schema at a place, or whose `allOf` holds the place. */
  #keyOf(place: Place): string | undefined {
    const found = this.#components.find(pointerOf(place));
    const isOwn = found?.inside.every((token, index) => index % 2 === 1 || token === 'allOf') ?? false;
    return isOwn ? found?.key : undefined;
  }

  /** Keys of the component schemas that a list of schemas references. */
  #targetsOf(schema: JsonObject, keyword: string, place: Place): readonly string[] {
    const list = member(schema, keyword);
    if (!isArray(list)) return [];
    return list.flatMap((item, index) => this.#targetOf(item, at(place, keyword, index)));
  }

  /** The key of the component schema that a schema references, in a list; empty when there is none. */
  #targetOf(schema: Json, place: Place): readonly string[] {
    const reference = isObject(schema) ? member(schema, '$ref') : undefined;
    if (typeof reference !== 'string') return [];
    const target = this.#references.find(reference, place);
    const found = target.kind === 'found' ? this.#components.find(target.pointer) : undefined;
    return found?.inside.length === 0 ? [found.key] : [];
  }

  /** Whether a component schema, or one that extends it at any distance, could not keep its key as name. */
  #isRenamedOrExtended(key: string): boolean {
    this.#renamedOrExtended ??= this.#findRenamedOrExtended();
    return this.#renamedOrExtended.has(key);
  }

  /** From the renamed ones to those that they extend: each is visited once, however many extend it. */
  #findRenamedOrExtended(): ReadonlySet<string> {
    const { entries } = this.#components;
    const found = new Set([...entries.keys()].filter((key) => this.#components.isRenamed(key)));
    // Grows while it is walked.
    for (const key of found) {
      const entry = entries.get(key);
      if (entry !== undefined) for (const extended of this.#extendedBy(entry.source, entry.place)) found.add(extended);
    }
    return found;
  }

  /** Keys of the component schemas that extend one, at any distance. */
  #extending(key: string): ReadonlySet<string> {
    this.#extensions ??= this.#findExtensions();
    const keys = new Set<string>();
    const waiting = [key];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      for (const extending of this.#extensions.get(next) ?? [])
        if (extending !== key && !keys.has(extending)) {
          keys.add(extending);
          waiting.push(extending);
        }
    // In the order of the document.
    this.#positions ??= new Map([...this.#components.entries.keys()].map((component, index) => [component, index]));
    const positions = this.#positions;
    return new Set([...keys].sort((a, b) => (positions.get(a) ?? 0) - (positions.get(b) ?? 0)));
  }

  #findExtensions(): ReadonlyMap<string, readonly string[]> {
    const extensions = new Map<string, string[]>();
    for (const [key, { source, place }] of this.#components.entries)
      for (const extended of this.#extendedBy(source, place)) {
        const known = extensions.get(extended);
        if (known === undefined) extensions.set(extended, [key]);
        else known.push(key);
      }
    return extensions;
  }

  /** Keys of the component schemas that a schema references itself, or in its `allOf`, also from an `allOf` within it. */
  #extendedBy(schema: Json | undefined, place: Place): readonly string[] {
    if (!isObject(schema)) return [];
    const list = member(schema, 'allOf');
    const inner = isArray(list) ? list.flatMap((item, index) => this.#extendedBy(item, at(place, 'allOf', index))) : [];
    return [...this.#targetOf(schema, place), ...this.#targetsOf(schema, 'allOf', place), ...inner];
  }
}
