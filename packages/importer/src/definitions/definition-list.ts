import type { Json } from '@connectory/json';
import type { MessageCollector } from '../messages/message-collector.ts';
import { createNames, definitionNames, type Names } from '../names/names.ts';
import { type Place, shortNameOf, shortPointerOf } from '../place/place.ts';
import { nameChanged } from '../rules/name-changed.ts';
import type { DefinitionEntry } from './definition-entry.ts';

/** The definitions of a document, by index and by the pointer of their schema. */
export class DefinitionList {
  readonly #entries: DefinitionEntry[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #positions = new Map<DefinitionEntry, number>();
  /** Those that are translated, by their text, as far as they were asked for: few documents ask, and texts are long. */
  readonly #byText = new Map<string, DefinitionEntry[]>();
  #notByText: DefinitionEntry[] = [];
  /** Names that definitions were to have. */
  readonly #wanted = new Set<string>();
  readonly #names: Names = createNames(definitionNames);
  readonly #messages: MessageCollector;

  constructor(messages: MessageCollector) {
    this.#messages = messages;
  }

  get entries(): readonly DefinitionEntry[] {
    return this.#entries;
  }

  /**
   * Gives a definition a free name, without adding it to the list.
   * @param further text to add to the name when it is taken.
   */
  create(wanted: string, further: () => string, source: Json | undefined, place: Place): DefinitionEntry {
    const name = this.#names.give(wanted, further);
    return { name, wanted, accept: new Set(), source, place, text: '', description: undefined, references: new Set() };
  }

  reportName({ name, wanted, place }: DefinitionEntry): void {
    if (name !== wanted)
      this.#messages.doOnce(() =>
        this.#messages.report(nameChanged, place, `${JSON.stringify(wanted)} became ${name}`),
      );
  }

  /**
   * The definition that an inline schema became in an exported document: equal, and called as the inline one would be, perhaps with a
   * suffix. Without it, importing an exported document would give the definition a second time.
   */
  indexOfEqual(name: string, text: string): number | undefined {
    if (!this.#wanted.has(name)) return undefined;
    return this.#firstOfText(text, (other) => other === name || other.startsWith(`${name}_`));
  }

  /** The first definition with a text: a body without schema accepts anything, as the definition of another one does. */
  indexOfText(text: string): number | undefined {
    return this.#firstOfText(text, () => true);
  }

  #firstOfText(text: string, isMeant: (name: string) => boolean): number | undefined {
    for (const entry of this.#notByText) {
      const equal = this.#byText.get(entry.text);
      if (equal === undefined) this.#byText.set(entry.text, [entry]);
      else equal.push(entry);
    }
    this.#notByText = [];
    let first: number | undefined;
    for (const entry of this.#byText.get(text) ?? []) {
      const position = isMeant(entry.name) ? this.#positions.get(entry) : undefined;
      if (position !== undefined && (first === undefined || position < first)) first = position;
    }
    return first;
  }

  /** To be called when a definition is translated, so that it is found by its text. */
  addText(entry: DefinitionEntry): void {
    this.#notByText.push(entry);
  }

  /** @returns the index of the definition. */
  add(entry: DefinitionEntry): number {
    const index = this.#entries.push(entry) - 1;
    this.#positions.set(entry, index);
    this.#indexes.set(shortPointerOf(entry.place), index);
    this.#wanted.add(entry.wanted);
    return index;
  }

  /** Makes a further place lead to a definition: an equal schema stands there. */
  alias(place: Place, index: number): void {
    this.#indexes.set(shortPointerOf(place), index);
  }

  indexOf(place: Place): number | undefined {
    return this.#indexes.get(shortPointerOf(place));
  }

  /** @param name as `pointerOf` gives it. */
  indexOfName(name: string): number | undefined {
    return this.#indexes.get(shortNameOf(name));
  }

  /** The file name of a definition, as references to it spell it. */
  fileName(index: number): string {
    return `${this.#entries[index]?.name}.json`;
  }
}
