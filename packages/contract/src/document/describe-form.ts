import type { z } from 'zod';
import type { JsonObject } from './json-object.ts';
import { nameOf, referTo } from './refer-to.ts';

/** The form of an upload with such metadata, as a component. */
export function describeForm(metadata: z.ZodType): { readonly name: string; readonly schema: JsonObject } {
  const properties = {
    file: {
      type: 'string',
      format: 'binary',
      description: 'The document: JSON or YAML, optionally compressed with gzip; or an archive of several files.',
      examples: ['{"openapi":"3.1.0","info":{"title":"Pets","version":"1.0.0"},"paths":{}}'],
    },
    metadata: { ...referTo(metadata), description: 'How to import the document, as JSON.' },
    overlay: {
      type: 'array',
      maxItems: 10,
      items: { type: 'string', format: 'binary' },
      description:
        'OpenAPI overlays for this import alone, JSON or YAML, applied in this order after those of the connector.',
      examples: [
        [
          '{"overlay":"1.1.0","info":{"title":"Fixes","version":"1"},"actions":[{"target":"$.info","update":{"title":"Pets"}}]}',
        ],
      ],
    },
  };
  return {
    name: nameOf(metadata).replace(/Metadata$/, 'Form'),
    schema: {
      type: 'object',
      description: 'A document with its metadata.',
      required: ['file', 'metadata'],
      properties,
    },
  };
}
