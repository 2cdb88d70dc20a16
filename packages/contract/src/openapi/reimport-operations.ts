import type { AuditAction } from '../wire/audit.ts';
import { selectionCounts, selectionRequest } from '../wire/reimport-selection.ts';
import {
  reimportCauses,
  reimportItem,
  reimportItemPage,
  reimportPage,
  reimportRequest,
  reimportResource,
} from '../wire/reimports.ts';
import { type ApiOperation, ok, paging, refused } from './api-operation.ts';

const reimports = '/api/operator/v1/reimports';
const one = `${reimports}/{reimport_id}`;
const shared = { tag: 'Operating', role: 'operator' } as const;

/** Bulk re-imports across organisations, for operators. */
export const reimportOperations: readonly ApiOperation[] = [
  {
    ...shared,
    operationId: 'CreateReimport',
    method: 'post',
    audit: 'reimport.created',
    path: reimports,
    summary: 'Import versions again in bulk, from their stored documents',
    jsonBody: reimportRequest,
    responses: {
      202: {
        description: 'Accepted. The bulk re-import is at the Location.',
        schema: reimportResource,
        headers: ['Location', 'Retry-After'],
      },
      ...refused(400, 401, 403, 413, 415),
    },
  },
  {
    ...shared,
    operationId: 'CountReimport',
    method: 'post',
    audit: { exempt: 'It only reads.' },
    path: `${reimports}/count`,
    summary: 'Count what a bulk re-import with a selector would import',
    jsonBody: selectionRequest,
    responses: { ...ok(selectionCounts), ...refused(400, 401, 403, 413, 415) },
  },
  {
    ...shared,
    operationId: 'ListReimports',
    method: 'get',
    path: reimports,
    summary: 'List bulk re-imports, newest first',
    query: paging,
    responses: { ...ok(reimportPage), ...refused(400, 401, 403) },
  },
  {
    ...shared,
    operationId: 'GetReimport',
    method: 'get',
    path: one,
    summary: 'Get a bulk re-import: counts by outcome, rate and time left',
    responses: { ...ok(reimportResource), ...refused(401, 403, 404) },
  },
  {
    ...shared,
    operationId: 'FollowReimport',
    method: 'get',
    path: `${one}/events`,
    summary: 'Follow a bulk re-import until it ends or stops, as server-sent events',
    headers: ['Last-Event-ID'],
    responses: {
      200: {
        description: 'One event per change. Its data is the Reimport.',
        mediaType: 'text/event-stream',
        headers: ['X-Accel-Buffering'],
        itemSchema: reimportResource,
      },
      204: { description: 'It has ended or stopped, and the client has its last event.' },
      ...refused(401, 403, 404),
    },
  },
  {
    ...shared,
    operationId: 'ListReimportItems',
    method: 'get',
    path: `${one}/items`,
    summary: 'List the items of a bulk re-import; Accept can ask for all of them as CSV or JSON Lines',
    query: [...paging, 'outcome'],
    responses: {
      200: {
        description: 'OK',
        schema: reimportItemPage,
        otherMediaTypes: ['text/csv', 'application/x-ndjson'],
        itemSchema: reimportItem,
        headers: ['Content-Disposition'],
      },
      ...refused(400, 401, 403, 404),
    },
  },
  {
    ...shared,
    operationId: 'ListReimportCauses',
    method: 'get',
    path: `${one}/causes`,
    summary: 'List why items failed or were skipped, by error code, and what changed, by rule',
    responses: { ...ok(reimportCauses), ...refused(401, 403, 404) },
  },
  change('PauseReimport', 'reimport.paused', 'pause', 'Begin no more items; imports in flight end'),
  change('ResumeReimport', 'reimport.resumed', 'resume', 'Continue a paused or stopped bulk re-import'),
  change('CancelReimport', 'reimport.cancelled', 'cancel', 'Cancel all items that wait or are in flight'),
  {
    ...change('RetryFailedReimportItems', 'reimport.retried', 'retry-failed', 'Queue the failed items again'),
    query: ['errorCode'],
  },
];

function change(operationId: string, audit: AuditAction, verb: string, summary: string): ApiOperation {
  const responses = { ...ok(reimportResource), ...refused(401, 403, 404, 409) };
  return { ...shared, operationId, method: 'post', audit, path: `${one}/${verb}`, summary, responses };
}
