import type { Json, JsonObject } from '@connectory/json';
import type { Place } from '../place/place.ts';
import type { SchemaContext } from './schema-context.ts';

/** One keyword of the schema being translated. */
export interface Keyword {
  readonly schema: JsonObject;
  /** Filled key by key. */
  readonly translated: { [key: string]: Json };
  /** Filled with what a keyword became where the schema itself has the keyword already: it joins `allOf`. */
  readonly conjuncts: Json[];
  readonly key: string;
  readonly value: Json;
  /** Of the schema. */
  readonly place: Place;
  readonly context: SchemaContext;
}
