import { z } from 'zod';
import { auditActions, auditOutcomes } from '../wire/audit.ts';
import { reimportOutcomes } from '../wire/reimports.ts';
import { type ApiResponse, responsesOf, type ApiOperation } from './api-operation.ts';
import { apiOperations } from './operations.ts';
import { scopeOf } from './scope-of.ts';

const bearerDescription =
  'An API key (`cty_…`), or a JWT of the issuer that the server trusts. Roles: `read`, `import` (includes `read`), `operator` (includes both, in every organisation). A key may have scopes: then it also needs the scope that an operation names.';

type JsonObject = { [key: string]: unknown };

/** Parameters by name, or by a key of their own where the same name has another meaning. */
const parameterSchemas: {
  readonly [key: string]: { readonly name?: string; readonly schema: JsonObject; readonly description: string };
} = {
  first: {
    schema: { type: 'integer', minimum: 1, maximum: 1000, default: 20 },
    description: 'Maximum number of items per page.',
  },
  after: { schema: { type: 'string' }, description: 'Cursor: `next` of the previous page.' },
  before: { schema: { type: 'string' }, description: 'Cursor: `prev` of the following page.' },
  name: { schema: { type: 'string' }, description: 'Part of the name, case-insensitive.' },
  status: {
    schema: { type: 'string', enum: ['queued', 'running', 'succeeded', 'failed', 'cancelled'] },
    description: 'Only imports with this status.',
  },
  organisationId: {
    schema: { type: 'string', format: 'ulid' },
    description: 'Only keys of this organisation.',
  },
  unusedSince: {
    schema: { type: 'string', format: 'date-time' },
    description: 'Only valid keys that were neither used nor created since this time.',
  },
  connectorId: { schema: { type: 'string', format: 'ulid' }, description: 'Only imports into this connector.' },
  reimportId: { schema: { type: 'string', format: 'ulid' }, description: 'Only imports of this bulk re-import.' },
  outcome: { schema: { type: 'string', enum: reimportOutcomes }, description: 'Only items with this outcome.' },
  force: { schema: { type: 'boolean' }, description: 'Delete it even if it is published.' },
  from: {
    schema: { type: 'string' },
    description: 'The version to compare with: its name, `latest` or `default`. Default: `latest`.',
  },
  class: {
    schema: { type: 'string', enum: ['breaking', 'non-breaking', 'annotation'] },
    description: 'Only entries of this class. The summary counts all entries.',
  },
  code: { schema: { type: 'string' }, description: 'Only messages with this code.' },
  severity: {
    schema: { type: 'string', enum: ['info', 'warning', 'error'] },
    description: 'Only messages of this severity.',
  },
  pointer: {
    schema: { type: 'string' },
    description:
      'JSON Pointer of the place; `file#pointer` for a file of an archive other than the root document. Default: the whole document.',
  },
  proof: {
    schema: { type: 'boolean', default: false },
    description: 'Compares the export with the document that was imported, and returns an ExportProof.',
  },
  actor: { schema: { type: 'string' }, description: 'Only events of this actor: id of a key, or subject of a token.' },
  action: { schema: { type: 'string', enum: auditActions }, description: 'Only events with this action.' },
  target: {
    schema: { type: 'string' },
    description: 'Only events about this: id of a connector, version, import or key.',
  },
  auditOutcome: {
    name: 'outcome',
    schema: { type: 'string', enum: auditOutcomes },
    description: 'Only events with this outcome.',
  },
  auditFrom: {
    name: 'from',
    schema: { type: 'string', format: 'date-time' },
    description: 'Only events from this time on.',
  },
  auditTo: {
    name: 'to',
    schema: { type: 'string', format: 'date-time' },
    description: 'Only events before this time.',
  },
  auditOrganisation: {
    name: 'organisationId',
    schema: { type: 'string', format: 'ulid' },
    description: 'Only events of this organisation.',
  },
  Prefer: {
    schema: { type: 'string' },
    description:
      '`wait=N` delays the response until the import ends, for at most N seconds (60 at most). `respond-async` does not wait. `return=minimal` asks for the Import without its result (RFC 7240).',
  },
  'Idempotency-Key': {
    schema: { type: 'string', minLength: 1, maxLength: 257 },
    description:
      'Unique key of this request, bare or quoted, at most 255 characters. A repeated request within 24 hours gets the first import.',
  },
  'Last-Event-ID': {
    schema: { type: 'string' },
    description: 'Id of the last event received. Only later events are sent.',
  },
  'If-None-Match': { schema: { type: 'string' }, description: 'ETag of the cached response.' },
};

const pathParameterFormats: { readonly [name: string]: string } = {
  organisation_id: 'ulid',
  connector_id: 'ulid',
  import_id: 'ulid',
  key_id: 'ulid',
  reimport_id: 'ulid',
};

/** Builds the OpenAPI 3.1 document of this service from the wire schemas and the table of operations. */
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

/** The schemas of all wire types as OpenAPI 3.1 components, by name. */
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
    // OpenAPI 3.1 allows role names where a scheme has no scopes. The scope of API keys follows the role.
    security: operation.role === 'public' ? [] : [{ bearerToken: [operation.role, ...scopesOf(operation)] }],
    parameters: describeParameters(operation),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: Object.fromEntries(
      Object.entries(responsesOf(operation)).map(([status, response]) => [status, describeResponse(response)]),
    ),
  };
}

function scopesOf(operation: ApiOperation): readonly string[] {
  const scope = scopeOf(operation);
  return scope === undefined ? [] : [scope];
}

function describeParameters(operation: ApiOperation): readonly JsonObject[] {
  const inPath = [...operation.path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => {
    const format = pathParameterFormats[name];
    return {
      name,
      in: 'path',
      required: true,
      schema: { type: 'string', ...(format === undefined ? {} : { format }) },
    };
  });
  const inQuery = (operation.query ?? []).map((key) => ({
    name: key,
    in: 'query',
    required: false,
    ...parameterSchemas[key],
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
    file: {
      type: 'string',
      format: 'binary',
      description: 'The document: JSON or YAML, optionally compressed with gzip.',
    },
    metadata: referTo(metadata),
  };
  return { type: 'object', required: ['file', 'metadata'], properties };
}

function describeResponse(response: ApiResponse): JsonObject {
  if (response.schema !== undefined) {
    const others = (response.otherMediaTypes ?? []).map((mediaType) => [mediaType, {}]);
    const content = { 'application/json': { schema: referTo(response.schema) }, ...Object.fromEntries(others) };
    return { description: response.description, content };
  }
  if (response.mediaType === undefined) return { description: response.description };
  return { description: response.description, content: { [response.mediaType]: {} } };
}

function referTo(schema: z.ZodType): JsonObject {
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined) throw new Error('wire schema without an id');
  return { $ref: `#/components/schemas/${id}` };
}
