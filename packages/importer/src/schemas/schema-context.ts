import type { Json, JsonObject } from '@connectory/json';
import type { MessageCollector } from '../messages/message-collector.ts';
import type { Place } from '../place/place.ts';
import type { References } from '../references/references.ts';
import type { Copies, HeldNames } from './copied-schemas.ts';
import type { OneWayProperties } from './one-way-properties.ts';

/** The environment of a schema translation. */
export interface SchemaContext {
  readonly messages: MessageCollector;
  readonly references: Pick<References, 'find'>;
  /** Whether the document is OpenAPI 3.0 or Swagger 2.0, which have schema dialects of their own. */
  readonly is30: boolean;
  /** Whether the document is Swagger 2.0. */
  readonly is20: boolean;
  /** Whether the document is OpenAPI 3.2. */
  readonly is32: boolean;
  /** The place of a value in the upload. @param place the place that it has in the shape of OpenAPI 3. */
  placeOf(value: Json | undefined, place: Place): Place;
  /**
   * The served form of a `$ref`: `Pet.json` or `Pet.json#/properties/tag`.
   * @param written the reference as messages show it, where it was written otherwise.
   * @returns undefined, having reported the reason, when it leads nowhere.
   */
  rewriteReference(reference: string, place: Place, written?: string): string | undefined;
  /** Reports a reference that is served as it is written, when it makes a schema part of itself. */
  checkCycle(reference: string, place: Place): void;
  /** Reports references in the value of an extension that lead nowhere. */
  checkExtension(value: Json, place: Place): void;
  /** Like `rewriteReference`, for a value of `discriminator.mapping`, which may also be the name of a component schema. */
  rewriteMapping(value: string, place: Place): string | undefined;
  /** Finds properties that travel in one direction only; undefined in OpenAPI 3.1 and later, where `required` holds in both. */
  readonly oneWay: OneWayProperties | undefined;
  /** Undefined unless the schema is written out in another one. */
  readonly held: HeldNames | undefined;
  readonly copies: Copies;
  /** The same environment for a schema that is written out in another one. */
  holding(held: HeldNames): SchemaContext;
  /** The same environment, in which references are left out without being reported. */
  withoutReferences(): SchemaContext;
  /**
   * The values of a discriminator that are names of schemas, with the files of these; empty when all schemas kept their names.
   * @param schema the schema with the discriminator. @param place of the schema.
   */
  impliedMapping(schema: JsonObject, place: Place): ReadonlyMap<string, string>;
  /** The place of the schema that a `$recursiveRef` at a place leads to; undefined when that is a reference itself. */
  recursionRoot(place: Place): Place | undefined;
  /** Whether the schema being translated has the anchor, so that a `$dynamicRef` to it can stay. */
  hasDynamicAnchor(name: string): boolean;
}

/** An object schema, or true or false. */
export type TranslatedSchema = { [key: string]: Json } | boolean;
