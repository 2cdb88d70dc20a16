import type { z } from 'zod';
import { importError } from '../wire/common.ts';
import {
  connectorPage,
  connectorVersion,
  connectorVersionsPage,
  httpConnector,
  httpConnectorCreate,
} from '../wire/connector.ts';
import { versionDiff } from '../wire/diff.ts';
import {
  importConnectorFromUrl,
  importConnectorMetadata,
  importPage,
  importResource,
  importResult,
  importVersionFromUrl,
  importVersionMetadata,
  limits,
} from '../wire/imports.ts';
import { action, actionPage, definition, definitionPage, trigger, triggerPage } from '../wire/version-parts.ts';
import { type ApiOperation, ok, paging, refused } from './api-operation.ts';
import { operatorOperations } from './operator-operations.ts';
import { reimportOperations } from './reimport-operations.ts';

const connect = '/api/connect/v1/o/{organisation_id}';
const version = `${connect}/connectors/{connector_id}/versions/{version}`;

const importAnswers = {
  200: { description: 'The dry run ended within the time that Prefer allowed.', schema: importResult },
  201: { description: 'The import ended within the time that Prefer allowed.', schema: importResult },
  202: { description: 'Accepted: follow the Location.', schema: importResource },
  400: { description: 'The request is not as defined, or the document could not be imported.', schema: importError },
  ...refused(401, 403, 404, 409, 413, 415, 422, 503, 507),
};

