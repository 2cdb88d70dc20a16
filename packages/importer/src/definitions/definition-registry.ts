import { isObject, type Json, type JsonObject } from '@connectory/json';
import { emptyObject } from '../json/members.ts';
import type { OutputBudget } from '../budget/output-budget.ts';
import type { CoverageCounter } from '../messages/coverage-counter.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import type { DefinitionModel } from '../model/connector-model.ts';
import { at, type Place } from '../place/place.ts';
import type { References } from '../references/references.ts';
import { notSelected } from '../rules/not-selected.ts';
import { Copies } from '../schemas/copied-schemas.ts';
import { OneWayProperties } from '../schemas/one-way-properties.ts';
import type { DocumentShape } from '../shape/document-shape.ts';
import type { TranslatedSchema } from '../schemas/schema-context.ts';
import { translateSchema } from '../schemas/translate-schema.ts';
import { ComponentSchemas } from './component-schemas.ts';
import { type DefinitionEntry, schemaText, setSchema, toDefinition } from './definition-entry.ts';
import { DefinitionList } from './definition-list.ts';
import { ImpliedMapping } from './implied-mapping.ts';
import { pureReference } from '../schemas/pure-reference.ts';
import { ReferenceRewriter } from './reference-rewriter.ts';
import { ServedFiles } from './served-files.ts';
import { type ListItems, Translation, type TranslationSource } from './translation.ts';

export interface DefinitionSource {
  readonly budget: OutputBudget;
  readonly shape: DocumentShape;
  readonly is30: boolean;
  /** Whether component schemas become definitions only when something reaches them. */
  readonly isPart: boolean;
  readonly references: References;
  readonly messages: MessageCollector;
  readonly coverage: CoverageCounter;
}

/** The use of a schema as a body. */
export interface BodyUse {
  readonly mediaType: string;
  /** The name of the definition when the schema is inline. */
  readonly name: string;
  readonly items?: ListItems | undefined;
}

/** All definitions of a document: component schemas, inline schemas of bodies, and other places that references lead to. */
export class DefinitionRegistry {
  readonly #source: DefinitionSource;
  readonly #waiting: DefinitionEntry[] = [];
  readonly #list: DefinitionList;
  readonly #components: ComponentSchemas;
  readonly #files: ServedFiles;
  readonly #rewriter: ReferenceRewriter;
  readonly #translation: TranslationSource;
  /** Inline schemas with equal text share one definition. */
  readonly #inlineIndexes = new Map<string, number>();

  constructor(source: DefinitionSource) {
    const { references, messages, is30 } = source;
    this.#source = source;
    this.#list = new DefinitionList(messages);
    this.#components = new ComponentSchemas(this.#list, this.#waiting);
    this.#files = new ServedFiles(this.#list, this.#components, this.#waiting);
    this.#rewriter = new ReferenceRewriter(references, messages, this.#files, is30);
    this.#translation = {
      shape: source.shape,
      is30,
      references,
      messages,
      list: this.#list,
      components: this.#components,
      rewriter: this.#rewriter,
      oneWay: is30 ? new OneWayProperties(references, source.shape.version === '2.0') : undefined,
      copies: new Copies(),
      implied: new ImpliedMapping(this.#components, references, this.#files),
    };
  }

