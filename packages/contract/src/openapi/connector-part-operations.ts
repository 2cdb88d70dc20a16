import { authSchemeConfig } from '../wire/auth-scheme-configs.ts';
import { authSchemeEditList } from '../wire/auth-scheme-edits.ts';
import { httpConnector } from '../wire/connector.ts';
import { connectorCategories, connectorTags } from '../wire/connector-labels.ts';
import { type ApiOperation, connectPath, ok, refused } from './api-operation.ts';

const connectorPath = `${connectPath}/connectors/{connector_id}`;
const schemePath = `${connectorPath}/auth-scheme-configs/{auth_scheme_config_id}`;
const replaced = { 204: { description: 'Replaced.' } };

/** Changes of the tags, categories and auth schemes of a connector. */
export const connectorPartOperations: readonly ApiOperation[] = [
  {
    operationId: 'UpdateConnectorTags',
    method: 'put',
    audit: 'connector.changed',
    path: `${connectorPath}/tags`,
    summary: 'Replace the tags of a connector',
    tag: 'Connectors',
    role: 'import',
    headers: ['If-Match'],
    jsonBody: connectorTags,
    responses: { ...replaced, ...refused(400, 401, 403, 404, 412, 413, 415) },
  },
  {
    operationId: 'UpdateConnectorCategories',
    method: 'put',
    audit: 'connector.changed',
    path: `${connectorPath}/categories`,
    summary: 'Replace the categories of a connector',
    tag: 'Connectors',
    role: 'import',
    headers: ['If-Match'],
    jsonBody: connectorCategories,
    responses: { ...replaced, ...refused(400, 401, 403, 404, 412, 413, 415) },
  },
  {
    operationId: 'UpsertAuthSchemeConfig',
    method: 'put',
    audit: 'auth-scheme.changed',
    path: schemePath,
    summary: 'Add an auth scheme to a connector, or replace it',
    tag: 'Connectors',
    role: 'import',
    headers: ['If-Match'],
    jsonBody: authSchemeConfig,
    responses: { ...ok(httpConnector), ...refused(400, 401, 403, 404, 412, 413, 415) },
  },
  {
    operationId: 'DeleteAuthSchemeConfig',
    method: 'delete',
    audit: 'auth-scheme.deleted',
    path: schemePath,
    summary: 'Delete an auth scheme of a connector, with its secret',
    tag: 'Connectors',
    role: 'import',
    headers: ['If-Match'],
    responses: { ...ok(httpConnector), ...refused(401, 403, 404, 412) },
  },
  {
    operationId: 'ListAuthSchemeEdits',
    method: 'get',
    path: `${connectorPath}/auth-scheme-edits`,
    summary: 'List the auth schemes of documents that users edited or deleted',
    tag: 'Connectors',
    role: 'read',
    responses: { ...ok(authSchemeEditList), ...refused(401, 404) },
  },
  {
    operationId: 'RevertAuthSchemeConfig',
    method: 'post',
    audit: 'auth-scheme.changed',
    path: `${schemePath}/revert`,
    summary: 'Make an edited or deleted auth scheme as the document last had it, without a secret',
    tag: 'Connectors',
    role: 'import',
    headers: ['If-Match'],
    responses: { ...ok(httpConnector), ...refused(401, 403, 404, 412, 413) },
  },
];
