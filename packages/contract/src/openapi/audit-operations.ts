import { auditEvent, auditPage } from '../wire/audit.ts';
import { type ApiOperation, connectPath, refused } from './api-operation.ts';

const filters = ['actor', 'action', 'target', 'auditOutcome', 'auditFrom', 'auditTo', 'first', 'after'] as const;

const found: ApiOperation['responses'] = {
  200: {
    description: 'OK',
    schema: auditPage,
    otherMediaTypes: ['text/csv', 'application/x-ndjson'],
    itemSchema: auditEvent,
    headers: ['Content-Disposition'],
  },
  ...refused(400, 401, 403),
};

/** Audit events. */
export const auditOperations: readonly ApiOperation[] = [
  {
    operationId: 'ListAuditEvents',
    method: 'get',
    path: `${connectPath}/audit`,
    summary: 'List audit events of an organisation, newest first; Accept can ask for all of them as CSV or JSON Lines',
    tag: 'Auditing',
    role: 'import',
    query: filters,
    responses: { ...found, ...refused(404) },
  },
  {
    operationId: 'ListAllAuditEvents',
    method: 'get',
    path: '/api/operator/v1/audit',
    summary: 'List audit events of all organisations, newest first; Accept as for one organisation',
    tag: 'Auditing',
    role: 'operator',
    query: ['auditOrganisation', ...filters],
    responses: found,
  },
];
