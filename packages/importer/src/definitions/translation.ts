import type { Json, JsonObject } from '@connectory/json';
import type { MessageCollector } from '../messages/message-collector.ts';
import type { Place } from '../place/place.ts';
import { checkExtension } from '../references/check-extension.ts';
import type { References } from '../references/references.ts';
import { collectDynamicAnchors } from '../schemas/dynamic-anchors.ts';
import type { Copies, HeldNames } from '../schemas/copied-schemas.ts';
import type { OneWayProperties } from '../schemas/one-way-properties.ts';
import { recursionRoot } from '../schemas/recursion-root.ts';
import type { SchemaContext } from '../schemas/schema-context.ts';
import type { DocumentShape } from '../shape/document-shape.ts';
import type { ComponentSchemas } from './component-schemas.ts';
import type { DefinitionList } from './definition-list.ts';
import type { ImpliedMapping } from './implied-mapping.ts';
import type { ReferenceRewriter } from './reference-rewriter.ts';

/** What all translations of a document share. */
export interface TranslationSource {
  readonly shape: DocumentShape;
  readonly is30: boolean;
  readonly references: References;
  readonly messages: MessageCollector;
  readonly list: DefinitionList;
  readonly components: ComponentSchemas;
  readonly rewriter: ReferenceRewriter;
  /** Undefined where `required` holds in both directions. */
  readonly oneWay: OneWayProperties | undefined;
  readonly copies: Copies;
  readonly implied: ImpliedMapping;
}

/** The schema of the items of a list that the document does not write itself, and its place. */
export interface ListItems {
  readonly schema: Json;
  readonly place: Place;
}

/** The translation of one schema. A class, because documents have tens of thousands and closures would be made for each. */
export class Translation implements SchemaContext {
  readonly messages: MessageCollector;
  readonly is30: boolean;
  held: HeldNames | undefined;
  readonly #source: TranslationSource;
  readonly #schema: Json | undefined;
  readonly #start: Place;
  readonly #used: Set<number>;
  readonly #items: ListItems | undefined;
  #anchors: ReadonlySet<string> | undefined;
  #hasReferences = true;

  /** @param start the place of the schema. @param used collects the indexes of the definitions that it references. */
  constructor(
    source: TranslationSource,
    schema: Json | undefined,
    start: Place,
    used: Set<number>,
    items: ListItems | undefined,
  ) {
    this.messages = source.messages;
    this.is30 = source.is30;
    this.#source = source;
    this.#schema = schema;
    this.#start = start;
    this.#used = used;
    this.#items = items;
  }

  get references(): References {
    return this.#source.references;
  }

  get is20(): boolean {
    return this.#source.shape.version === '2.0';
  }

  get is32(): boolean {
    return this.#source.shape.version === '3.2';
  }

  checkExtension(value: Json, place: Place): void {
    checkExtension(value, place, this.#source.references, this.messages);
  }

  placeOf(value: Json | undefined, place: Place): Place {
    const items = this.#items;
    const isItems = items !== undefined && value === items.schema && place.token === 'items';
    return isItems ? items.place : this.#source.shape.placeOf(value, place);
  }

  rewriteReference(reference: string, place: Place, written?: string): string | undefined {
    return this.#hasReferences ? this.#source.rewriter.rewrite(reference, place, this.#used, written) : undefined;
  }

  holding(held: HeldNames): SchemaContext {
    const copy = this.#copy();
    copy.held = held;
    return copy;
  }

  withoutReferences(): SchemaContext {
    const copy = this.#copy();
    copy.#hasReferences = false;
    return copy;
  }

  #copy(): Translation {
    const copy = new Translation(this.#source, this.#schema, this.#start, this.#used, this.#items);
    copy.held = this.held;
    copy.#hasReferences = this.#hasReferences;
    return copy;
  }

  checkCycle(reference: string, place: Place): void {
    this.#source.rewriter.checkCycle(reference, place);
  }

  rewriteMapping(value: string, place: Place): string | undefined {
    const { components, list, references, rewriter } = this.#source;
    const component = components.reach(value);
    if (component === undefined)
      return references.find(value, place).kind === 'found' ? rewriter.rewrite(value, place, this.#used) : undefined;
    this.#used.add(component);
    return list.fileName(component);
  }

  get oneWay(): OneWayProperties | undefined {
    return this.#source.oneWay;
  }

  get copies(): Copies {
    return this.#source.copies;
  }

  impliedMapping(schema: JsonObject, place: Place): ReadonlyMap<string, string> {
    const { implied, list } = this.#source;
    const files = new Map<string, string>();
    for (const [name, index] of implied.indexesOf(schema, place)) {
      this.#used.add(index);
      files.set(name, list.fileName(index));
    }
    return files;
  }

  recursionRoot(place: Place): Place | undefined {
    return recursionRoot(place, this.#schema, this.#start)?.place;
  }

  hasDynamicAnchor(name: string): boolean {
    this.#anchors ??= collectDynamicAnchors(this.#schema);
    return this.#anchors.has(name);
  }
}
