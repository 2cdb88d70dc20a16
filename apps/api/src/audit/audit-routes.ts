import { auditActions, auditOutcomes, type AuditPage } from '@connectory/contract';
import { type AuditFilter, type Database, listAuditEvents, streamAuditEvents } from '@connectory/database';
import type { AuditRecord } from '@connectory/lifecycle';
import type { Request, RequestHandler, Router } from 'express';
import { eachAsJson, jsonArray, jsonObject } from '../bodies/json-pieces.ts';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { queryChoice, queryText, queryTime, readPageRequest } from '../http/paging.ts';
import { exportEvents, exportTypes } from './export-events.ts';
import { presentEvent } from './present-event.ts';

interface AuditDependencies {
  readonly database: Database;
  readonly large: LargeResponses;
}

/** Adds the route under `/o/:organisation_id` that lists the audit events of an organisation. */
export function addAuditRoutes(router: Router, dependencies: AuditDependencies): void {
  const organisationOf = (request: Request): string => String(request.params['organisation_id']);
  router.get('/audit', list(dependencies, 'organisation', organisationOf));
}

/** Adds the route under `/api/operator/v1` that lists the audit events of all organisations. */
export function addOperatorAuditRoutes(router: Router, dependencies: AuditDependencies): void {
  router.get(
    '/audit',
    list(dependencies, 'operator', (request) => queryText(request, 'organisationId')),
  );
}

function list(
  { database, large }: AuditDependencies,
  reader: 'organisation' | 'operator',
  organisationOf: (request: Request) => string | undefined,
): RequestHandler {
  const present = (event: AuditRecord) => presentEvent(event, reader);
  return async (request, response) => {
    const organisationId = organisationOf(request);
    const filter = readFilter(request, organisationId);
    response.vary('Accept');
    const wanted = request.accepts(['application/json', ...exportTypes]);
    const type = exportTypes.find((exported) => exported === wanted);
    if (type !== undefined) {
      await large.send(response, exportEvents(streamAuditEvents(database, filter), present, type, response));
      return;
    }
    const { events, next } = await listAuditEvents(database, filter, readPageRequest(request));
    const head: Omit<AuditPage, 'events'> = { next };
    await large.send(response.type('json'), jsonObject(head, { events: jsonArray(eachAsJson(events.map(present))) }));
  };
}

function readFilter(request: Request, organisationId: string | undefined): AuditFilter {
  return {
    organisationId,
    actorId: queryText(request, 'actor'),
    action: queryChoice(request, 'action', auditActions),
    targetId: queryText(request, 'target'),
    outcome: queryChoice(request, 'outcome', auditOutcomes),
    from: queryTime(request, 'from'),
    to: queryTime(request, 'to'),
  };
}
