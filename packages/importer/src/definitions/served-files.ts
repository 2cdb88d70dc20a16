import { encodeFragment, type Json } from '@connectory/json';
import { type Place, placeOfPointer, pointerOf, shortNameOf } from '../place/place.ts';
import type { SchemaAt } from '../schemas/meant-schema.ts';
import { recursionRoot } from '../schemas/recursion-root.ts';
import { isSchemaPlace, nameOfPlace } from '../schemas/schema-place.ts';
import type { ComponentSchemas } from './component-schemas.ts';
import type { DefinitionEntry } from './definition-entry.ts';
import type { DefinitionList } from './definition-list.ts';

/** The definition that serves a place of the document, and the reference that leads to the place. */
export interface ServedPlace {
  readonly index: number;
  /** As `Pet.json` or `Pet.json#/properties/tag`. */
  readonly reference: string;
}

/** Finds the definition that serves a place, and adds one when there is none. */
export class ServedFiles {
  /** By short pointer, because most places are referenced many times. */
  readonly #served = new Map<string, ServedPlace>();
  readonly #list: DefinitionList;
  readonly #components: ComponentSchemas;
  /** Added definitions that are not translated yet. */
  readonly #waiting: DefinitionEntry[];

  constructor(list: DefinitionList, components: ComponentSchemas, waiting: DefinitionEntry[]) {
    this.#list = list;
    this.#components = components;
    this.#waiting = waiting;
  }

  serve(pointer: string, value: Json): ServedPlace {
    const name = shortNameOf(pointer);
    const known = this.#served.get(name) ?? this.#find(pointer, value);
    this.#served.set(name, known);
    return known;
  }

  /** Whether a place is that of a component schema. */
  isComponent(pointer: string): boolean {
    const found = this.#components.find(pointer);
    return found?.inside.length === 0 && this.#components.entries.has(found.key);
  }

  /** The definition whose schema is the value at a place. */
  indexOfPlace(pointer: string, value: Json): number {
    const known = this.#list.indexOfName(pointer);
    if (known !== undefined) return known;
    const component = this.#components.find(pointer);
    const reached = component?.inside.length === 0 ? this.#components.reach(component.key) : undefined;
    if (reached !== undefined) return reached;
    const entry = this.#list.create(
      nameOfPlace(placeOfPointer(pointer)),
      () => pointer,
      value,
      placeOfPointer(pointer),
    );
    // Other names are none of an author's, but made of the whole place.
    if (String(entry.place.token) === entry.wanted) this.#list.reportName(entry);
    this.#waiting.push(entry);
    return this.#list.add(entry);
  }

  /** The definition whose schema is the value at a place, and the name that it has from there. */
  namedPlace(
    pointer: string,
    value: Json,
  ): { readonly name: string; readonly index: number; readonly isRenamed: boolean } {
    const index = this.indexOfPlace(pointer, value);
    const { name, wanted } = this.#list.entries[index] ?? { name: '', wanted: '' };
    return { name: wanted, index, isRenamed: name !== wanted };
  }

  /** The schema of a component that a `$recursiveRef` in it leads to. @param place of the `$recursiveRef`. */
  recursionRoot(place: Place): SchemaAt | undefined {
    const key = this.#components.find(pointerOf(place))?.key;
    const entry = key === undefined ? undefined : this.#components.entries.get(key);
    const root =
      entry === undefined || place.parent === undefined
        ? undefined
        : recursionRoot(place.parent, entry.source, entry.place);
    return root === undefined
      ? undefined
      : { place: root.place, pointer: pointerOf(root.place), value: root.schema ?? null };
  }

  /** The component schema whose inside a reference is part of. @param place of the `$ref`. */
  componentAround(place: Place): SchemaAt | undefined {
    const component = this.#components.find(pointerOf(place));
    const entry = component === undefined ? undefined : this.#components.entries.get(component.key);
    // A reference in the place of the schema would lead to itself.
    if (component === undefined || entry === undefined || component.inside.length < 2) return undefined;
    return { pointer: pointerOf(entry.place), value: entry.source ?? null, place: entry.place };
  }

  #find(pointer: string, value: Json): ServedPlace {
    const component = this.#components.find(pointer);
    if (component !== undefined && component.inside.length > 0) {
      const { key, inside } = component;
      if (isSchemaPlace(this.#components.sourceOf(key), inside)) {
        const index = this.#components.reach(key) ?? 0;
        return { index, reference: `${this.#list.fileName(index)}#${encodeFragment(inside)}` };
      }
    }
    const index = this.indexOfPlace(pointer, value);
    return { index, reference: this.#list.fileName(index) };
  }
}
