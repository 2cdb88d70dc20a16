/** A kind of value in an OpenAPI or Swagger 2.0 document, as far as it matters to references. */
export type Kind = keyof typeof shapes;

export interface Shape {
  /** Whether the specification allows a `$ref` in its place. */
  readonly isReferable: boolean;
  /** Kinds of members by key. */
  readonly members?: { readonly [key: string]: string };
  /** Kind of all other members, or of the items of a list. Members without a kind are not searched. */
  readonly each?: string;
}

const mapOf = (each: string): Shape => ({ isReferable: false, each });

const plainMembers = { tags: 'plain', servers: 'plain', security: 'plain', externalDocs: 'plain' };

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'connect', 'query'];

const parameter: Shape = {
  isReferable: true,
  members: { schema: 'schema', items: 'schema', content: 'content', examples: 'examples', example: 'data' },
};

const schemaMembers = {
  ...Object.fromEntries(
    ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'].map((key) => [key, 'schemas']),
  ),
  ...Object.fromEntries(['allOf', 'anyOf', 'oneOf', 'prefixItems'].map((key) => [key, 'schemas'])),
  ...Object.fromEntries(
    [
      'items',
      'additionalItems',
      'additionalProperties',
      'unevaluatedItems',
      'unevaluatedProperties',
      'contains',
      'propertyNames',
      'not',
      'if',
      'then',
      'else',
      'contentSchema',
    ].map((key) => [key, 'schema']),
  ),
  ...Object.fromEntries(
    ['required', 'enum', 'type', 'discriminator', 'xml', 'externalDocs'].map((key) => [key, 'plain']),
  ),
  example: 'data',
  examples: 'data',
  default: 'data',
};

const encodingMembers = { encoding: 'encodings', prefixEncoding: 'encodings', itemEncoding: 'encoding' };

/** By the tables of OpenAPI 3.0 to 3.2 and Swagger 2.0. */
const shapes = {
  document: {
    isReferable: false,
    members: {
      ...plainMembers,
      info: 'plain',
      paths: 'pathItems',
      webhooks: 'pathItems',
      components: 'components',
      // Swagger 2.0.
      definitions: 'schemas',
      parameters: 'parameters',
      responses: 'responses',
      securityDefinitions: 'securitySchemes',
    },
  },
  components: {
    isReferable: false,
    members: {
      schemas: 'schemas',
      responses: 'responses',
      parameters: 'parameters',
      examples: 'examples',
      requestBodies: 'requestBodies',
      headers: 'headers',
      securitySchemes: 'securitySchemes',
      links: 'links',
      callbacks: 'callbacks',
      pathItems: 'pathItems',
      mediaTypes: 'content',
    },
  },
  pathItems: mapOf('pathItem'),
  pathItem: {
    isReferable: true,
    members: {
      ...Object.fromEntries(methods.map((method) => [method, 'operation'])),
      additionalOperations: 'operations',
      parameters: 'parameters',
      servers: 'plain',
    },
  },
  operations: mapOf('operation'),
  operation: {
    isReferable: false,
    members: {
      ...plainMembers,
      parameters: 'parameters',
      requestBody: 'requestBody',
      responses: 'responses',
      callbacks: 'callbacks',
    },
  },
  parameters: mapOf('parameter'),
  parameter,
  headers: mapOf('header'),
  header: parameter,
  requestBodies: mapOf('requestBody'),
  requestBody: { isReferable: true, members: { content: 'content' } },
  responses: mapOf('response'),
  response: {
    isReferable: true,
    members: { headers: 'headers', content: 'content', links: 'links', schema: 'schema', examples: 'values' },
  },
  content: mapOf('mediaType'),
  mediaType: {
    isReferable: false,
    members: {
      ...encodingMembers,
      schema: 'schema',
      itemSchema: 'schema',
      examples: 'examples',
      example: 'data',
    },
  },
  encodings: mapOf('encoding'),
  encoding: { isReferable: false, members: { ...encodingMembers, headers: 'headers' } },
  examples: mapOf('example'),
  example: { isReferable: true, members: { value: 'data' } },
  links: mapOf('link'),
  link: { isReferable: true, members: { server: 'plain', parameters: 'plain' } },
  callbacks: mapOf('callback'),
  callback: { isReferable: true, each: 'pathItem' },
  securitySchemes: mapOf('securityScheme'),
  securityScheme: { isReferable: true, members: { flows: 'plain' } },
  schemas: mapOf('schema'),
  schema: { isReferable: true, members: schemaMembers },
  /** A value without references in the specification, such as a list of tags. */
  plain: { isReferable: false, each: 'plain' },
  /** Examples of Swagger 2.0, by media type. */
  values: mapOf('data'),
  /** An example or default. A reference as the whole value leads to a file with the example. */
  data: { isReferable: false },
} satisfies { readonly [kind: string]: Shape };

export function shapeOf(kind: Kind): Shape {
  return shapes[kind];
}

/** The kind of a member or item; undefined for extensions and members that cannot hold references. */
export function kindOfChild(kind: Kind, key: string | number): Kind | undefined {
  const { members, each } = shapeOf(kind);
  const name = String(key);
  const member = members !== undefined && Object.hasOwn(members, name) ? members[name] : each;
  return member !== undefined && isKind(member) && !(name.startsWith('x-') && kind !== 'schemas') ? member : undefined;
}

function isKind(name: string): name is Kind {
  return Object.hasOwn(shapes, name);
}
