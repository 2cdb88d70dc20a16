import {
  followed,
  kept,
  listOf,
  mapOf,
  mapped,
  type MemberTables,
  one,
  only,
  ruled,
  type SpecVersion,
} from './member-table.ts';

const from31: readonly SpecVersion[] = ['3.1', '3.2'];
const from32: readonly SpecVersion[] = ['3.2'];

const operation = followed(one('operation'), 'Action, or Trigger');

/** The objects of OpenAPI 3.0, 3.1 and 3.2. Members that are not named are kept, extensions included. */
export const openapi3Tables: MemberTables = {
  document: {
    members: {
      $self: only(from32, kept(undefined, 'the base URI of references')),
      info: kept(one('info')),
      jsonSchemaDialect: only(from31, kept(undefined, 'SCHEMA_DIALECT')),
      servers: kept(listOf('server'), 'baseUrl, from the first one'),
      paths: followed(one('paths')),
      webhooks: only(from31, followed(mapOf('path-item'))),
      // Webhooks of documents that were written before 3.1 had them.
      'x-webhooks': followed(mapOf('path-item')),
      components: followed(one('components')),
      security: kept(listOf('security-requirement')),
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
  server: {
    members: {
      url: kept(undefined, 'baseUrl'),
      variables: kept(mapOf('server-variable'), 'connectionVariables'),
    },
  },
  'server-variable': { members: {} },
  components: {
    members: {
      schemas: followed(mapOf('schema'), 'Definition'),
      responses: kept(mapOf('response')),
      parameters: kept(mapOf('parameter')),
      examples: kept(mapOf('example')),
      requestBodies: kept(mapOf('request-body')),
      headers: kept(mapOf('header')),
      securitySchemes: kept(mapOf('security-scheme'), 'authSchemeConfigs'),
      links: kept(mapOf('link')),
      callbacks: kept(mapOf('callbacks')),
      pathItems: only(from31, kept(mapOf('path-item'))),
      mediaTypes: only(from32, kept(mapOf('media-type'))),
    },
  },
  paths: { members: {}, others: followed(one('path-item')) },
  'path-item': {
    members: {
      $ref: ruled('the path item that it leads to'),
      summary: kept(undefined, 'summary of operations without one'),
      description: kept(undefined, 'description of operations without one'),
      get: operation,
      put: operation,
      post: operation,
      delete: operation,
      options: operation,
      head: operation,
      patch: operation,
      trace: operation,
      // Not of the specification, and a method of the contract.
      connect: operation,
      query: only(from32, ruled('METHOD_UNSUPPORTED', one('operation'))),
      additionalOperations: only(from32, ruled('METHOD_UNSUPPORTED', mapOf('operation'))),
      servers: kept(listOf('server'), 'SERVER_OVERRIDDEN'),
      parameters: followed(listOf('parameter'), 'parameters of each operation'),
    },
  },
  operation: {
    members: {
      summary: mapped('summary'),
      description: mapped('description'),
      externalDocs: kept(one('external-documentation')),
      operationId: kept(undefined, 'name'),
      parameters: followed(listOf('parameter'), 'parameters'),
      requestBody: followed(one('request-body'), 'requestBody'),
      responses: followed(one('responses'), 'responses'),
      callbacks: followed(mapOf('callbacks'), 'Trigger'),
      security: kept(listOf('security-requirement'), 'OPERATION_SECURITY_KEPT'),
      servers: kept(listOf('server'), 'SERVER_OVERRIDDEN'),
    },
  },
  'external-documentation': { members: {} },
  parameter: {
    members: {
      name: mapped('name'),
      in: mapped('in'),
      required: mapped('required'),
      schema: kept(one('schema'), 'type, default'),
      content: kept(mapOf('media-type'), 'PARAM_NOT_SCALAR'),
      examples: kept(mapOf('example')),
    },
  },
  'request-body': {
    members: {
      required: mapped('requestBody.required'),
      content: kept(mapOf('media-type'), 'requestBody.definitions'),
    },
  },
  'media-type': {
    members: {
      schema: ruled('a reference to its Definition', one('schema')),
      itemSchema: only(from32, ruled('a reference to its Definition', one('schema'))),
      examples: kept(mapOf('example')),
      encoding: kept(mapOf('encoding')),
      prefixEncoding: only(from32, kept(listOf('encoding'))),
      itemEncoding: only(from32, kept(one('encoding'))),
    },
  },
  encoding: {
    members: {
      headers: kept(mapOf('header')),
      encoding: only(from32, kept(mapOf('encoding'))),
      prefixEncoding: only(from32, kept(listOf('encoding'))),
      itemEncoding: only(from32, kept(one('encoding'))),
    },
  },
  responses: { members: {}, others: followed(one('response')) },
  response: {
    members: {
      headers: kept(mapOf('header')),
      content: kept(mapOf('media-type'), 'responses.definitions'),
      links: kept(mapOf('link')),
    },
  },
  callbacks: { members: {}, others: followed(one('path-item')) },
  example: { members: {} },
  link: { members: { server: kept(one('server')) } },
  header: {
    members: {
      schema: kept(one('schema')),
      content: kept(mapOf('media-type')),
      examples: kept(mapOf('example')),
    },
  },
  tag: { members: { externalDocs: kept(one('external-documentation')) } },
  'security-scheme': { members: { flows: kept(one('oauth-flows'), 'one authSchemeConfig for each flow') } },
  'oauth-flows': {
    members: {
      implicit: kept(one('oauth-flow'), 'OAUTH2_FLOW_UNSUPPORTED'),
      password: kept(one('oauth-flow')),
      clientCredentials: kept(one('oauth-flow')),
      authorizationCode: kept(one('oauth-flow')),
      deviceAuthorization: only(from32, kept(one('oauth-flow'), 'OAUTH2_FLOW_UNSUPPORTED')),
    },
  },
  'oauth-flow': { members: {} },
  'security-requirement': { members: {} },
};
