import {
  type ReimportCauses,
  reimportOutcomes,
  type ReimportRequest,
  reimportRequest,
  type SelectionCounts,
  type SelectionRequest,
  selectionRequest,
} from '@connectory/contract';
import {
  cancelReimport,
  countSelected,
  createReimport,
  type Database,
  findReimport,
  type ImportWatcher,
  listReimportCauses,
  listReimportChanges,
  listReimportItems,
  listReimports,
  pauseReimport,
  type ReimportChange,
  resumeReimport,
  retryFailedItems,
} from '@connectory/database';
import { hasRunEnded, type ReimportOutcome, type ReimportProgress } from '@connectory/lifecycle';
import type { Logger } from '@connectory/runtime';
import type { Request, RequestHandler, Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { pageOf } from '../bodies/page-pieces.ts';
import { ApiError } from '../http/api-error.ts';
import { queryChoices, queryText, readPageRequest } from '../http/paging.ts';
import { parseBody } from '../http/parse-body.ts';
import { type FollowedState, sendEvents } from '../events/send-events.ts';
import type { ApiMetrics } from '../metrics/api-metrics.ts';
import { exportItems, exportTypes } from './export-items.ts';
import { presentCause, presentChanges, presentItem, presentReimport, toOutcome } from './present-reimport.ts';
import { toPlan, toSelector } from './to-plan.ts';

interface Dependencies {
  readonly database: Database;
  readonly watcher: ImportWatcher;
  readonly logger: Logger;
  readonly metrics: ApiMetrics;
  readonly large: LargeResponses;
  readonly baseUrl: () => string;
}

/** Adds the routes under `/api/operator/v1` for bulk re-imports. */
export function addReimportRoutes(router: Router, dependencies: Dependencies): void {
  const { database, baseUrl, large } = dependencies;
  router.post('/reimports', create(dependencies));
  router.post('/reimports/count', async (request, response) => {
    const { selector } = await parseBody<SelectionRequest>(selectionRequest, request, 'The selection');
    response.json((await countSelected(database, toSelector(selector))) satisfies SelectionCounts);
  });
  router.get('/reimports', async (request, response) => {
    const page = await listReimports(database, readPageRequest(request));
    await large.send(
      response.type('json'),
      pageOf(page, 'reimports', (run) => presentReimport(run, baseUrl())),
    );
  });
  router.get('/reimports/:reimport_id', async (request, response) => {
    response.json(presentReimport(await requireReimport(database, request), baseUrl()));
  });
  router.get('/reimports/:reimport_id/events', follow(dependencies));
  router.get('/reimports/:reimport_id/items', listItems(dependencies));
  router.get('/reimports/:reimport_id/causes', async (request, response) => {
    const { id } = await requireReimport(database, request);
    const [causes, changes] = await Promise.all([listReimportCauses(database, id), listReimportChanges(database, id)]);
    response.json({
      causes: causes.map(presentCause),
      changes: changes.map(presentChanges),
    } satisfies ReimportCauses);
  });
  router.post('/reimports/:reimport_id/pause', change(dependencies, 'pause', pauseReimport));
  router.post('/reimports/:reimport_id/resume', change(dependencies, 'resume', resumeReimport));
  router.post('/reimports/:reimport_id/cancel', change(dependencies, 'cancel', cancelReimport));
  router.post('/reimports/:reimport_id/retry-failed', (request, response, next) =>
    change(dependencies, 'retry-failed', (asCalled, id) =>
      retryFailedItems(asCalled, id, queryText(request, 'errorCode')),
    )(request, response, next),
  );
}

/** Reads the run of the path. @throws ApiError `reimport_not_found`. */
async function requireReimport(database: Database, request: Request): Promise<ReimportProgress> {
  const id = String(request.params['reimport_id']);
  const run = await findReimport(database, id);
  if (run === undefined) throw new ApiError('reimport_not_found', `There is no bulk re-import ${id}.`);
  return run;
}

function create({ database, logger, baseUrl }: Dependencies): RequestHandler {
  return async (request, response) => {
    const body = await parseBody<ReimportRequest>(reimportRequest, request, 'The bulk re-import');
    const { id } = await createReimport(asCaller(database, request, response), toPlan(body));
    const run = await findReimport(database, id);
    if (run === undefined) throw new Error(`reimport ${id} is missing right after it was stored`);
    const resource = presentReimport(run, baseUrl());
    logger.info({ reimportId: id, items: resource.total, target: resource.target }, 'bulk re-import accepted');
    response.status(202).set({ Location: resource.links.self, 'Retry-After': '1' }).json(resource);
  };
}

function follow({ database, watcher, metrics, baseUrl }: Dependencies): RequestHandler {
  const stateOf = (run: ReimportProgress): FollowedState => ({
    revision: run.revision,
    event: run.status,
    data: presentReimport(run, baseUrl()),
    ended: hasRunEnded(run.status, run.counts.running),
  });
  return async (request, response) => {
    const found = await requireReimport(database, request);
    const read = async (): Promise<FollowedState | undefined> => {
      const run = await findReimport(database, found.id);
      return run === undefined ? undefined : stateOf(run);
    };
    await sendEvents({ watcher, metrics, id: found.id, read }, stateOf(found), request.get('Last-Event-ID'), response);
  };
}

function listItems({ database, large }: Dependencies): RequestHandler {
  return async (request, response) => {
    const { id: reimportId } = await requireReimport(database, request);
    const outcomes = readOutcomes(request);
    const filter = { reimportId, ...(outcomes === undefined ? {} : { outcomes }) };
    response.vary('Accept');
    const wanted = request.accepts(['application/json', ...exportTypes]);
    const exported = exportTypes.find((type) => type === wanted);
    if (exported !== undefined) {
      await large.send(response, exportItems(database, filter, exported, response));
      return;
    }
    const page = await listReimportItems(database, filter, readPageRequest(request));
    await large.send(response.type('json'), pageOf(page, 'items', presentItem));
  };
}

/** Outcomes by their names on the wire. */
function readOutcomes(request: Request): readonly ReimportOutcome[] | undefined {
  return queryChoices(request, 'outcome', reimportOutcomes)?.map(toOutcome);
}

function change(
  { database, logger, baseUrl }: Dependencies,
  verb: string,
  apply: (database: Database, reimportId: string) => Promise<ReimportChange>,
): RequestHandler {
  return async (request, response) => {
    const { id } = await requireReimport(database, request);
    const changed = await apply(asCaller(database, request, response), id);
    if (changed.outcome === 'not-possible') {
      const message = `The bulk re-import ${id} is ${changed.status}, so "${verb}" is not possible.`;
      throw new ApiError('reimport_not_changeable', message);
    }
    logger.info({ reimportId: id, verb }, 'bulk re-import changed');
    response.json(presentReimport(await requireReimport(database, request), baseUrl()));
  };
}
