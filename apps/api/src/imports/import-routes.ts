import { type ImportResource, importStatuses, notificationStatuses } from '@connectory/contract';
import {
  type Database,
  findConnectorNames,
  findDocumentFacts,
  findImportDiff,
  hasConnector,
  type ImportWatcher,
  listImports,
  isUnavailable,
} from '@connectory/database';
import { hasEnded, type ImportRecord } from '@connectory/lifecycle';
import type { AllowList } from '@connectory/outbound';
import type { QueueProducer } from '@connectory/queue';
import type { Logger, Settings } from '@connectory/runtime';
import type { Request, RequestHandler, Response, Router } from 'express';
import { invalidToken } from '../access/identify-bearer.ts';
import { asCaller } from '../access/as-caller.ts';
import { isStillAuthenticated } from '../access/principal.ts';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { jsonObject } from '../bodies/json-pieces.ts';
import { sendDocument } from '../bodies/send-document.ts';
import { pageOf } from '../bodies/page-pieces.ts';
import { connectorNotFound } from '../connectors/require-version.ts';
import { ApiError } from '../http/api-error.ts';
import { whileUncounted } from '../http/request-count.ts';
import { requestIdOf } from '../http/request-id.ts';
import { queryChoices, queryText, readPageRequest } from '../http/paging.ts';
import { type Preference, readPreference } from '../http/prefer.ts';
import { sendUnlessKnown } from '../http/send-unless-known.ts';
import type { ReceiveUpload } from '../uploads/receive-upload.ts';
import { acceptUpload, acceptUrl } from './accept-submission.ts';
import type { ApiMetrics } from '../metrics/api-metrics.ts';
import type { Quotas } from '../quotas/quotas.ts';
import { followImport } from './follow-import.ts';
import { addImportChangeRoutes } from './import-change-routes.ts';
import { importEtag, pollSeconds, presentImport, presentImportError } from './present-import.ts';
import { readIdempotencyKey } from './idempotency.ts';
import { documentNotStored, requireEndedImport, requireImport } from './require-import.ts';
import { importMessages, streamImportResult } from './stream-result.ts';
import { noLongerWaiting, type Wait, waitForImport, watchForEnd } from './wait-for-import.ts';
import { createWaits, type Waits } from './waits.ts';

export interface ImportRouteDependencies {
  readonly database: Database;
  readonly queue: QueueProducer;
  readonly watcher: ImportWatcher;
  readonly receive: ReceiveUpload;
  readonly logger: Logger;
  readonly metrics: ApiMetrics;
  readonly settings: Settings;
  readonly large: LargeResponses;
  readonly quotas: Quotas;
  /** Addresses that `schemaURL` may use although they are not public. */
  readonly allow: AllowList;
  readonly baseUrl: () => string;
}

/** Adds the routes under `/o/:organisation_id` that submit and read imports. */
export function addImportRoutes(router: Router, given: ImportRouteDependencies): void {
  const dependencies = { ...given, waits: createWaits(given.settings) };
  router.post('/connector/:connector_id/http/import', submit(dependencies));
  router.post('/protocols/http/import', submit(dependencies));
  router.get('/imports', list(dependencies));
  router.get('/imports/:import_id', show(dependencies));
  router.get('/imports/:import_id/result', showResult(dependencies));
  router.get('/imports/:import_id/diff', showDiff(dependencies));
  router.get('/imports/:import_id/document', showDocument(dependencies));
  router.get('/imports/:import_id/events', followImport(dependencies));
  addImportChangeRoutes(router, dependencies);
}

function parameter(request: Request, name: string): string {
  return String(request.params[name] ?? '');
}

type WaitingDependencies = ImportRouteDependencies & { readonly waits: Waits };

