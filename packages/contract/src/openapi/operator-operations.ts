import {
  apiKey,
  apiKeyCreate,
  apiKeyPage,
  createdApiKey,
  organisation,
  organisationCreate,
  organisationPage,
} from '../wire/operators.ts';
import { type ApiOperation, ok, paging, refused } from './api-operation.ts';

const operator = '/api/operator/v1';

/** Organisations and API keys, for operators. */
export const operatorOperations: readonly ApiOperation[] = [
  {
    operationId: 'CreateOrganisation',
    method: 'post',
    audit: 'organisation.created',
    path: `${operator}/organisations`,
    summary: 'Create an organisation',
    tag: 'Operating',
    role: 'operator',
    jsonBody: organisationCreate,
    responses: { 201: { description: 'Created.', schema: organisation }, ...refused(400, 401, 403, 413, 415) },
  },
  {
    operationId: 'ListOrganisations',
    method: 'get',
    path: `${operator}/organisations`,
    summary: 'List organisations, newest first',
    tag: 'Operating',
    role: 'operator',
    query: paging,
    responses: { ...ok(organisationPage), ...refused(400, 401, 403) },
  },
  {
    operationId: 'GetOrganisation',
    method: 'get',
    path: `${operator}/organisations/{organisation_id}`,
    summary: 'Get an organisation',
    tag: 'Operating',
    role: 'operator',
    responses: { ...ok(organisation), ...refused(401, 403, 404) },
  },
  {
    operationId: 'CreateApiKey',
    method: 'post',
    audit: 'key.created',
    path: `${operator}/keys`,
    summary: 'Create an API key; only this response contains it',
    tag: 'Operating',
    role: 'operator',
    jsonBody: apiKeyCreate,
    responses: { 201: { description: 'Created.', schema: createdApiKey }, ...refused(400, 401, 403, 404, 413, 415) },
  },
  {
    operationId: 'ListApiKeys',
    method: 'get',
    path: `${operator}/keys`,
    summary: 'List API keys, newest first, including revoked and expired ones',
    tag: 'Operating',
    role: 'operator',
    query: [...paging, 'organisationId', 'unusedSince'],
    responses: { ...ok(apiKeyPage), ...refused(400, 401, 403) },
  },
  {
    operationId: 'RevokeApiKey',
    method: 'post',
    audit: 'key.revoked',
    path: `${operator}/keys/{key_id}/revoke`,
    summary: 'Revoke an API key; repeating it changes nothing',
    tag: 'Operating',
    role: 'operator',
    responses: { ...ok(apiKey, 'Revoked.'), ...refused(401, 403, 404) },
  },
];
