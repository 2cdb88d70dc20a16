import type { RequestHandler } from 'express';
import { matchedOperation } from '../http/matched-operation.ts';
import type { ApiMetrics } from './api-metrics.ts';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Measures requests by their operation and its path template, never by their URL. */
export function observeRequests(metrics: ApiMetrics): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      const taken = matchedOperation(response);
      const method = methods.has(request.method) ? request.method : 'other';
      const labels = {
        method,
        operation: taken?.operationId ?? 'none',
        route: taken?.path ?? 'none',
        status: String(response.statusCode),
      };
      metrics.requestSeconds.observe(labels, (performance.now() - startedAt) / 1000);
      if (!response.writableFinished) metrics.clientsGone.inc();
    });
    next();
  };
}
