import type { Json } from '@connectory/json';
import type { MessageCollector } from '../messages/message-collector.ts';
import type { Place } from '../place/place.ts';

/** What the translation of a schema needs to know beside the schema. */
export interface SchemaContext {
  readonly messages: MessageCollector;
  /** Whether the document is OpenAPI 3.0, whose schemas are a dialect of their own; 3.1 and 3.2 use JSON Schema 2020-12. */
  readonly is30: boolean;
  /**
   * Where a `$ref` leads once served: `Pet.json`, `Pet.json#/properties/tag`.
   * @returns undefined, having reported why, when it leads nowhere.
   */
  rewriteReference(reference: string, place: Place): string | undefined;
  /** The same for a value of a discriminator's mapping, which may also be the bare name of a component. */
  rewriteMapping(value: string, place: Place): string | undefined;
  /** Whether a `$dynamicRef` can stay one: its anchor is in the schema being translated. */
  readonly hasDynamicAnchor: (name: string) => boolean;
}

/** A schema that is an object once translated, or true or false. */
export type TranslatedSchema = { [key: string]: Json } | boolean;
