import type { z } from 'zod';
import { versionDiff } from '../wire/diff.ts';
import { action, actionPage, definition, definitionPage, trigger, triggerPage } from '../wire/version-parts.ts';
import { type ApiOperation, connectPath, ok, paging, refused, versionPath } from './api-operation.ts';

/** What was imported: the parts of a version, their schemas, what changed between two versions. */
export const readingOperations: readonly ApiOperation[] = [
  {
    operationId: 'GetConnectorVersionDiff',
    method: 'get',
    path: `${versionPath}/diff`,
    summary: 'Get what changed from another version to this one, each change classed',
    tag: 'Reading',
    role: 'read',
    query: ['from', 'class'],
    headers: ['If-None-Match'],
    answers: { ...ok(versionDiff), 304: { description: 'Not changed since.' }, ...refused(400, 401, 404, 413) },
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
      answers: { ...ok(page), ...refused(400, 401, 404) },
    },
    {
      operationId: `Get${name}`,
      method: 'get',
      path: `${versionPath}/${plural}/{${parameter}}`,
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
