import { importError } from '../wire/common.ts';
import { versionDiff } from '../wire/diff.ts';
import { importedEdits } from '../wire/edits.ts';
import { documentExcerpt, messageGroups, messagePlacePage } from '../wire/places.ts';
import {
  importConnectorFromUrl,
  importConnectorMetadata,
  importVersionFromUrl,
  importVersionMetadata,
} from '../wire/import-request.ts';
import { endedImport, importPage, importResource, importResult } from '../wire/import-resource.ts';
import { callbackSecret } from '../wire/notifications.ts';
import { retriedImports, retryFailedRequest } from '../wire/retry-failed.ts';
import { type ApiOperation, connectPath, ok, paging, refused } from './api-operation.ts';

const located = ['Location', 'Operation-Location', 'Preference-Applied'] as const;

const importResponses: ApiOperation['responses'] = {
  200: {
    description: 'The import ended within the wait of Prefer, and is a dry run or `return=minimal` was preferred.',
    schema: endedImport,
    headers: located,
  },
  201: { description: 'The import ended within the wait of Prefer.', schema: importResult, headers: located },
  202: {
    description: 'Accepted. The import is at the Location.',
    schema: importResource,
    headers: [...located, 'Retry-After'],
  },
  400: {
    description: 'The request is invalid, or the document could not be imported.',
    schema: importError,
    headers: located,
  },
  ...refused(401, 403, 404, 409, 413, 415, 422, 503, 507),
};

