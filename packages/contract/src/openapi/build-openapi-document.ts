import { z } from 'zod';
import { reimportOutcomes } from '../wire/reimports.ts';
import { type Answer, answersOf, type ApiOperation } from './api-operation.ts';
import { apiOperations } from './operations.ts';

const bearerDescription =
  'An API key, `cty_…`, or a token of the issuer that the server is set to trust. Roles: `read`, `import` (includes `read`), `operator` (includes both, in every organisation).';

type JsonObject = { [key: string]: unknown };

const parameterSchemas: { readonly [name: string]: { schema: JsonObject; description: string } } = {
  first: {
    schema: { type: 'integer', minimum: 1, maximum: 1000, default: 20 },
    description: 'Items of a page at most.',
  },
  after: { schema: { type: 'string' }, description: 'A cursor: `next` of the page before.' },
  before: { schema: { type: 'string' }, description: 'A cursor: `prev` of the page behind.' },
  name: { schema: { type: 'string' }, description: 'Part of the name, without regard to case.' },
  status: {
    schema: { type: 'string', enum: ['queued', 'running', 'succeeded', 'failed', 'cancelled'] },
    description: 'Imports of this status only.',
  },
  organisationId: {
    schema: { type: 'string', format: 'ulid' },
    description: 'What belongs to this organisation only.',
  },
  connectorId: { schema: { type: 'string', format: 'ulid' }, description: 'Imports into this connector only.' },
  reimportId: { schema: { type: 'string', format: 'ulid' }, description: 'Imports of this bulk re-import only.' },
  outcome: { schema: { type: 'string', enum: reimportOutcomes }, description: 'Items of this outcome only.' },
  force: { schema: { type: 'boolean' }, description: 'Delete it even if it is published.' },
  from: {
    schema: { type: 'string' },
    description: 'The earlier version, by name, `latest` or `default`; `latest` unless given.',
  },
  class: {
    schema: { type: 'string', enum: ['breaking', 'non-breaking', 'annotation'] },
    description: 'Entries of this class only; the summary counts all.',
  },
  Prefer: {
    schema: { type: 'string' },
    description:
      '`wait=N` holds the answer up to N seconds (60 at most); `respond-async` does not wait. `return=minimal` asks for the Import alone once it has ended, without what it made (RFC 7240).',
  },
  'Idempotency-Key': {
    schema: { type: 'string', minLength: 1, maxLength: 257 },
    description:
      'A name for this request, bare or quoted, 255 characters at most: sent again within 24 hours it answers with the first import.',
  },
  'Last-Event-ID': {
    schema: { type: 'string' },
    description: 'The id of the last event that is known: only a later one is sent.',
  },
  'If-None-Match': { schema: { type: 'string' }, description: 'The ETag of what is known already.' },
};

const pathParameterFormats: { readonly [name: string]: string } = {
  organisation_id: 'ulid',
  connector_id: 'ulid',
  import_id: 'ulid',
  key_id: 'ulid',
  reimport_id: 'ulid',
};

/** The service's own OpenAPI 3.1 document, made from the wire types and the table of operations. */
export function buildOpenApiDocument(options: { baseUrl: string }): JsonObject {
  const paths: { [path: string]: JsonObject } = {};
  for (const operation of apiOperations)
    (paths[operation.path] ??= {})[operation.method] = describeOperation(operation);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Connectory',
      version: '1.0.0',
      description:
        'Turns OpenAPI documents into versioned connectors: upload a document, follow its import, read its actions, triggers and definitions.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: options.baseUrl }],
    security: [{ bearerToken: [] }],
    paths,
    components: {
      securitySchemes: { bearerToken: { type: 'http', scheme: 'bearer', description: bearerDescription } },
      schemas: componentSchemas(),
    },
  };
}

/** The schemas of all wire types, by name, as OpenAPI 3.1 components. */
export function componentSchemas(): JsonObject {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    uri: (id) => `#/components/schemas/${id}`,
    unrepresentable: 'any',
    io: 'input',
  });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutIdentity(schema)]));
}

function withoutIdentity(schema: object): JsonObject {
  const { $schema: _dialect, $id: _id, id: _name, ...rest }: JsonObject = { ...schema };
  return rest;
}

function describeOperation(operation: ApiOperation): JsonObject {
  const requestBody = describeRequestBody(operation);
  return {
    operationId: operation.operationId,
    summary: operation.summary,
    tags: [operation.tag],
    // The role that is required: OpenAPI 3.1 lists roles where a scheme has no scopes.
    security: operation.role === 'public' ? [] : [{ bearerToken: [operation.role] }],
    parameters: describeParameters(operation),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: Object.fromEntries(
      Object.entries(answersOf(operation)).map(([status, answer]) => [status, describeAnswer(answer)]),
    ),
  };
}

function describeParameters(operation: ApiOperation): readonly JsonObject[] {
  const inPath = [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => {
    const format = pathParameterFormats[name];
    return {
      name,
      in: 'path',
      required: true,
      schema: { type: 'string', ...(format === undefined ? {} : { format }) },
    };
  });
  const inQuery = (operation.query ?? []).map((name) => ({
    name,
    in: 'query',
    required: false,
    ...parameterSchemas[name],
  }));
  const inHeader = (operation.headers ?? []).map((name) => ({
    name,
    in: 'header',
    required: false,
    ...parameterSchemas[name],
  }));
  return [...inPath, ...inQuery, ...inHeader];
}

function describeRequestBody({ jsonBody, multipartMetadata }: ApiOperation): JsonObject | undefined {
  if (jsonBody === undefined && multipartMetadata === undefined) return undefined;
  const content = {
    ...(multipartMetadata === undefined
      ? {}
      : { 'multipart/form-data': { schema: describeMultipart(multipartMetadata) } }),
    ...(jsonBody === undefined ? {} : { 'application/json': { schema: referTo(jsonBody) } }),
  };
  return { required: true, content };
}

function describeMultipart(metadata: z.ZodType): JsonObject {
  const properties = {
    file: { type: 'string', format: 'binary', description: 'The document: JSON or YAML, also compressed with gzip.' },
    metadata: referTo(metadata),
  };
  return { type: 'object', required: ['file', 'metadata'], properties };
}

function describeAnswer(answer: Answer): JsonObject {
  if (answer.schema !== undefined) {
    const others = (answer.otherMediaTypes ?? []).map((mediaType) => [mediaType, {}]);
    const content = { 'application/json': { schema: referTo(answer.schema) }, ...Object.fromEntries(others) };
    return { description: answer.description, content };
  }
  if (answer.mediaType === undefined) return { description: answer.description };
  return { description: answer.description, content: { [answer.mediaType]: {} } };
}

function referTo(schema: z.ZodType): JsonObject {
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined) throw new Error('a wire type without an id');
  return { $ref: `#/components/schemas/${id}` };
}
