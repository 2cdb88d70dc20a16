import { openApiDocument } from '../wire/entities.ts';
import { health, limits, readiness } from '../wire/service.ts';
import { type ApiOperation, ok, refused } from './api-operation.ts';

/** Operations of the service itself. */
export const serviceOperations: readonly ApiOperation[] = [
  {
    operationId: 'GetLimits',
    method: 'get',
    path: '/api/connect/v1/limits',
    summary: 'Get all limits in force',
    tag: 'Service',
    role: 'read',
    responses: { ...ok(limits), ...refused(401) },
  },
  {
    operationId: 'GetHealth',
    method: 'get',
    path: '/healthz',
    summary: 'Check that the process is alive',
    tag: 'Service',
    role: 'public',
    headers: ['Instance-Challenge'],
    responses: ok(health, 'The process is alive.'),
  },
  {
    operationId: 'GetReadiness',
    method: 'get',
    path: '/readyz',
    summary: 'Check that the database and the queue are reachable',
    tag: 'Service',
    role: 'public',
    responses: { ...ok(readiness, 'Both are reachable.'), ...refused(503) },
  },
  {
    operationId: 'GetOpenApiDocument',
    method: 'get',
    path: '/openapi.json',
    summary: 'Get this OpenAPI document',
    tag: 'Service',
    role: 'public',
    headers: ['If-None-Match'],
    responses: {
      ...ok(openApiDocument, 'OpenAPI 3.1.'),
      ...refused(429),
    },
  },
];
