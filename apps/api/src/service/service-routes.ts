import { createHmac } from 'node:crypto';
import type { Health, Limits, Readiness } from '@connectory/contract';
import { type DatabaseCheck, maxPageBytes } from '@connectory/database';
import type { QueueCheck } from '@connectory/queue';
import { createProbe, type Settings } from '@connectory/runtime';
import type { Express, RequestHandler } from 'express';
import { principalOf } from '../access/principal.ts';
import { ApiError } from '../http/api-error.ts';
import { maxPageSize } from '../http/paging.ts';
import { maxWaitSeconds } from '../http/prefer.ts';
import type { Quotas } from '../quotas/quotas.ts';
import type { ProcessState } from './process-state.ts';
import { sendOpenApiDocument } from './send-openapi-document.ts';
import { maxMetadataBytes } from '../uploads/receive-upload.ts';

/** Timeout for the checks of database and queue. */
const readyTimeoutMs = 3_000;

interface ServiceDependencies {
  readonly databaseCheck: Pick<DatabaseCheck, 'run' | 'fault'>;
  readonly queueCheck: Pick<QueueCheck, 'run' | 'fault'>;
  readonly baseUrl: () => string;
  readonly processState?: ProcessState;
}

/** Adds health checks and the OpenAPI document. */
export function addServiceRoutes(app: Express, dependencies: ServiceDependencies): void {
  app.get('/healthz', (request, response) => {
    const proof = proveInstance(request.get('Instance-Challenge'), dependencies.processState?.instanceKey);
    response.json({ status: 'ok', ...(proof && { proof }) } satisfies Health);
  });
  app.get('/readyz', respondReady(dependencies));
  app.get('/openapi.json', sendOpenApiDocument(dependencies.baseUrl));
}

/** Proves to a local client, before it sends a key, that this is the server of its data folder. */
function proveInstance(challenge: string | undefined, instanceKey: string | undefined): string | undefined {
  const isFit = challenge !== undefined && challenge.length >= 16 && challenge.length <= 200;
  if (!isFit || instanceKey === undefined) return undefined;
  return createHmac('sha256', instanceKey).update(challenge).digest('base64url');
}

function respondReady({ databaseCheck, queueCheck, processState }: ServiceDependencies): RequestHandler {
  const probes = {
    database: createProbe(() => databaseCheck.run(), readyTimeoutMs),
    queue: createProbe(() => queueCheck.run(), readyTimeoutMs),
  };
  return async (_request, response) => {
    if (processState?.isDraining === true) throw new ApiError('unavailable', 'Not ready: the process is to end.');
    const [isDatabaseReachable, isQueueReachable] = await Promise.all([probes.database(), probes.queue()]);
    if (!isDatabaseReachable) refuseUnfit('database', databaseCheck);
    if (isDatabaseReachable && !isQueueReachable) refuseUnfit('queue', queueCheck);
    const away = [...(isDatabaseReachable ? [] : ['database']), ...(isQueueReachable ? [] : ['queue'])];
    if (away.length > 0) {
      throw new ApiError('unavailable', `Cannot be reached: ${away.join(', ')}.`, {
        fields: away.map((field) => ({ field, message: 'is not reachable' })),
        headers: { 'Retry-After': '5' },
      });
    }
    const worker = processState?.worker;
    response.json({ status: 'ready', database: 'ok', queue: 'ok', ...(worker && { worker }) } satisfies Readiness);
  };
}

/** @throws ApiError while an operator must change the dependency before it serves. */
function refuseUnfit(field: 'database' | 'queue', check: { fault(): { readonly summary: string } | undefined }): void {
  const fault = check.fault();
  if (fault === undefined) return;
  throw new ApiError('unavailable', `Not ready: the ${field} ${fault.summary}.`, {
    fields: [{ field, message: fault.summary }],
    headers: { 'Retry-After': '5' },
  });
}

/** Refuses each request, except the probes, while the database does not serve: statements would fail, or find half of the data. */
export function requireFitDatabase(databaseCheck: Pick<DatabaseCheck, 'fault'>): RequestHandler {
  return (request, _response, next) => {
    if (request.path !== '/healthz' && request.path !== '/readyz') refuseUnfit('database', databaseCheck);
    next();
  };
}

/** Undefined for the setting 0, which means no limit. */
function requestLimit(settings: Settings, setting: NumberSetting, unit = 'requests a minute'): Limits['reads'] {
  const value = settings[setting];
  return value === 0 ? undefined : { value, unit, setting };
}

function limitOf(settings: Settings, setting: NumberSetting, unit: string): Limits['uploadBytes'] {
  return { value: settings[setting], unit, setting };
}

type NumberSetting = { [Name in keyof Settings]: Settings[Name] extends number ? Name : never }[keyof Settings];

