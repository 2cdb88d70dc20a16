import type { Json } from '@connectory/json';
import { objectMember } from '../json/members.ts';
import { isDefinitionName } from '../names/names.ts';
import { at, placeOfPointer } from '../place/place.ts';
import { type DocumentShape, keyWithin } from '../shape/document-shape.ts';
import type { DefinitionEntry } from './definition-entry.ts';
import type { DefinitionList } from './definition-list.ts';

/**
 * The schemas of `components.schemas`. Their names are given before all others. With a selection of operations, a component schema
 * enters the list of definitions only when something reaches it.
 */
export class ComponentSchemas {
  readonly #entries = new Map<string, DefinitionEntry>();
  readonly #indexes = new Map<string, number>();
  readonly #list: DefinitionList;
  #home = '';
  #hasRenamed = false;
  /** Reached component schemas that are not translated yet. */
  readonly #waiting: DefinitionEntry[];

  constructor(list: DefinitionList, waiting: DefinitionEntry[]) {
    this.#list = list;
    this.#waiting = waiting;
  }

  /** @param addAll whether all of them become definitions at once. */
  name({ root, homes }: DocumentShape, addAll: boolean): void {
    const schemas = objectMember(objectMember(root, 'components') ?? {}, 'schemas') ?? {};
    this.#home = homes.schemas;
    const keys = Object.keys(schemas);
    const home = placeOfPointer(homes.schemas);
    // A key that fits stays before one that has to change takes it.
    const fitting = keys.filter((key) => isDefinitionName(key));
    const created = new Map<string, DefinitionEntry>();
    for (const key of new Set([...fitting, ...keys])) {
      const place = at(home, key);
      created.set(
        key,
        this.#list.create(key, () => key, schemas[key], place),
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
    return keyWithin(this.#home, pointer);
  }
}
