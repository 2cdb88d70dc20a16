import { z } from 'zod';
import type { JsonObject } from './json-object.ts';

/** The name of a wire schema. @throws for a schema without one */
export function nameOf(schema: z.ZodType): string {
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined) throw new Error('wire schema without an id');
  return id;
}

export function referTo(schema: z.ZodType): JsonObject {
  return { $ref: `#/components/schemas/${nameOf(schema)}` };
}
