import type { Json, JsonObject } from '@connectory/json';
import type { Place } from '../place/place.ts';
import type { SchemaContext } from './schema-context.ts';

/** One keyword of the schema being translated. */
export interface Keyword {
  readonly schema: JsonObject;
  /** The result, filled key by key. */
  readonly translated: { [key: string]: Json };
  /** Schemas to add to `allOf`: translations of keywords that the schema itself already has. */
  readonly conjuncts: Json[];
  readonly key: string;
  readonly value: Json;
  /** The place of the schema. */
  readonly place: Place;
  readonly context: SchemaContext;
}
