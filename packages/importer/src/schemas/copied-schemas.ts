import { append, isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import type { Place } from '../place/place.ts';

/** The names that a schema, written out in another one, has from there. */
export interface HeldNames {
  readonly names: ReadonlySet<string>;
  /** The place of the schema that is written out. */
  readonly start: Place;
  /** The schemas that are being written out, so that circles end. */
  readonly path: ReadonlySet<object>;
}

/** Values of one schema that is written out, and of all of a document. Without limits, one large schema could be repeated everywhere. */
const maxOfSchema = 1_000;
const maxOfDocument = 20_000;

/** Counts what is written out in a document. */
export class Copies {
  #left = maxOfDocument;

  /** Whether a schema may be written out once more. */
  take(schema: JsonObject): boolean {
    const size = sizeOf(schema);
    if (size > Math.min(maxOfSchema, this.#left)) return false;
    this.#left -= size;
    return true;
  }
}

function sizeOf(schema: JsonObject): number {
  const waiting: Json[] = [schema];
  let size = 0;
  for (let value = waiting.pop(); value !== undefined && size <= maxOfSchema; value = waiting.pop()) {
    size += 1;
    if (isArray(value)) append(waiting, value.slice(0, maxOfSchema));
    else if (isObject(value)) for (const key of Object.keys(value)) waiting.push(value[key] ?? null);
  }
  return size;
}
