import { limits } from '../wire/imports.ts';
import { type ApiOperation, ok, refused } from './api-operation.ts';

/** The service itself. */
export const serviceOperations: readonly ApiOperation[] = [
  {
    operationId: 'GetLimits',
    method: 'get',
    path: '/api/connect/v1/limits',
    summary: 'Every limit in force',
    tag: 'Service',
    role: 'read',
    answers: { ...ok(limits), ...refused(401) },
  },
  ...['healthz', 'readyz'].map(
    (name): ApiOperation => ({
      operationId: name === 'healthz' ? 'GetHealth' : 'GetReadiness',
      method: 'get',
      path: `/${name}`,
      summary: name === 'healthz' ? 'Whether the process lives' : 'Whether database and queue can be reached',
      tag: 'Service',
      role: 'public',
      answers: {
        200: { description: 'Yes.', mediaType: 'application/json' },
        ...(name === 'healthz' ? {} : refused(503)),
      },
    }),
  ),
  {
    operationId: 'GetOpenApiDocument',
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    tag: 'Service',
    role: 'public',
    answers: { 200: { description: 'OpenAPI 3.1.', mediaType: 'application/json' } },
  },
];
