import type { z } from 'zod';
import { versionDiff } from '../wire/diff.ts';
import { exportResult } from '../wire/export-proof.ts';
import {
  action,
  actionPage,
  definition,
  definitionPage,
  jsonSchema,
  trigger,
  triggerPage,
  versionExtras,
} from '../wire/entities.ts';
import { organisationSearch } from '../wire/organisation-search.ts';
import { documentExcerpt } from '../wire/places.ts';
import { versionSearch } from '../wire/version-search.ts';
import { type ApiOperation, connectPath, ok, paging, refused, versionPath } from './api-operation.ts';

/** Imported entities of a version, their schemas, and the diff between two versions. */
export const readingOperations: readonly ApiOperation[] = [
  {
    operationId: 'GetConnectorVersionDiff',
    method: 'get',
    path: `${versionPath}/diff`,
    summary: 'Get the diff from another version to this one',
    tag: 'Reading',
    role: 'read',
    query: ['from', 'class'],
    headers: ['If-None-Match'],
    responses: { ...ok(versionDiff), ...refused(400, 401, 404, 413) },
  },
  {
    operationId: 'GetConnectorVersionExtras',
    method: 'get',
    path: `${versionPath}/extras`,
    summary: 'Get the members of the document that belong to no entity, and its shared objects',
    tag: 'Reading',
    role: 'read',
    headers: ['If-None-Match'],
    responses: { ...ok(versionExtras), ...refused(401, 404) },
  },
  {
    operationId: 'ExportConnectorVersion',
    method: 'get',
    path: `${versionPath}/openapi`,
    summary: 'Export a version as an OpenAPI document, JSON or YAML, or compare the export with its source',
    tag: 'Reading',
    role: 'read',
    query: ['proof'],
    headers: ['If-None-Match'],
    responses: {
      200: {
        description: 'OK. With `proof=true`, an ExportProof.',
        schema: exportResult,
        otherMediaTypes: ['application/yaml'],
      },
      ...refused(400, 401, 404, 410, 413),
    },
  },
  {
    operationId: 'GetConnectorVersionDocument',
    method: 'get',
    path: `${versionPath}/document`,
    summary: 'Get the document that a version was imported from, as it was uploaded or fetched',
    tag: 'Reading',
    role: 'read',
    headers: ['If-None-Match'],
    responses: {
      200: { description: 'The original document.', mediaType: '*/*', headers: ['Content-Disposition'] },
      ...refused(401, 404, 410),
    },
  },
  {
    operationId: 'GetConnectorVersionDocumentExcerpt',
    method: 'get',
    path: `${versionPath}/document/excerpt`,
    summary: 'Get the lines of the document of a version around a place',
    tag: 'Reading',
    role: 'read',
    query: ['pointer'],
    responses: { ...ok(documentExcerpt), ...refused(401, 404, 410, 413) },
  },
  {
    operationId: 'SearchOrganisation',
    method: 'get',
    path: `${connectPath}/search`,
    summary: 'Search connectors, versions and imports, and the entities of the latest versions',
    tag: 'Reading',
    role: 'read',
    query: ['searchWords', 'searchKind', 'searchConnector', 'first'],
    responses: { ...ok(organisationSearch), ...refused(400, 401, 404) },
  },
  {
    operationId: 'SearchConnectorVersion',
    method: 'get',
    path: `${versionPath}/search`,
    summary: 'Search the actions, triggers and definitions of a version',
    tag: 'Reading',
    role: 'read',
    query: ['q', 'first'],
    responses: { ...ok(versionSearch), ...refused(400, 401, 404) },
  },
  ...entityOperations('Action', 'actions', 'action_name', actionPage, action),
  ...entityOperations('Trigger', 'triggers', 'trigger_name', triggerPage, trigger),
  ...entityOperations('Definition', 'definitions', 'definition_name', definitionPage, definition),
  {
    operationId: 'GetRawSchema',
    method: 'get',
    path: `${connectPath}/schemas/{connector_id}/{version}/{schema_filename}`,
    summary: 'Get the JSON Schema of a definition',
    tag: 'Reading',
    role: 'read',
    headers: ['If-None-Match'],
    responses: schemaResponses(),
  },
  {
    operationId: 'GetSchema',
    method: 'get',
    path: '/api/schemas/v1/o/{organisation_id}/{connector_id}/{version}/{schema_filename}',
    summary: 'Get the JSON Schema of a definition, at the URL in the definition',
    tag: 'Reading',
    role: 'read',
    headers: ['If-None-Match'],
    responses: schemaResponses(),
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
      path: `${versionPath}/${plural}`,
      summary: `List the ${plural} of a version, in document order`,
      tag: 'Reading',
      role: 'read',
      query: [...paging, 'name'],
      responses: { ...ok(page), ...refused(400, 401, 404) },
    },
    {
      operationId: `Get${name}`,
      method: 'get',
      path: `${versionPath}/${plural}/{${parameter}}`,
      summary: `Get one of the ${plural} by name`,
      tag: 'Reading',
      role: 'read',
      headers: ['If-None-Match'],
      responses: { ...ok(entity), ...refused(401, 404) },
    },
  ];
}

function schemaResponses(): ApiOperation['responses'] {
  return {
    200: { description: 'A JSON Schema, dialect 2020-12.', schema: jsonSchema, mediaType: 'application/schema+json' },
    ...refused(401, 404),
  };
}