/** Submitting imports, and imports as a resource. */
export const importOperations: readonly ApiOperation[] = [
  {
    operationId: 'ImportHTTPConnectorVersion',
    method: 'post',
    audit: 'import.accepted',
    path: `${connectPath}/connector/{connector_id}/http/import`,
    summary: 'Import a document as a new version of a connector',
    tag: 'Importing',
    role: 'import',
    headers: ['Prefer', 'Idempotency-Key'],
    multipartMetadata: importVersionMetadata,
    jsonBody: importVersionFromUrl,
    responses: importResponses,
  },
  {
    operationId: 'ImportHTTPConnector',
    method: 'post',
    audit: 'import.accepted',
    path: `${connectPath}/protocols/http/import`,
    summary: 'Import a document as a new connector and its first version',
    tag: 'Importing',
    role: 'import',
    headers: ['Prefer', 'Idempotency-Key'],
    multipartMetadata: importConnectorMetadata,
    jsonBody: importConnectorFromUrl,
    responses: importResponses,
  },
  {
    operationId: 'ListImports',
    method: 'get',
    path: `${connectPath}/imports`,
    summary: 'List imports, newest first',
    tag: 'Importing',
    role: 'read',
    query: [...paging, 'status', 'connectorId', 'reimportId', 'notification'],
    responses: { ...ok(importPage), ...refused(400, 401, 404) },
  },
  {
    operationId: 'GetImport',
    method: 'get',
    path: `${connectPath}/imports/{import_id}`,
    summary: 'Get an import; Prefer: wait=N waits until it ends',
    tag: 'Importing',
    role: 'read',
    headers: ['Prefer', 'If-None-Match'],
    responses: {
      200: { description: 'OK', schema: importResource, headers: ['Preference-Applied', 'Retry-After'] },
      ...refused(401, 404, 410),
    },
  },
  {
    operationId: 'GetImportResult',
    method: 'get',
    path: `${connectPath}/imports/{import_id}/result`,
    summary: 'Get the result of an import',
    tag: 'Importing',
    role: 'read',
    responses: {
      ...ok(importResult),
      400: { description: 'The import failed.', schema: importError },
      ...refused(401, 404, 409, 410),
    },
  },
  {
    operationId: 'GetImportDiff',
    method: 'get',
    path: `${connectPath}/imports/{import_id}/diff`,
    summary: 'Get the diff between an import and the version that it replaced, or would replace in a dry run',
    tag: 'Importing',
    role: 'read',
    responses: { ...ok(versionDiff), ...refused(401, 404, 409, 410) },
  },
  {
    operationId: 'GetImportDocument',
    method: 'get',
    path: `${connectPath}/imports/{import_id}/document`,
    summary: 'Get the document as it was uploaded or fetched',
    tag: 'Importing',
    role: 'read',
    headers: ['If-None-Match'],
    responses: {
      200: { description: 'The original document.', mediaType: '*/*', headers: ['Content-Disposition'] },
      ...refused(401, 404, 410),
    },
  },
  {
    operationId: 'GetImportDocumentExcerpt',
    method: 'get',
    path: `${connectPath}/imports/{import_id}/document/excerpt`,
    summary: 'Get the lines of the document around a place',
    tag: 'Importing',
    role: 'read',
    query: ['pointer'],
    responses: { ...ok(documentExcerpt), ...refused(401, 404, 410, 413) },
  },
  {
    operationId: 'ListImportMessageGroups',
    method: 'get',
    path: `${connectPath}/imports/{import_id}/message-groups`,
    summary: 'List the messages of an import with the number of their places, most severe first',
    tag: 'Importing',
    role: 'read',
    responses: { ...ok(messageGroups), ...refused(401, 404, 409, 410) },
  },
  {
    operationId: 'ListImportEdits',
    method: 'get',
    path: `${connectPath}/imports/{import_id}/edits`,
    summary: 'List what an import did to the edits of its version',
    tag: 'Importing',
    role: 'read',
    responses: { ...ok(importedEdits), ...refused(401, 404, 410) },
  },
  {
    operationId: 'ListImportMessages',
    method: 'get',
    path: `${connectPath}/imports/{import_id}/messages`,
    summary: 'List the places of the messages of an import, one by one',
    tag: 'Importing',
    role: 'read',
    query: ['code', 'severity', 'first', 'after'],
    responses: { ...ok(messagePlacePage), ...refused(400, 401, 404, 409, 410) },
  },
  {
    operationId: 'FollowImport',
    method: 'get',
    path: `${connectPath}/imports/{import_id}/events`,
    summary: 'Follow an import until it ends, as server-sent events',
    tag: 'Importing',
    role: 'read',
    headers: ['Last-Event-ID'],
    responses: {
      200: {
        description: 'One event per change. Its data is the Import.',
        mediaType: 'text/event-stream',
        headers: ['X-Accel-Buffering'],
        itemSchema: importResource,
      },
      204: { description: 'The import has ended, and the client has its last event.' },
      ...refused(401, 404, 410),
    },
  },
  {
    operationId: 'CancelImport',
    method: 'post',
    audit: 'import.cancelled',
    path: `${connectPath}/imports/{import_id}/cancel`,
    summary: 'Cancel an import that has not ended',
    tag: 'Importing',
    role: 'import',
    responses: { ...ok(importResource, 'Cancelled.'), ...refused(401, 403, 404, 409, 410) },
  },
  {
    operationId: 'RetryImport',
    method: 'post',
    audit: 'import.retried',
    path: `${connectPath}/imports/{import_id}/retry`,
    summary: 'Queue a failed or cancelled import again, with the same document',
    tag: 'Importing',
    role: 'import',
    responses: {
      202: {
        description: 'Queued again. The import is at the Location.',
        schema: importResource,
        headers: ['Location', 'Operation-Location', 'Retry-After'],
      },
      ...refused(401, 403, 404, 409, 410),
    },
  },
  {
    operationId: 'RetryFailedImports',
    method: 'post',
    audit: 'import.retried',
    path: `${connectPath}/imports/retry-failed`,
    summary: 'Queue imports again that failed with a code, oldest first',
    description: 'One request queues up to 100 of them. `next` in the response says that there are more.',
    tag: 'Importing',
    role: 'import',
    jsonBody: retryFailedRequest,
    responses: { ...ok(retriedImports), ...refused(400, 401, 403, 404, 413, 415) },
  },
  {
    operationId: 'RotateCallbackSecret',
    method: 'post',
    audit: 'callback-secret.rotated',
    path: `${connectPath}/callback-secret`,
    summary: 'Create the secret that signs notifications',
    tag: 'Importing',
    role: 'import',
    responses: {
      201: { description: 'Created. Store the secret: it is not shown again.', schema: callbackSecret },
      ...refused(401, 403, 404),
    },
  },
];