  /** Names and translates the component schemas. Call it before anything else, so that they keep their names. */
  addComponents(): void {
    const { shape, references, isPart } = this.#source;
    this.#components.name(shape, references, !isPart);
    if (!isPart) for (const entry of this.#components.entries.values()) this.#translateComponent(entry);
  }

  /** @returns the index of the definition of a body's schema, listed as accepting the media type. */
  forBody(schema: Json | undefined, place: Place, use: BodyUse): number {
    const index = this.indexOfBody(schema, place) ?? this.#countInline(schema, place, use);
    this.#list.entries[index]?.accept.add(use.mediaType);
    return index;
  }

  /** The definition that a body's schema references, or has become already; undefined for an inline schema met for the first time. */
  indexOfBody(schema: Json | undefined, place: Place): number | undefined {
    const { references, is30 } = this.#source;
    const reference = pureReference(schema, is30);
    const target = reference === undefined ? undefined : references.find(reference, place);
    const meant =
      reference !== undefined &&
      target?.kind === 'found' &&
      (isSchema(target.value) || this.#files.isComponent(target.pointer))
        ? this.#rewriter.schemaAt(reference, target, at(place, '$ref'))
        : undefined;
    if (meant !== undefined) return this.#files.indexOfPlace(meant.pointer, meant.value);
    return this.#list.indexOf(place);
  }

  /**
   * Translates a schema that is kept inside another entity.
   * @param used collects the indexes of the definitions that the schema references.
   */
  translateInside(schema: Json, place: Place, used: Set<number>): Json {
    return this.#translate(schema, place, used);
  }

  /** Whether a schema is a reference with nothing beside it that has an effect. */
  isPureReference(schema: Json): boolean {
    return pureReference(schema, this.#source.is30) !== undefined;
  }

  /** The file name of a definition, as references to it spell it. */
  fileName(index: number): string {
    return this.#list.fileName(index);
  }

  /** References to the definitions of component schemas that could not keep their key as name, by key; undefined when there are none. */
  renamedComponents(): JsonObject | undefined {
    const renamed = emptyObject();
    for (const [key, { name }] of this.#components.entries)
      if (name !== key && this.#components.isReached(key)) renamed[key] = { $ref: `${name}.json` };
    return Object.keys(renamed).length === 0 ? undefined : renamed;
  }

  /** Translates the definitions that still wait and returns all in order. */
  finish(): readonly DefinitionModel[] {
    const components = new Set(this.#components.entries.values());
    for (let entry = this.#waiting.shift(); entry !== undefined; entry = this.#waiting.shift()) {
      if (components.has(entry)) this.#translateComponent(entry);
      else this.#translateEntry(entry);
    }
    for (const [key, entry] of this.#components.entries)
      if (!this.#components.isReached(key)) this.#reportNotSelected(key, entry);
    return this.#list.entries.map(toDefinition);
  }

  #countInline(schema: Json | undefined, place: Place, use: BodyUse): number {
    const { coverage, messages } = this.#source;
    return messages.doOnce(() => coverage.count('schemas', () => this.#addInline(schema, place, use))) ?? 0;
  }

  #addInline(schema: Json | undefined, place: Place, use: BodyUse): number {
    const used = new Set<number>();
    const translated = this.#translate(schema ?? {}, place, used, use.items);
    const text = schemaText(translated);
    const known =
      this.#list.indexOf(place) ??
      this.#inlineIndexes.get(text) ??
      (schema === undefined ? this.#list.indexOfText(text) : this.#list.indexOfEqual(use.name, text));
    if (known !== undefined) {
      this.#inlineIndexes.set(text, known);
      this.#list.alias(place, known);
      return known;
    }
    const entry = this.#list.create(use.name, () => use.mediaType.replace(/^application\//, ''), schema, place);
    this.#setSchema(entry, translated, used);
    const index = this.#list.add(entry);
    this.#inlineIndexes.set(text, index);
    return index;
  }

  #translateComponent(entry: DefinitionEntry): void {
    this.#source.coverage.count('schemas', () => {
      this.#list.reportName(entry);
      this.#translateEntry(entry);
      return entry;
    });
  }

  #translateEntry(entry: DefinitionEntry): void {
    const used = new Set<number>();
    this.#setSchema(entry, this.#translate(entry.source, entry.place, used), used);
  }

  #setSchema(entry: DefinitionEntry, schema: TranslatedSchema, used: ReadonlySet<number>): void {
    setSchema(entry, schema, used);
    this.#list.addText(entry);
    this.#source.budget.spend(entry.text.length);
  }

  #reportNotSelected(key: string, { place }: DefinitionEntry): void {
    this.#source.coverage.count('schemas', () => {
      this.#source.messages.report(notSelected, place, `schema ${key}`);
      return undefined;
    });
  }

  /** @param start the place of the schema. */
  #translate(schema: Json | undefined, start: Place, used: Set<number>, items?: ListItems): TranslatedSchema {
    return translateSchema(schema, start, new Translation(this.#translation, schema, start, used, items));
  }
}

function isSchema(value: Json): boolean {
  return isObject(value) || typeof value === 'boolean';
}
