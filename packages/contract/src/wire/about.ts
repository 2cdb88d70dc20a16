import { z } from 'zod';
import { timestamp, ulid } from './scalars.ts';

/** The description of a property, and examples of its values. Examples of objects and arrays are composed from those of their properties. */
export function about(description: string, ...examples: readonly unknown[]) {
  return examples.length === 0 ? { description } : { description, examples };
}

/** @param resource with an article */
export function idOf(resource: string, example: string): z.ZodString {
  return ulid.meta(about(`Id of ${resource}, a ULID.`, example));
}

/** @param when a clause that begins with "When" */
export function timeOf(when: string, example = '2026-01-31T09:30:00.000Z'): typeof timestamp {
  return timestamp.meta(about(`${when}. In UTC, RFC 3339 with milliseconds.`, example));
}

/** A reference to a named schema with its own description. `meta` itself would make a copy without the name. */
export function described<Schema extends z.ZodType>(schema: Schema, description: string): z.ZodNonOptional<Schema> {
  return z.nonoptional(schema).meta({ description });
}
