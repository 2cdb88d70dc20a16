import type { Logger } from '@connectory/runtime';
import type { RequestHandler } from 'express';
import { requestIdOf } from './request-id.ts';

/** Logging, metrics, tracing, compression and streams each listen to a response. Node warns of a leak above 10. */
const maxResponseListeners = 20;

/** Logs each request at level `debug` when its response has ended or its connection is gone. */
export function logRequests(logger: Logger): RequestHandler {
  return (request, response, next) => {
    response.setMaxListeners(maxResponseListeners);
    const startedAt = performance.now();
    response.once('close', () => {
      const outcome = {
        method: request.method,
        path: request.originalUrl.split('?')[0],
        status: response.statusCode,
        ms: Math.round(performance.now() - startedAt),
        requestId: requestIdOf(response),
        aborted: !response.writableFinished,
      };
      logger.debug(outcome, 'request');
    });
    next();
  };
}
