import { z } from 'zod';
import { type ApiResponse, responsesOf, type ApiOperation } from './api-operation.ts';
import { apiOperations } from './operations.ts';
import { parameterSchemas } from './parameters.ts';
import { scopeOf } from './scope-of.ts';

const bearerDescription =
  'An API key (`cty_…`), or a JWT of the issuer that the server trusts. Roles: `read`, `import` (includes `read`), `operator` (includes both, in every organisation). A key may have scopes: then it also needs the scope that an operation names.';

type JsonObject = { [key: string]: unknown };

const pathParameterFormats: { readonly [name: string]: string } = {
  organisation_id: 'ulid',
  connector_id: 'ulid',
  edit_id: 'ulid',
  import_id: 'ulid',
  key_id: 'ulid',
  reimport_id: 'ulid',
  upload_id: 'ulid',
  connection_id: 'ulid',
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

function describeRequestBody({ jsonBody, multipartMetadata, rawBody }: ApiOperation): JsonObject | undefined {
  if (rawBody !== undefined)
    return { required: true, description: rawBody, content: { 'application/octet-stream': {} } };
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
    overlay: {
      type: 'array',
      maxItems: 10,
      items: { type: 'string', format: 'binary' },
      description:
        'OpenAPI overlays for this import alone, JSON or YAML, applied in this order after those of the connector.',
    },
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
