import { followed, kept, listOf, mapOf, mapped, type Member, type MemberTables, one, ruled } from './member-table.ts';

const operation = followed(one('operation'), 'Action');

const inSchema = ruled('the `schema` of 3.1');

/** Members of parameters, headers and items that are keywords of a schema in OpenAPI 3. */
const schemaMembers: { readonly [name: string]: Member } = {
  type: inSchema,
  format: inSchema,
  items: ruled('the `schema` of 3.1', one('items')),
  default: inSchema,
  maximum: inSchema,
  exclusiveMaximum: inSchema,
  minimum: inSchema,
  exclusiveMinimum: inSchema,
  maxLength: inSchema,
  minLength: inSchema,
  pattern: inSchema,
  maxItems: inSchema,
  minItems: inSchema,
  uniqueItems: inSchema,
  enum: inSchema,
  multipleOf: inSchema,
};

const collectionFormat = ruled('`style` and `explode` of 3.1; kept where these cannot say it');

/** The objects of Swagger 2.0, which are kept in the spelling of OpenAPI 3.1. Members that are not named are kept. */
export const swagger2Tables: MemberTables = {
  document: {
    members: {
      info: kept(one('info')),
      host: ruled('`servers` of 3.1'),
      basePath: ruled('`servers` of 3.1'),
      schemes: ruled('`servers` of 3.1'),
      consumes: ruled('media types of request bodies'),
      produces: ruled('media types of responses'),
      paths: followed(one('paths')),
      // Extensions of Microsoft: paths that differ only in their query, and a host with parameters.
      'x-ms-paths': followed(one('paths')),
      'x-ms-parameterized-host': ruled('`servers` of 3.1'),
      'x-webhooks': followed(mapOf('path-item')),
      definitions: followed(mapOf('schema'), 'Definition'),
      parameters: kept(mapOf('parameter'), '`components.parameters`, `components.requestBodies`'),
      responses: kept(mapOf('response'), '`components.responses`'),
      security: kept(listOf('security-requirement')),
      securityDefinitions: kept(mapOf('security-scheme'), '`components.securitySchemes`; authSchemeConfigs'),
      tags: kept(listOf('tag')),
      externalDocs: kept(one('external-documentation'), 'documentationURL'),
    },
  },
  info: {
    members: {
      title: kept(undefined, 'name of a new connector'),
      version: kept(undefined, 'name of the version, where the request names none'),
      contact: kept(one('contact'), 'documentationURL, without externalDocs'),
      license: kept(one('license')),
      'x-logo': kept(undefined, 'imageURL'),
    },
  },
  contact: { members: {} },
  license: { members: {} },
  paths: { members: {}, others: followed(one('path-item')) },
  'path-item': {
    members: {
      $ref: ruled('the path item that it leads to'),
      get: operation,
      put: operation,
      post: operation,
      delete: operation,
      options: operation,
      head: operation,
      patch: operation,
      parameters: followed(listOf('parameter'), 'parameters and body of each operation'),
    },
  },
  operation: {
    members: {
      summary: mapped('summary'),
      description: mapped('description'),
      externalDocs: kept(one('external-documentation')),
      operationId: kept(undefined, 'name'),
      consumes: ruled('media types of the request body'),
      produces: ruled('media types of the responses'),
      parameters: followed(listOf('parameter'), 'parameters, requestBody'),
      responses: followed(one('responses'), 'responses'),
      schemes: ruled('`servers` of 3.1'),
      security: kept(listOf('security-requirement'), 'OPERATION_SECURITY_KEPT'),
    },
  },
  'external-documentation': { members: {} },
  parameter: {
    members: {
      ...schemaMembers,
      name: mapped('name'),
      in: mapped('in'),
      required: mapped('required'),
      schema: ruled('the schema of the request body', one('schema')),
      collectionFormat,
    },
  },
  items: { members: { ...schemaMembers, collectionFormat: kept(undefined, 'in the schema') } },
  responses: { members: {}, others: followed(one('response')) },
  response: {
    members: {
      schema: ruled('a reference to its Definition, for each media type', one('schema')),
      headers: kept(mapOf('header')),
      examples: ruled('`example` of its media type in 3.1'),
    },
  },
  header: { members: { ...schemaMembers, collectionFormat } },
  tag: { members: { externalDocs: kept(one('external-documentation')) } },
  'security-scheme': {
    members: {
      type: ruled('`type` of 3.1: `basic` is `http`'),
      flow: ruled('`flows` of 3.1'),
      authorizationUrl: ruled('`flows` of 3.1'),
      tokenUrl: ruled('`flows` of 3.1'),
      scopes: ruled('`flows` of 3.1'),
    },
  },
  'security-requirement': { members: {} },
};
