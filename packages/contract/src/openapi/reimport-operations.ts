import { reimportItemPage, reimportPage, reimportRequest, reimportResource } from '../wire/reimports.ts';
import { type ApiOperation, ok, paging, refused } from './api-operation.ts';

const reimports = '/api/operator/v1/reimports';
const one = `${reimports}/{reimport_id}`;
const shared = { tag: 'Operating', role: 'operator' } as const;

/** What operators do with bulk re-imports, in all organisations. */
export const reimportOperations: readonly ApiOperation[] = [
  {
    ...shared,
    operationId: 'CreateReimport',
    method: 'post',
    path: reimports,
    summary: 'Import versions again in bulk, from the documents that they were made of',
    jsonBody: reimportRequest,
    answers: {
      202: { description: 'Accepted: follow the Location.', schema: reimportResource },
      ...refused(400, 401, 403, 413, 415),
    },
  },
  {
    ...shared,
    operationId: 'ListReimports',
    method: 'get',
    path: reimports,
    summary: 'List bulk re-imports, newest first',
    query: paging,
    answers: { ...ok(reimportPage), ...refused(400, 401, 403) },
  },
  {
    ...shared,
    operationId: 'GetReimport',
    method: 'get',
    path: one,
    summary: 'Get a bulk re-import: counts by outcome, rate and time left',
    answers: { ...ok(reimportResource), ...refused(401, 403, 404) },
  },
  {
    ...shared,
    operationId: 'FollowReimport',
    method: 'get',
    path: `${one}/events`,
    summary: 'Follow a bulk re-import until it ends or stops, as server-sent events',
    headers: ['Last-Event-ID'],
    answers: {
      200: { description: 'One event for each change; its data is the Reimport.', mediaType: 'text/event-stream' },
      204: { description: 'It has ended or stopped, and its last event is known: there is nothing to follow.' },
      ...refused(401, 403, 404),
    },
  },
  {
    ...shared,
    operationId: 'ListReimportItems',
    method: 'get',
    path: `${one}/items`,
    summary: 'List the versions of a bulk re-import; whole as CSV or JSON Lines by the header Accept',
    query: [...paging, 'outcome'],
    answers: {
      200: { description: 'OK', schema: reimportItemPage, otherMediaTypes: ['text/csv', 'application/x-ndjson'] },
      ...refused(400, 401, 403, 404),
    },
  },
  change('PauseReimport', 'pause', 'Begin nothing more; what is in flight ends'),
  change('ResumeReimport', 'resume', 'Go on with one that was paused, or that stopped'),
  change('CancelReimport', 'cancel', 'End it: what waits or is in flight is cancelled'),
  change('RetryFailedReimportItems', 'retry-failed', 'Import what failed again'),
];

function change(operationId: string, verb: string, summary: string): ApiOperation {
  const answers = { ...ok(reimportResource), ...refused(401, 403, 404, 409) };
  return { ...shared, operationId, method: 'post', path: `${one}/${verb}`, summary, answers };
}
