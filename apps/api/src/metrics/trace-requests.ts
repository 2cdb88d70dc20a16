import { failSpan, insideSpan, startSpan } from '@connectory/runtime';
import type { RequestHandler } from 'express';
import { matchedOperation } from '../http/matched-operation.ts';

/**
 * Records a span per request, named by its operation. It continues the trace of the client. Attributes follow OpenTelemetry's
 * semantic conventions for HTTP servers, without URLs, which contain ids and names.
 */
export const traceRequests: RequestHandler = (request, response, next) => {
  const span = startSpan(request.method, {
    kind: 'server',
    attributes: {
      'http.request.method': request.method,
      'connectory.request.id': String(response.getHeader('X-Request-Id')),
    },
    traceParent: request.get('traceparent'),
  });
  response.once('close', () => {
    const route = matchedOperation(response)?.path;
    if (route !== undefined) {
      span.updateName(`${request.method} ${route}`);
      span.setAttribute('http.route', route);
    }
    span.setAttribute('http.response.status_code', response.statusCode);
    if (response.statusCode >= 500) failSpan(span, String(response.statusCode));
    span.end();
  });
  insideSpan(span, next);
};
