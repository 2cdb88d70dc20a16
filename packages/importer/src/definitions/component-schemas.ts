import { appendToken, type Json } from '@connectory/json';
import { objectMember } from '../json/members.ts';
import { placeOfPointer } from '../place/place.ts';
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
    for (const key of Object.keys(schemas)) {
      const place = placeOfPointer(appendToken(homes.schemas, key));
      const entry = this.#list.create(key, () => key, schemas[key], place);
      this.#entries.set(key, entry);
      if (addAll) this.#indexes.set(key, this.#list.add(entry));
    }
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