/** Every operation that the service answers; a test holds the routes against this table in both directions. */
export const apiOperations: readonly ApiOperation[] = [
  {
    operationId: 'ImportHTTPConnectorVersion',
    method: 'post',
    path: `${connect}/connector/{connector_id}/http/import`,
    summary: 'Import a document as a new version of a connector',
    tag: 'Importing',
    role: 'import',
    headers: ['Prefer', 'Idempotency-Key'],
    multipartMetadata: importVersionMetadata,
    jsonBody: importVersionFromUrl,
    answers: importAnswers,
  },
  {
    operationId: 'ImportHTTPConnector',
    method: 'post',
    path: `${connect}/protocols/http/import`,
    summary: 'Import a document as a new connector and its first version',
    tag: 'Importing',
    role: 'import',
    headers: ['Prefer', 'Idempotency-Key'],
    multipartMetadata: importConnectorMetadata,
    jsonBody: importConnectorFromUrl,
    answers: importAnswers,
  },
  {
    operationId: 'ListImports',
    method: 'get',
    path: `${connect}/imports`,
    summary: 'List imports, newest first',
    tag: 'Importing',
    role: 'read',
    query: [...paging, 'status', 'connectorId', 'reimportId'],
    answers: { ...ok(importPage), ...refused(400, 401, 404) },
  },
  {
    operationId: 'GetImport',
    method: 'get',
    path: `${connect}/imports/{import_id}`,
    summary: 'Get an import; Prefer: wait=N holds the answer until it ends',
    tag: 'Importing',
    role: 'read',
    headers: ['Prefer', 'If-None-Match'],
    answers: { ...ok(importResource), 304: { description: 'Not changed since.' }, ...refused(401, 404) },
  },
  {
    operationId: 'GetImportResult',
    method: 'get',
    path: `${connect}/imports/{import_id}/result`,
    summary: 'Get what an import made',
    tag: 'Importing',
    role: 'read',
    answers: {
      ...ok(importResult),
      400: { description: 'The import failed.', schema: importError },
      ...refused(401, 404, 409),
    },
  },
  {
    operationId: 'GetImportDiff',
    method: 'get',
    path: `${connect}/imports/{import_id}/diff`,
    summary: 'Get what an import changed of the draft that it replaced, or a dry run would change',
    tag: 'Importing',
    role: 'read',
    answers: { ...ok(versionDiff), ...refused(401, 404, 409) },
  },
  {
    operationId: 'GetImportDocument',
    method: 'get',
    path: `${connect}/imports/{import_id}/document`,
    summary: 'Get the document as it came',
    tag: 'Importing',
    role: 'read',
    headers: ['If-None-Match'],
    answers: {
      200: { description: 'The document as it came.', mediaType: '*/*' },
      304: { description: 'Not changed since.' },
      ...refused(401, 404),
    },
  },
  {
    operationId: 'FollowImport',
    method: 'get',
    path: `${connect}/imports/{import_id}/events`,
    summary: 'Follow an import until it ends, as server-sent events',
    tag: 'Importing',
    role: 'read',
    headers: ['Last-Event-ID'],
    answers: {
      200: { description: 'One event for each change; its data is the Import.', mediaType: 'text/event-stream' },
      204: { description: 'The import has ended, and its last event is known: there is nothing to follow.' },
      ...refused(401, 404),
    },
  },
  {
    operationId: 'CancelImport',
    method: 'post',
    path: `${connect}/imports/{import_id}/cancel`,
    summary: 'Cancel an import that has not ended',
    tag: 'Importing',
    role: 'import',
    answers: { ...ok(importResource, 'Cancelled.'), ...refused(401, 403, 404, 409) },
  },
  {
    operationId: 'RetryImport',
    method: 'post',
    path: `${connect}/imports/{import_id}/retry`,
    summary: 'Queue a failed or cancelled import again, with the same document',
    tag: 'Importing',
    role: 'import',
    answers: {
      202: { description: 'Queued again: follow the Location.', schema: importResource },
      ...refused(401, 403, 404, 409),
    },
  },
  {
    operationId: 'ListConnectors',
    method: 'get',
    path: `${connect}/connectors`,
    summary: 'List connectors, the last updated first',
    tag: 'Connectors',
    role: 'read',
    query: [...paging, 'name'],
    answers: { ...ok(connectorPage), ...refused(400, 401, 404) },
  },
  {
    operationId: 'CreateHTTPConnector',
    method: 'post',
    path: `${connect}/protocols/http/connectors`,
    summary: 'Create a connector without a version',
    tag: 'Connectors',
    role: 'import',
    jsonBody: httpConnectorCreate,
    answers: { 201: { description: 'Created.', schema: httpConnector }, ...refused(400, 401, 403, 404, 413, 415) },
  },
  {
    operationId: 'GetConnector',
    method: 'get',
    path: `${connect}/connectors/{connector_id}`,
    summary: 'Get a connector',
    tag: 'Connectors',
    role: 'read',
    answers: { ...ok(httpConnector), ...refused(401, 404) },
  },
  {
    operationId: 'ListConnectorVersions',
    method: 'get',
    path: `${connect}/connectors/{connector_id}/versions`,
    summary: 'List the versions of a connector, newest first',
    tag: 'Connectors',
    role: 'read',
    query: paging,
    answers: { ...ok(connectorVersionsPage), ...refused(400, 401, 404) },
  },
  {
    operationId: 'GetConnectorVersion',
    method: 'get',
    path: version,
    summary: 'Get a version and its messages; latest and default resolve',
    tag: 'Connectors',
    role: 'read',
    answers: { ...ok(connectorVersion), ...refused(401, 404) },
  },
  ...entityOperations('Action', 'actions', 'action_name', actionPage, action),
  ...entityOperations('Trigger', 'triggers', 'trigger_name', triggerPage, trigger),
  ...entityOperations('Definition', 'definitions', 'definition_name', definitionPage, definition),
  {
    operationId: 'GetRawSchema',
    method: 'get',
    path: `${connect}/schemas/{connector_id}/{version}/{schema_filename}`,
    summary: 'Get the JSON Schema of a definition',
    tag: 'Reading',
    role: 'read',
    headers: ['If-None-Match'],
    answers: schemaAnswers(),
  },
  {
    operationId: 'GetSchema',
    method: 'get',
    path: '/api/schemas/v1/o/{organisation_id}/{connector_id}/{version}/{schema_filename}',
    summary: 'Get the JSON Schema of a definition, at the URL that the definition carries',
    tag: 'Reading',
    role: 'read',
    headers: ['If-None-Match'],
    answers: schemaAnswers(),
  },
  ...operatorOperations,
  ...reimportOperations,
  {
    operationId: 'GetLimits',
    method: 'get',
    path: '/api/connect/v1/limits',
    summary: 'Every limit in force',
    tag: 'Service',
    role: 'read',
    answers: { ...ok(limits), ...refused(401) },
  },
  ...['healthz', 'readyz'].map(
    (name): ApiOperation => ({
      operationId: name === 'healthz' ? 'GetHealth' : 'GetReadiness',
      method: 'get',
      path: `/${name}`,
      summary: name === 'healthz' ? 'Whether the process lives' : 'Whether database and queue can be reached',
      tag: 'Service',
      role: 'public',
      answers: {
        200: { description: 'Yes.', mediaType: 'application/json' },
        ...(name === 'healthz' ? {} : refused(503)),
      },
    }),
  ),
  {
    operationId: 'GetOpenApiDocument',
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    tag: 'Service',
    role: 'public',
    answers: { 200: { description: 'OpenAPI 3.1.', mediaType: 'application/json' } },
  },
];

function entityOperations(
  name: string,
  plural: string,
  parameter: string,
  page: z.ZodType,
  entity: z.ZodType,
): readonly ApiOperation[] {
  return [
    {
      operationId: `Get${name}s`,
      method: 'get',
      path: `${version}/${plural}`,
      summary: `List the ${plural} of a version, in document order`,
      tag: 'Reading',
      role: 'read',
      query: [...paging, 'name'],
      answers: { ...ok(page), ...refused(400, 401, 404) },
    },
    {
      operationId: `Get${name}`,
      method: 'get',
      path: `${version}/${plural}/{${parameter}}`,
      summary: `Get one of the ${plural} by its name`,
      tag: 'Reading',
      role: 'read',
      answers: { ...ok(entity), ...refused(401, 404) },
    },
  ];
}

function schemaAnswers(): ApiOperation['answers'] {
  return {
    200: { description: 'A JSON Schema, 2020-12.', mediaType: 'application/schema+json' },
    304: { description: 'Not changed since.' },
    ...refused(401, 404),
  };
}
