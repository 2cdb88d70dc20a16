/** Gives the name for a place: always the same one. */
export type NameFor = (place: string) => string;

/**
 * A document whose every name is chosen: of paths, operations, parameters, definitions and their properties, media types, headers, examples,
 * links, callbacks, webhooks, servers, tags, security schemes, scopes, and of members that the specification does not know.
 */
export function namesDocument(name: NameFor, version: string, description: string): object {
  const schema = (key: string): string => name(`definition ${key}`);
  const reference = (key: string): object => ({ $ref: `#/components/schemas/${schema(key)}` });
  const body = (key: string): object => ({
    description,
    content: {
      'application/json': {
        schema: reference(key),
        examples: named(name('example'), { value: named(name('value'), 1) }),
      },
    },
    headers: named(name('header'), { schema: { type: 'string' } }),
    links: named(name('link'), {
      operationId: name('operation'),
      parameters: named(name('parameter'), '$request.body'),
    }),
  });
  const operation = (key: string): object => ({
    operationId: name(key),
    description,
    tags: [name('tag')],
    security: [named(name('scheme'), [name('scope')])],
    parameters: [{ name: name('parameter'), in: 'query', schema: { type: 'string', ...named(name('keyword'), true) } }],
    requestBody: body('input'),
    responses: { 200: body('output'), ...named(name('status'), { description }) },
    ...named(name('member of operation'), { a: 1 }),
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Names', version, ...named(name('member of info'), 1) },
    servers: [{ url: `https://{${name('variable')}}.example`, variables: named(name('variable'), { default: 'a' }) }],
    tags: [{ name: name('tag'), description }],
    paths: {
      [`/${name('path')}/{${name('parameter')}}`]: {
        parameters: [{ name: name('parameter'), in: 'path', required: true, schema: { type: 'string' } }],
        get: {
          ...operation('operation'),
          callbacks: named(name('callback'), named(name('expression'), { post: operation('called') })),
        },
        ...named(name('method'), { description }),
      },
      ...named(name('path'), { put: operation('put') }),
    },
    webhooks: named(name('webhook'), { post: operation('sold') }),
    components: {
      schemas: {
        ...named(schema('input'), schemaOf(name, reference('output'))),
        ...named(schema('output'), schemaOf(name, { type: 'integer', description })),
      },
      securitySchemes: named(name('scheme'), {
        type: 'oauth2',
        flows: {
          clientCredentials: { tokenUrl: 'https://a.example', scopes: named(name('scope'), description) },
          ...named(name('flow'), {}),
        },
      }),
      ...named(name('section'), named(name('member of section'), 1)),
    },
    ...named(name('member of root'), named(name('member'), 1)),
  };
}

function schemaOf(name: NameFor, property: object): object {
  return {
    type: 'object',
    properties: { ...named(name('property'), property), ...named(name('other property'), { type: 'string' }) },
    required: [name('property')],
    dependentRequired: named(name('property'), [name('other property')]),
    $defs: named(name('inner'), { enum: [name('value')] }),
    discriminator: { propertyName: name('property'), mapping: named(name('value'), name('definition output')) },
    ...named(name('keyword'), named(name('member'), [])),
  };
}

/** An object with one own member. A literal with the key `__proto__` would have none. */
export function named(key: string, value: unknown): { readonly [key: string]: unknown } {
  return Object.fromEntries([[key, value]]);
}
