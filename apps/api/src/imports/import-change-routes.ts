import { type ErrorCode, type RetriedImports, type RetryFailedRequest, retryFailedRequest } from '@connectory/contract';
import {
  cancelImport,
  type Database,
  findImport,
  listFailedImports,
  retryImport,
  type RetryOutcome,
} from '@connectory/database';
import type { ImportRecord } from '@connectory/lifecycle';
import type { QueueProducer } from '@connectory/queue';
import type { Logger } from '@connectory/runtime';
import type { RequestHandler, Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import { ApiError } from '../http/api-error.ts';
import { parseBody } from '../http/parse-body.ts';
import { requestIdOf } from '../http/request-id.ts';
import type { ApiMetrics } from '../metrics/api-metrics.ts';
import type { Quotas } from '../quotas/quotas.ts';
import { enqueueImport } from './enqueue-import.ts';
import { pollSeconds, presentImport } from './present-import.ts';
import { documentNotStored, requireImport } from './require-import.ts';

interface ChangeDependencies {
  readonly database: Database;
  readonly queue: QueueProducer;
  readonly logger: Logger;
  readonly metrics: ApiMetrics;
  readonly quotas: Quotas;
  readonly baseUrl: () => string;
}

/** Adds the routes under `/o/:organisation_id` that cancel and retry imports. */
export function addImportChangeRoutes(router: Router, dependencies: ChangeDependencies): void {
  router.post('/imports/:import_id/cancel', cancel(dependencies));
  router.post('/imports/:import_id/retry', retry(dependencies));
  router.post('/imports/retry-failed', retryFailed(dependencies));
}

function cancel(dependencies: ChangeDependencies): RequestHandler {
  return async (request, response) => {
    const found = await requireImport(dependencies.database, request);
    const cancellation = await cancelImport(asCaller(dependencies.database, request, response), found.id);
    const record = await reread(dependencies, found);
    if (cancellation.outcome === 'ended')
      throw new ApiError('import_ended', `The import ${record.id} has already ended: it is ${record.status}.`);
    dependencies.metrics.ended.inc({ status: 'cancelled', code: '' });
    dependencies.logger.info({ importId: record.id, requestId: requestIdOf(response) }, 'import cancelled');
    response.json(presentImport(record, dependencies.baseUrl()));
  };
}

function retry(dependencies: ChangeDependencies): RequestHandler {
  return async (request, response) => {
    const found = await requireImport(dependencies.database, request);
    const asking = { ...dependencies, database: asCaller(dependencies.database, request, response) };
    const enqueues = await requireRetried(asking, found);
    const requestId = requestIdOf(response);
    dependencies.logger.info({ importId: found.id, requestId, enqueues }, 'import retried');
    // Read before a worker can change it, so that the response says "queued".
    const resource = presentImport(await reread(dependencies, found), dependencies.baseUrl());
    await enqueueImport(dependencies, { importId: found.id, enqueues, requestId });
    response.set({ Location: resource.links.self, 'Operation-Location': resource.links.self });
    response.status(202).set('Retry-After', String(pollSeconds)).json(resource);
  };
}

/** Imports of one request. Each takes a transaction. */
const retriedAtOnce = 100;

function retryFailed(dependencies: ChangeDependencies): RequestHandler {
  return async (request, response) => {
    const { errorCode, after } = await parseBody<RetryFailedRequest>(retryFailedRequest, request, 'The retry');
    const failed = { organisationId: String(request.params['organisation_id']), errorCode, after };
    const { ids, next } = await listFailedImports(dependencies.database, failed, retriedAtOnce);
    const database = asCaller(dependencies.database, request, response);
    const requestId = requestIdOf(response);
    const skipped = new Map<string, number>();
    for (const importId of ids) {
      const retrial = await retryImport(database, importId, dependencies.quotas.stored);
      if (retrial.outcome === 'queued') {
        await enqueueImport(dependencies, { importId, enqueues: retrial.enqueues, requestId });
      } else {
        const code = refusalCodes[retrial.outcome];
        skipped.set(code, (skipped.get(code) ?? 0) + 1);
      }
    }
    const counts = [...skipped].map(([code, imports]) => ({ code, imports }));
    const retried = ids.length - counts.reduce((sum, { imports }) => sum + imports, 0);
    dependencies.logger.info({ requestId, errorCode, retried, skipped: ids.length - retried }, 'imports retried');
    response.json({ retried, skipped: counts, next } satisfies RetriedImports);
  };
}

const refusalCodes = {
  'not-retryable': 'import_not_retryable',
  'connector-not-found': 'connector_not_found',
  'document-gone': 'import_not_found',
  'version-exists': 'version_exists',
  'version-published': 'version_published',
  'quota-exceeded': 'quota_exceeded',
  'import-in-progress': 'import_in_progress',
} as const satisfies { readonly [Outcome in Exclude<RetryOutcome['outcome'], 'queued'>]: ErrorCode };

/** @returns the number of the job to add. @throws ApiError */
async function requireRetried({ database, quotas }: ChangeDependencies, record: ImportRecord): Promise<number> {
  const retrial = await retryImport(database, record.id, quotas.stored);
  const version = `version ${JSON.stringify(record.version)} of the connector ${record.connectorId}`;
  switch (retrial.outcome) {
    case 'queued':
      return retrial.enqueues;
    case 'not-retryable':
      throw new ApiError('import_not_retryable', `The import ${record.id} is ${record.status}.`);
    case 'connector-not-found':
      throw new ApiError('connector_not_found', `The connector ${record.connectorId} was deleted.`);
    case 'document-gone':
      throw documentNotStored(record);
    case 'version-exists':
      throw new ApiError('version_exists', `By now there is a ${version}.`);
    case 'version-published':
      throw new ApiError('version_published', `The ${version} was published in the meantime.`);
    case 'quota-exceeded':
      throw await quotas.explain(record.organisationId, retrial.quota);
    case 'import-in-progress':
      throw new ApiError('import_in_progress', `Another import of ${version} has not ended yet.`);
  }
}

async function reread(dependencies: ChangeDependencies, record: ImportRecord): Promise<ImportRecord> {
  return (await findImport(dependencies.database, record.organisationId, record.id)) ?? record;
}
