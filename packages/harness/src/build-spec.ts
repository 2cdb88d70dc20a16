export interface SpecParts {
  /** Version of the OpenAPI specification; default: 3.1.0. */
  readonly openapi?: string;
  readonly title?: string;
  /** `info.version`. */
  readonly version?: string;
  readonly paths?: { readonly [path: string]: object };
  readonly webhooks?: { readonly [name: string]: object };
  readonly schemas?: { readonly [name: string]: object | boolean };
  readonly securitySchemes?: { readonly [name: string]: object };
}

/** Builds a small valid OpenAPI document with one server, and with one operation unless `paths` are given. */
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

/** Builds an operation that responds 200 with a JSON object. @param keys added or replaced */
export function operation(keys: { readonly [key: string]: unknown } = {}): object {
  const content = { 'application/json': { schema: { type: 'object' } } };
  return { responses: { 200: { description: 'OK', content } }, ...keys };
}
