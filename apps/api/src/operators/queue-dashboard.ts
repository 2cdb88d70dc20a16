import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import type { QueueBoard } from '@connectory/queue';
import type { Logger } from '@connectory/runtime';
import type { Express, RequestHandler } from 'express';
import { principalOf } from '../access/principal.ts';
import { ApiError } from '../http/api-error.ts';

export const dashboardPath = '/api/operator/v1/queues';

/**
 * The pages by which operators look at the queues and act on them. Nothing that happens here can lose an import: the rows are in the
 * database, and the sweeper adds jobs that got lost.
 */
export function createQueueDashboard(dependencies: { queueBoard: QueueBoard; logger: Logger }): RequestHandler {
  const { queueBoard, logger } = dependencies;
  let shown: { readonly of: unknown; readonly pages: Express } | undefined;
  return async (request, response, next) => {
    const adapters = await queueBoard.adapters().catch((error: unknown) => {
      throw new ApiError('unavailable', 'The queue cannot be reached.', {
        headers: { 'Retry-After': '5' },
        cause: error,
      });
    });
    // Queues that failed are opened anew: other queues, and other pages.
    if (shown?.of !== adapters) shown = { of: adapters, pages: createPages(adapters, logger) };
    if (request.method !== 'GET')
      logger.info({ by: principalOf(response)?.id, method: request.method, path: request.path }, 'queues acted on');
    shown.pages(request, response, next);
  };
}

function createPages(adapters: Awaited<ReturnType<QueueBoard['adapters']>>, logger: Logger): Express {
  const adapter = new ExpressAdapter();
  adapter.setBasePath(dashboardPath);
  createBullBoard({ queues: adapters, serverAdapter: adapter, options: { uiConfig: { boardTitle: 'Connectory' } } });
  // Its own tells the message of whatever was thrown.
  adapter.setErrorHandler((error) => {
    logger.error({ err: error }, 'queue dashboard failed');
    return { status: 500, body: { error: 'ERRORS.INTERNAL_SERVER_ERROR' } };
  });
  const pages: Express = adapter.getRouter();
  pages.disable('x-powered-by');
  return pages;
}
