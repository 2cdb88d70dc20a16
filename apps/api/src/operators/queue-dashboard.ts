import { createRequire } from 'node:module';
import path from 'node:path';
import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import { type Database, recordAudit } from '@connectory/database';
import type { QueueBoard } from '@connectory/queue';
import type { Logger } from '@connectory/runtime';
import type { Express, Request, RequestHandler, Response } from 'express';
import { originOf } from '../access/as-caller.ts';
import { ApiError } from '../http/api-error.ts';

export const dashboardPath = '/api/operator/v1/queues';

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
    if (shown?.of !== adapters) shown = { of: adapters, pages: createPages(adapters, logger) };
    // The queue is not part of a transaction, so the event precedes the action: it records the attempt.
    if (request.method !== 'GET') await recordAction(database, request, response);
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

function createPages(adapters: Awaited<ReturnType<QueueBoard['adapters']>>, logger: Logger): Express {
  const adapter = new ExpressAdapter();
  adapter.setBasePath(dashboardPath);
  const uiBasePath = path.dirname(createRequire(import.meta.url).resolve('@bull-board/ui/package.json'));
  const options = { uiBasePath, uiConfig: { boardTitle: 'Connectory' } };
  createBullBoard({ queues: adapters, serverAdapter: adapter, options });
  // The default handler would send the message of the error.
  adapter.setErrorHandler((error) => {
    logger.error({ err: error }, 'queue dashboard failed');
    return { status: 500, body: { error: 'ERRORS.INTERNAL_SERVER_ERROR' } };
  });
  const pages: Express = adapter.getRouter();
  pages.disable('x-powered-by');
  return pages;
}
