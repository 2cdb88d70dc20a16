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

/** What operators do with organisations and keys. */
export const operatorOperations: readonly ApiOperation[] = [
  {
    operationId: 'CreateOrganisation',
    method: 'post',
    path: `${operator}/organisations`,
    summary: 'Create an organisation',
    tag: 'Operating',
    role: 'operator',
    jsonBody: organisationCreate,
    answers: { 201: { description: 'Created.', schema: organisation }, ...refused(400, 401, 403, 413, 415) },
  },
  {
    operationId: 'ListOrganisations',
    method: 'get',
    path: `${operator}/organisations`,
    summary: 'List organisations, newest first',
    tag: 'Operating',
    role: 'operator',
    query: paging,
    answers: { ...ok(organisationPage), ...refused(400, 401, 403) },
  },
  {
    operationId: 'GetOrganisation',
    method: 'get',
    path: `${operator}/organisations/{organisation_id}`,
    summary: 'Get an organisation',
    tag: 'Operating',
    role: 'operator',
    answers: { ...ok(organisation), ...refused(401, 403, 404) },
  },
  {
    operationId: 'CreateApiKey',
    method: 'post',
    path: `${operator}/keys`,
    summary: 'Create an API key; the answer is the only one with the key itself',
    tag: 'Operating',
    role: 'operator',
    jsonBody: apiKeyCreate,
    answers: { 201: { description: 'Created.', schema: createdApiKey }, ...refused(400, 401, 403, 404, 413, 415) },
  },
  {
    operationId: 'ListApiKeys',
    method: 'get',
    path: `${operator}/keys`,
    summary: 'List API keys, newest first, those that are revoked or expired included',
    tag: 'Operating',
    role: 'operator',
    query: [...paging, 'organisationId'],
    answers: { ...ok(apiKeyPage), ...refused(400, 401, 403) },
  },
  {
    operationId: 'RevokeApiKey',
    method: 'post',
    path: `${operator}/keys/{key_id}/revoke`,
    summary: 'Revoke an API key at once; again, nothing changes',
    tag: 'Operating',
    role: 'operator',
    answers: { ...ok(apiKey, 'Revoked.'), ...refused(401, 403, 404) },
  },
];