/** Responds with all limits in force. Errors that name a limit can be understood from it. */
export function showLimits(settings: Settings, quotas: Quotas): RequestHandler {
  const limits: Limits = {
    uploadBytes: limitOf(settings, 'MAX_UPLOAD_BYTES', 'bytes'),
    documentBytes: limitOf(settings, 'MAX_DOCUMENT_BYTES', 'bytes'),
    documentDepth: limitOf(settings, 'MAX_DOCUMENT_DEPTH', 'levels'),
    documentNodes: limitOf(settings, 'MAX_DOCUMENT_NODES', 'values'),
    archiveFiles: limitOf(settings, 'MAX_ARCHIVE_FILES', 'files'),
    archiveReferences: limitOf(settings, 'MAX_ARCHIVE_REFERENCES', 'references'),
    jsonBytes: limitOf(settings, 'MAX_JSON_BYTES', 'bytes'),
    requestSeconds: limitOf(settings, 'REQUEST_TIMEOUT_SECONDS', 'seconds'),
    reads: requestLimit(settings, 'RATE_LIMIT_READS_PER_MINUTE'),
    writes: requestLimit(settings, 'RATE_LIMIT_WRITES_PER_MINUTE'),
    failures: requestLimit(settings, 'RATE_LIMIT_FAILURES_PER_MINUTE'),
    anonymous: requestLimit(settings, 'RATE_LIMIT_ANONYMOUS_PER_MINUTE'),
    requestsOfKey: requestLimit(settings, 'REQUESTS_PER_KEY', 'requests at a time'),
    requestsOfOrganisation: requestLimit(settings, 'REQUESTS_PER_ORGANISATION', 'requests at a time'),
    requestsOfAddress: requestLimit(settings, 'REQUESTS_PER_ADDRESS', 'requests at a time'),
    waitsOfKey: requestLimit(settings, 'WAITS_PER_KEY', 'requests at a time'),
    metadataBytes: { value: maxMetadataBytes, unit: 'bytes', setting: '' },
    schemaUrlSeconds: limitOf(settings, 'SCHEMA_URL_TIMEOUT_SECONDS', 'seconds'),
    schemaUrlIdleSeconds: limitOf(settings, 'SCHEMA_URL_IDLE_SECONDS', 'seconds'),
    schemaUrlRedirects: limitOf(settings, 'SCHEMA_URL_MAX_REDIRECTS', 'redirects'),
    schemaUrlFiles: limitOf(settings, 'SCHEMA_URL_MAX_FILES', 'files'),
    schemaUrlHeaderBytes: limitOf(settings, 'OUTBOUND_MAX_HEADER_BYTES', 'bytes'),
    schemaUrlBytes: limitOf(settings, 'MAX_UPLOAD_BYTES', 'bytes'),
    callbackSeconds: limitOf(settings, 'CALLBACK_TIMEOUT_SECONDS', 'seconds'),
    callbackRetrySeconds: limitOf(settings, 'CALLBACK_RETRY_SECONDS', 'seconds'),
    importSeconds: limitOf(settings, 'IMPORT_TIMEOUT_SECONDS', 'seconds'),
    importHeap: limitOf(settings, 'IMPORT_HEAP_MB', 'megabytes'),
    outputBytes: limitOf(settings, 'IMPORT_MAX_OUTPUT_BYTES', 'bytes'),
    outputFactor: limitOf(settings, 'IMPORT_OUTPUT_FACTOR', 'bytes for each byte of the document'),
    importAttempts: limitOf(settings, 'IMPORT_MAX_ATTEMPTS', 'attempts'),
    importPlacesBytes: limitOf(settings, 'IMPORT_MAX_PLACES_BYTES', 'bytes'),
    editEntityBytes: limitOf(settings, 'MAX_EDIT_ENTITY_BYTES', 'bytes'),
    editBytes: limitOf(settings, 'MAX_EDIT_BYTES', 'bytes'),
    diffBytes: limitOf(settings, 'MAX_DIFF_BYTES', 'bytes'),
    diffSeconds: limitOf(settings, 'DIFF_TIMEOUT_SECONDS', 'seconds'),
    diffHeap: limitOf(settings, 'DIFF_HEAP_MB', 'megabytes'),
    waitSeconds: { value: maxWaitSeconds, unit: 'seconds', setting: '' },
    pageBytes: { value: maxPageBytes, unit: 'bytes', setting: '' },
    largeResponses: limitOf(settings, 'LARGE_RESPONSES_PER_KEY', 'responses at a time'),
    largeResponsesInAll: limitOf(settings, 'LARGE_RESPONSES', 'responses at a time'),
    responseStallSeconds: limitOf(settings, 'RESPONSE_STALL_SECONDS', 'seconds'),
    pageSize: { value: maxPageSize, unit: 'items', setting: '' },
  };
  return async (_request, response) => {
    const organisationId = principalOf(response)?.organisationId ?? undefined;
    const own = organisationId === undefined ? {} : { quotas: await quotas.show(organisationId) };
    response.json({ ...limits, ...own } satisfies Limits);
  };
}
