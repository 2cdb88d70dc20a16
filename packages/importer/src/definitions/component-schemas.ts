import { isObject, type Json, splitPointer } from '@connectory/json';
import { member, objectMember } from '../json/members.ts';
import { isDefinitionName } from '../names/names.ts';
import { at, fileOf, type Place, placeOfPointer, tokensOf } from '../place/place.ts';
import type { References } from '../references/references.ts';
import { type DocumentShape, keyWithin } from '../shape/document-shape.ts';
import type { DefinitionEntry } from './definition-entry.ts';
import type { DefinitionList } from './definition-list.ts';

/** Levels of a file down to which its schemas may be components: `#`, `#/Pet` or `#/components/schemas/Pet`. */
const maxLevelInFile = 3;

/**
 * The schemas of `components.schemas`. Their names are given before all others. With a selection of operations, a component schema
 * enters the list of definitions only when something reaches it.
 */
export class ComponentSchemas {
  readonly #entries = new Map<string, DefinitionEntry>();
  readonly #indexes = new Map<string, number>();
  readonly #list: DefinitionList;
  /** Keys of the component schemas that are references to schemas of other files, by the names of the places of these. */
  readonly #ofFiles = new Map<string, string>();
  #home = '';
  #hasRenamed = false;
  /** Reached component schemas that are not translated yet. */
  readonly #waiting: DefinitionEntry[];

  constructor(list: DefinitionList, waiting: DefinitionEntry[]) {
    this.#list = list;
    this.#waiting = waiting;
  }

  /** @param addAll whether all of them become definitions at once. */
  name({ root, homes }: DocumentShape, references: References, addAll: boolean): void {
    const schemas = objectMember(objectMember(root, 'components') ?? {}, 'schemas') ?? {};
    this.#home = homes.schemas;
    const keys = Object.keys(schemas);
    const home = placeOfPointer(homes.schemas);
    // A key that fits stays before one that has to change takes it.
    const fitting = keys.filter((key) => isDefinitionName(key));
    const created = new Map<string, DefinitionEntry>();
    for (const key of new Set([...fitting, ...keys])) {
      const { value, place } = this.#meantBy(key, schemas[key], at(home, key), references);
      created.set(
        key,
        this.#list.create(key, () => key, value, place),
      );
    }
    for (const key of keys) {
      const entry = created.get(key);
      if (entry === undefined) continue;
      this.#entries.set(key, entry);
      this.#hasRenamed ||= entry.name !== key;
      if (addAll) this.#indexes.set(key, this.#list.add(entry));
    }
  }

  /**
   * A component schema that is nothing but a reference to a schema of another file is that schema, so that the schema has the author's name
   * wherever it is referenced.
   */
  #meantBy(
    key: string,
    value: Json | undefined,
    place: Place,
    references: References,
  ): { readonly value: Json | undefined; readonly place: Place } {
    const reference = isObject(value) && Object.keys(value).length === 1 ? member(value, '$ref') : undefined;
    const target = typeof reference === 'string' ? references.find(reference, place) : undefined;
    if (target?.kind !== 'found' || !isObject(target.value) || fileOf(target.place) === '') return { value, place };
    if (tokensOf(target.place).length > maxLevelInFile) return { value, place };
    const isLink = member(target.value, '$ref') !== undefined || references.otherKind(target, 'schema') !== undefined;
    if (isLink || this.#ofFiles.has(target.pointer)) return { value, place };
    this.#ofFiles.set(target.pointer, key);
    return target;
  }

  /** Whether any of them could not keep its key as name. */
  get hasRenamed(): boolean {
    return this.#hasRenamed;
  }

  isRenamed(key: string): boolean {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.name !== key;
  }

  get entries(): ReadonlyMap<string, DefinitionEntry> {
    return this.#entries;
  }

  isReached(key: string): boolean {
    return this.#indexes.has(key);
  }

  /** The index of a component schema, which enters the list if it is reached for the first time; undefined for other keys. */
  reach(key: string): number | undefined {
    const known = this.#indexes.get(key);
    const entry = known === undefined ? this.#entries.get(key) : undefined;
    if (entry === undefined) return known;
    const index = this.#list.add(entry);
    this.#indexes.set(key, index);
    this.#waiting.push(entry);
    return index;
  }

  sourceOf(key: string): Json | undefined {
    return this.#entries.get(key)?.source;
  }

  /** The component schema that a pointer leads to, and the tokens that lead into it; undefined for pointers elsewhere. */
  find(pointer: string): { key: string; inside: readonly string[] } | undefined {
    return keyWithin(this.#home, pointer) ?? (this.#ofFiles.size === 0 ? undefined : this.#findInFiles(pointer));
  }

  #findInFiles(pointer: string): { key: string; inside: readonly string[] } | undefined {
    if (pointer.startsWith('/')) return undefined;
    let end = pointer.indexOf('#') + 1;
    for (let level = 0; level <= maxLevelInFile && end > 0; level += 1) {
      const key = this.#ofFiles.get(pointer.slice(0, end));
      if (key !== undefined) return { key, inside: splitPointer(pointer.slice(end)) };
      if (end === pointer.length) return undefined;
      const next = pointer.indexOf('/', end + 1);
      end = next < 0 ? pointer.length : next;
    }
    return undefined;
  }
}
