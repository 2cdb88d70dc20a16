import { type Database, recordAudit } from '@connectory/database';
import type { QueueBoard } from '@connectory/queue';
import type { Logger } from '@connectory/runtime';
import type { Express, Request, RequestHandler, Response } from 'express';
import { originOf } from '../access/as-caller.ts';
import { ApiError } from '../http/api-error.ts';
import { strictPolicy } from '../http/strict-policy.ts';
import { createDashboardPages } from './dashboard-pages.ts';

/** The pages name their base address, because their own resources are relative to it. */
const policy = strictPolicy.replace("base-uri 'none'", "base-uri 'self'");

export const dashboardPath = '/console/system/queues';

/**
 * The queue dashboard for operators. No action there can lose an import: imports are rows in the database, and the sweeper adds
 * missing jobs.
 */
export function createQueueDashboard(dependencies: {
  readonly database: Database;
  readonly queueBoard: QueueBoard;
  readonly logger: Logger;
}): RequestHandler {
  const { database, queueBoard, logger } = dependencies;
  let shown: { readonly of: unknown; readonly pages: Express } | undefined;
  return async (request, response, next) => {
    const adapters = await queueBoard.adapters().catch((error: unknown) => {
      throw new ApiError('unavailable', 'The queue is not reachable at the moment.', {
        headers: { 'Retry-After': '5' },
        cause: error,
      });
    });
    // Failed queues are opened again, and need new pages.
    if (shown?.of !== adapters) {
      const pages = createDashboardPages(adapters, { basePath: dashboardPath, logger });
      shown = { of: adapters, pages };
    }
    // The queue is not part of a transaction, so the event precedes the action: it records the attempt.
    if (request.method !== 'GET') await recordAction(database, request, response);
    response.set('Content-Security-Policy', policy);
    shown.pages(request, response, next);
  };
}

async function recordAction(database: Database, request: Request, response: Response): Promise<void> {
  const details = { method: request.method, path: request.path };
  const change = {
    action: 'queue.changed',
    organisationId: null,
    target: { kind: 'queue', id: 'queues' },
    details,
  } as const;
  await recordAudit(database.sql, originOf(request, response), change);
}