function submit(dependencies: WaitingDependencies): RequestHandler {
  return async (request, response) => {
    const organisationId = parameter(request, 'organisation_id');
    const connectorId = request.params['connector_id'] === undefined ? undefined : parameter(request, 'connector_id');
    const isMultipart = requireKnownBody(request);
    if (connectorId !== undefined && !(await hasConnector(dependencies.database, organisationId, connectorId))) {
      throw connectorNotFound(connectorId);
    }
    const idempotencyKey = readIdempotencyKey(request.get('Idempotency-Key'));
    const preferred = readPreference(request.get('Prefer'), dependencies.settings.IMPORT_DEFAULT_WAIT_SECONDS);
    const preference = dependencies.waits.admit(response, preferred);
    const wait: Wait = { waitMs: preference.waitSeconds * 1000, signal: untilClosed(response) };
    const onStored = (importId: string): void => {
      if (wait.waitMs > 0) wait.begun = watchForEnd(dependencies.watcher, importId, wait.waitMs, wait.signal);
    };
    const target = { organisationId, connectorId, idempotencyKey, requestId: requestIdOf(response), onStored };
    const accepting = { ...dependencies, database: asCaller(dependencies.database, request, response) };
    const accepted = isMultipart
      ? await dependencies.quotas.during({ name: 'uploads', organisationId, response }, () =>
          dependencies.receive(request, response, (upload) => acceptUpload(accepting, upload, target)),
        )
      : await acceptUrl(accepting, request.body, target);
    await respondAccepted(dependencies, { accepted, preference, wait }, response);
  };
}

/** @returns true for an upload, false for a URL. @throws ApiError for another media type */
function requireKnownBody(request: Request): boolean {
  if (request.is('multipart/form-data') !== false) return true;
  if (request.is(['application/json', 'application/*+json']) !== false) return false;
  const sent = request.get('Content-Type') ?? 'no Content-Type';
  throw new ApiError(
    'media_type_unsupported',
    `The body must be multipart/form-data or application/json, not ${sent}.`,
  );
}

async function respondAccepted(
  dependencies: ImportRouteDependencies,
  { accepted, preference, wait }: { accepted: ImportRecord; preference: Preference; wait: Wait },
  response: Response,
): Promise<void> {
  response.vary('Prefer');
  if (preference.applied !== undefined) response.set('Preference-Applied', preference.applied);
  const id = { organisationId: accepted.organisationId, importId: accepted.id };
  const waited =
    preference.waitSeconds === 0 || hasEnded(accepted.status)
      ? accepted
      : await waitAsCaller(dependencies, id, wait, response).catch(
          // The import is accepted even if waiting fails. An error would make the client submit it again.
          (error: unknown) => {
            if (isUnavailable(error)) return accepted;
            throw error;
          },
        );
  if (response.destroyed) return;
  const record = waited === 'refused' || waited === undefined ? accepted : waited;
  const resource = presentImport(record, dependencies.baseUrl());
  response.set({ Location: resource.links.self, 'Operation-Location': resource.links.self });
  // A client that does not wait gets the same response form even if the import has already ended.
  if (preference.waitSeconds === 0 || waited !== record || !hasEnded(record.status)) {
    sendAccepted(response, resource);
  } else if (preference.minimal && record.status === 'succeeded') {
    response.append('Preference-Applied', 'return=minimal');
    response.status(200).json(resource);
  } else {
    await respondResult(dependencies, record, response, 201).catch((error: unknown) => {
      // The import is accepted and has ended. An error would make the client submit it again.
      if (!isRefusedForNow(error) || response.headersSent) throw error;
      sendAccepted(response, resource);
    });
  }
}

/** Sends 202. With a code and a message the body is also an Error of the contract, which knows no 202. */
function sendAccepted(response: Response, resource: ImportResource): void {
  const message =
    'The import is accepted and has not been waited for. Poll the URL in Location, or send "Prefer: wait=30".';
  const body: ImportResource = { code: 'import_accepted', message, ...resource };
  response.status(202).set('Retry-After', String(pollSeconds)).json(body);
}

/** Whether a large response was refused because too many are being sent. */
function isRefusedForNow(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 'rate_limited' || error.code === 'unavailable');
}

/** @returns `refused` if the key of the caller was revoked in the meantime. */
async function waitAsCaller(
  dependencies: ImportRouteDependencies,
  id: { organisationId: string; importId: string },
  wait: Wait,
  response: Response,
): Promise<ImportRecord | undefined | 'refused'> {
  const record = await whileUncounted(response, () => waitForImport(dependencies, id, wait));
  return (await isStillAuthenticated(response)) ? record : 'refused';
}

