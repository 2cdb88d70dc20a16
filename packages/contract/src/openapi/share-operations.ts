import type { z } from 'zod';
import { versionDiff } from '../wire/diff.ts';
import { importedEdits } from '../wire/edits.ts';
import { documentExcerpt, messageGroups, messagePlacePage } from '../wire/places.ts';
import { createdShare, sharedImport, shareRequest, shares } from '../wire/shares.ts';
import { type ApiOperation, connectPath, ok, type ReadingOperation, refused } from './api-operation.ts';
import type { ErrorStatus } from './error-responses.ts';

const managed = `${connectPath}/imports/{import_id}/shares`;

/** Path of the import that the token of a request shares. */
export const sharedPath = '/api/connect/v1/shared';

/** Links that show one import without a key, and the operations of their recipients. */
export const shareOperations: readonly ApiOperation[] = [
  {
    operationId: 'CreateShare',
    method: 'post',
    audit: 'share.created',
    path: managed,
    summary: 'Create a link that shows an import without a key',
    tag: 'Importing',
    role: 'import',
    jsonBody: shareRequest,
    responses: {
      201: { description: 'Created.', schema: createdShare },
      ...refused(400, 401, 403, 404, 410, 413, 415),
    },
  },
  {
    operationId: 'ListShares',
    method: 'get',
    path: managed,
    summary: 'List the links to an import',
    tag: 'Importing',
    role: 'read',
    responses: { ...ok(shares), ...refused(401, 404, 410) },
  },
  {
    operationId: 'RevokeShare',
    method: 'delete',
    audit: 'share.revoked',
    path: `${managed}/{share_id}`,
    summary: 'Revoke a link to an import; repeating it changes nothing',
    tag: 'Importing',
    role: 'import',
    responses: { 204: { description: 'Revoked.' }, ...refused(401, 403, 404, 410) },
  },
  shown('GetSharedImport', '', 'Get the import of a link', sharedImport),
  {
    ...shown(
      'ListSharedMessageGroups',
      '/message-groups',
      'List the messages of the import of a link',
      messageGroups,
      [400, 409],
    ),
    query: ['coverageKind'],
  },
  {
    ...shown('ListSharedMessages', '/messages', 'List the places of these messages', messagePlacePage, [400, 409]),
    query: ['code', 'severity', 'first', 'after'],
  },
  {
    ...shown(
      'GetSharedExcerpt',
      '/document/excerpt',
      'Get the lines of its document around a place',
      documentExcerpt,
      [413],
    ),
    query: ['pointer'],
  },
  shown('ListSharedEdits', '/edits', 'List what it did to the edits of its version', importedEdits),
  shown('GetSharedDiff', '/diff', 'Get the diff against the version that it replaced', versionDiff, [409]),
];

/** An operation of recipients: its header names the import. */
function shown(
  operationId: string,
  path: string,
  summary: string,
  schema: z.ZodType,
  further: readonly ErrorStatus[] = [],
): ReadingOperation {
  return {
    operationId,
    method: 'get',
    path: `${sharedPath}${path}`,
    summary,
    tag: 'Importing',
    role: 'public',
    headers: ['Share-Token'],
    responses: { ...ok(schema), ...refused(404, 410, ...further) },
  };
}
