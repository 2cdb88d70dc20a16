export interface SpecParts {
  /** The version of the specification; 3.1.0 unless given. */
  readonly openapi?: string;
  readonly title?: string;
  /** The version of what is described. */
  readonly version?: string;
  readonly paths?: { readonly [path: string]: object };
  readonly webhooks?: { readonly [name: string]: object };
  readonly schemas?: { readonly [name: string]: object | boolean };
  readonly securitySchemes?: { readonly [name: string]: object };
}

/** A small valid OpenAPI document: one server, and one operation unless `paths` are given. */
export function buildSpec(parts: SpecParts = {}): { readonly [key: string]: unknown } {
  const { schemas, securitySchemes, webhooks } = parts;
  return {
    openapi: parts.openapi ?? '3.1.0',
    info: { title: parts.title ?? 'Pets', version: parts.version ?? '1.0.0' },
    servers: [{ url: 'https://pets.example.com' }],
    paths: parts.paths ?? { '/pets': { get: operation({ operationId: 'listPets' }) } },
    ...(webhooks === undefined ? {} : { webhooks }),
    components: {
      ...(schemas === undefined ? {} : { schemas }),
      ...(securitySchemes === undefined ? {} : { securitySchemes }),
    },
  };
}

/** An operation that answers 200 with a JSON object, with more or other keys. */
export function operation(keys: { readonly [key: string]: unknown } = {}): object {
  const content = { 'application/json': { schema: { type: 'object' } } };
  return { responses: { 200: { description: 'What was asked for.', content } }, ...keys };
}