async function respondResult(
  dependencies: ImportRouteDependencies,
  record: ImportRecord,
  response: Response,
  status: 200 | 201,
): Promise<void> {
  if (record.status === 'succeeded') await streamImportResult(dependencies, record, response, status);
  else {
    const { database, large } = dependencies;
    const messages = importMessages(database, large, record.id);
    await large.send(response.status(400).type('json'), jsonObject(presentImportError(record), { messages }));
  }
}

function untilClosed(response: Response): AbortSignal {
  const closed = new AbortController();
  response.once('close', () => closed.abort(noLongerWaiting));
  return closed.signal;
}

function list(dependencies: ImportRouteDependencies): RequestHandler {
  return async (request, response) => {
    const connectorId = queryText(request, 'connectorId');
    const reimportId = queryText(request, 'reimportId');
    const statuses = queryChoices(request, 'status', importStatuses);
    const notifications = queryChoices(request, 'notification', notificationStatuses);
    const filter = {
      organisationId: parameter(request, 'organisation_id'),
      ...(statuses === undefined ? {} : { statuses }),
      ...(connectorId === undefined ? {} : { connectorId }),
      ...(reimportId === undefined ? {} : { reimportId }),
      ...(notifications === undefined ? {} : { notifications }),
    };
    const page = await listImports(dependencies.database, filter, readPageRequest(request));
    const baseUrl = dependencies.baseUrl();
    const names = await findConnectorNames(
      dependencies.database,
      page.items.map((record) => record.connectorId),
    );
    const pieces = pageOf(page, 'imports', (record) => ({
      ...presentImport(record, baseUrl),
      connectorName: names.get(record.connectorId),
    }));
    await dependencies.large.send(response.type('json'), pieces);
  };
}

function show(dependencies: WaitingDependencies): RequestHandler {
  return async (request, response) => {
    const preference = dependencies.waits.admit(response, readPreference(request.get('Prefer'), 0));
    const id = {
      organisationId: parameter(request, 'organisation_id'),
      importId: parameter(request, 'import_id'),
    };
    const waited =
      preference.waitSeconds === 0
        ? undefined
        : await waitAsCaller(
            dependencies,
            id,
            { waitMs: preference.waitSeconds * 1000, signal: untilClosed(response) },
            response,
          );
    if (waited === 'refused') throw invalidToken();
    const record = waited ?? (await requireImport(dependencies.database, request));
    response.vary('Prefer');
    if (preference.applied !== undefined) response.set('Preference-Applied', preference.applied);
    if (!hasEnded(record.status)) response.set('Retry-After', String(pollSeconds));
    response.set('Cache-Control', 'private, no-cache').type('application/json');
    const body = JSON.stringify(presentImport(record, dependencies.baseUrl()));
    sendUnlessKnown(request, response, importEtag(record), body);
  };
}

function showResult(dependencies: ImportRouteDependencies): RequestHandler {
  return async (request, response) => {
    const record = await requireEndedImport(dependencies.database, request);
    await respondResult(dependencies, record, response, 200);
  };
}

function showDiff(dependencies: ImportRouteDependencies): RequestHandler {
  return async (request, response) => {
    const record = await requireEndedImport(dependencies.database, request);
    const diff = await findImportDiff(dependencies.database, record.id);
    if (diff === undefined) throw new ApiError('diff_not_found', `The import ${record.id} has no diff.`);
    await dependencies.large.send(response.type('json'), dependencies.large.read(diff), diff.bytes);
  };
}

function showDocument(dependencies: ImportRouteDependencies): RequestHandler {
  return async (request, response) => {
    const record = await requireImport(dependencies.database, request);
    const { document } = record;
    const stored = document === null ? undefined : await findDocumentFacts(dependencies.database, document.sha256);
    if (document === null || stored === undefined) throw documentNotStored(record);
    await sendDocument(dependencies, { facts: stored, ...document }, [request, response]);
  };
}
