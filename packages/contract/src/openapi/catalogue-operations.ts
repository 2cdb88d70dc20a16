import { authSchemePage, categoryList, connectionPage, protocolPage, signedUrl } from '../wire/catalogue.ts';
import { connectorPage, httpConnector } from '../wire/connector.ts';
import {
  type ApiOperation,
  type ChangingOperation,
  connectPath,
  ok,
  paging,
  refused,
  versionPath,
} from './api-operation.ts';

const connectorPath = `${connectPath}/connectors/{connector_id}`;
const protocolPath = `${connectPath}/protocols/{protocol_slug}`;

/** Protocols, auth schemes and categories of connectors, the library of public connectors, and upload URLs. */
export const catalogueOperations: readonly ApiOperation[] = [
  {
    operationId: 'ListCategories',
    method: 'get',
    path: '/api/connect/v1/categories',
    summary: 'List the categories of connectors',
    tag: 'Connectors',
    role: 'read',
    responses: { ...ok(categoryList), ...refused(401) },
  },
  {
    operationId: 'ListProtocols',
    method: 'get',
    path: `${connectPath}/protocols`,
    summary: 'List the protocols of connectors',
    tag: 'Connectors',
    role: 'read',
    query: paging,
    responses: { ...ok(protocolPage), ...refused(400, 401, 404) },
  },
  {
    operationId: 'ListAuthSchemes',
    method: 'get',
    path: `${protocolPath}/auth-schemes`,
    summary: 'List the auth schemes of a protocol',
    tag: 'Connectors',
    role: 'read',
    responses: { ...ok(authSchemePage), ...refused(401, 404) },
  },
  {
    operationId: 'GetProtocolUploadURL',
    method: 'get',
    path: `${protocolPath}/upload-url`,
    summary: 'Get a URL to which one document can be uploaded within five minutes, without a key',
    tag: 'Importing',
    role: 'import',
    responses: { ...ok(signedUrl), ...refused(401, 403, 404) },
  },
  {
    operationId: 'UploadDocument',
    method: 'put',
    audit: { exempt: 'The import of the document has an event.' },
    path: `${connectPath}/uploads/{upload_id}`,
    summary: 'Upload a document to an upload URL, once',
    tag: 'Importing',
    role: 'public',
    query: ['token'],
    rawBody: 'The document, as in the part `file` of an import.',
    responses: { 204: { description: 'Stored for an hour.' }, ...refused(400, 404, 410, 413, 429, 503, 507) },
  },
  {
    operationId: 'ListPublicConnectors',
    method: 'get',
    path: '/api/connect/v1/connectors',
    summary: 'List public connectors of all organisations with their published versions',
    tag: 'Connectors',
    role: 'read',
    query: [...paging, 'name', 'sort', 'tags', 'categories', 'protocol'],
    responses: { ...ok(connectorPage), ...refused(400, 401) },
  },
  {
    operationId: 'ImportPublicConnectorVersion',
    method: 'post',
    audit: 'connector.created',
    path: `${versionPath}/library/import`,
    summary: 'Copy a published version of a public connector into the organisation, as a draft of a new connector',
    tag: 'Connectors',
    role: 'import',
    responses: { ...ok(httpConnector, 'The new connector.'), ...refused(400, 401, 403, 404) },
  },
  {
    operationId: 'ListConnectorConnections',
    method: 'get',
    path: `${connectorPath}/connections`,
    summary: 'List the connections of a connector, of which this service has none',
    tag: 'Connectors',
    role: 'read',
    query: paging,
    responses: { ...ok(connectionPage), ...refused(400, 401, 404) },
  },
  {
    ...notImplemented(200, 'GetConnection', `${connectorPath}/connections/{connection_id}`, 'Get a connection'),
    method: 'get',
    role: 'read',
  },
  changing(
    'post',
    notImplemented(200, 'CreateConnectorConnection', `${connectorPath}/connections`, 'Create a connection'),
  ),
  changing(
    'put',
    notImplemented(200, 'UpdateConnection', `${connectorPath}/connections/{connection_id}`, 'Change a connection'),
  ),
  {
    ...changing(
      'delete',
      notImplemented(204, 'DeleteConnection', `${connectorPath}/connections/{connection_id}`, 'Delete a connection'),
    ),
    query: ['force'],
  },
  changing(
    'post',
    notImplemented(
      200,
      'InitialiseOAuth2Connection',
      `${connectorPath}/oauth2/initialise`,
      'Begin the authorisation of a connection by OAuth 2',
    ),
  ),
  changing(
    'post',
    notImplemented(
      201,
      'CreateBigQueryConnector',
      `${connectPath}/protocols/bigquery/connectors`,
      'Create a BigQuery connector',
    ),
  ),
];

function notImplemented(neverSent: 200 | 201 | 204, operationId: string, path: string, what: string) {
  return {
    operationId,
    path,
    summary: `${what}: not implemented by this service`,
    tag: 'Connectors' as const,
    neverSent,
    responses: refused(401, 403, 404, 501),
  };
}

function changing(
  method: ChangingOperation['method'],
  operation: ReturnType<typeof notImplemented>,
): ChangingOperation {
  return { ...operation, method, role: 'import', audit: { exempt: 'It is not implemented.' } };
}
