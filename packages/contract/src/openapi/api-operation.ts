import type { z } from 'zod';
import type { AuditAction } from '../wire/audit.ts';
import { error } from '../wire/common.ts';

/** Base path of the Connect API of an organisation. */
export const connectPath = '/api/connect/v1/o/{organisation_id}';

/** Path of one version of a connector. */
export const versionPath = `${connectPath}/connectors/{connector_id}/versions/{version}`;

/** One response of an operation. It has a JSON body with a schema, a body of another media type, or no body. */
export interface ApiResponse {
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly mediaType?: string;
  /** Media types besides JSON that the header Accept may ask for. */
  readonly otherMediaTypes?: readonly string[];
  /** Schema of the data of each event, or of each JSON line. OpenAPI 3.1 cannot express it; the tests check it. */
  readonly itemSchema?: z.ZodType;
}

/** Roles, in rising order: each role includes those before it. A `public` operation needs no key. */
export const operationRoles = ['public', 'read', 'import', 'operator'] as const;

export type OperationRole = (typeof operationRoles)[number];

export type ApiOperation = ReadingOperation | ChangingOperation;

export interface ReadingOperation extends DescribedOperation {
  readonly method: 'get';
}

/** An operation that may write. Each success leaves an audit event. */
export interface ChangingOperation extends DescribedOperation {
  readonly method: 'post' | 'put' | 'patch' | 'delete';
  /** The action of its audit event; or why it has none. */
  readonly audit: AuditAction | { readonly exempt: string };
}

interface DescribedOperation {
  readonly operationId: string;
  /** Path template in OpenAPI syntax. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  /** The role that the caller needs. The API enforces it, and serves no operation that is not in this table. */
  readonly role: OperationRole;
  readonly query?: readonly (
    | 'first'
    | 'after'
    | 'before'
    | 'token'
    | 'name'
    | 'sort'
    | 'tags'
    | 'categories'
    | 'protocol'
    | 'status'
    | 'connectorId'
    | 'organisationId'
    | 'unusedSince'
    | 'reimportId'
    | 'outcome'
    | 'force'
    | 'forceDefinition'
    | 'from'
    | 'class'
    | 'code'
    | 'severity'
    | 'pointer'
    | 'proof'
    | 'actor'
    | 'action'
    | 'target'
    | 'auditOutcome'
    | 'auditFrom'
    | 'auditTo'
    | 'auditOrganisation'
  )[];
  readonly headers?: readonly ('Prefer' | 'If-Match' | 'If-None-Match' | 'Idempotency-Key' | 'Last-Event-ID')[];
  readonly jsonBody?: z.ZodType;
  /** Whether texts of the body are stored within JSON text only. They may then contain U+0000 and lone surrogates, as imported ones do. */
  readonly storesJson?: boolean;
  /** Describes a body of any media type, which the route reads itself. */
  readonly rawBody?: string;
  readonly multipartMetadata?: z.ZodType;
  readonly responses: { readonly [status: number]: ApiResponse };
}

export const paging = ['first', 'after', 'before'] as const;
export const ok = (schema: z.ZodType, description = 'OK') => ({ 200: { description, schema } });
/** Error responses by status. `responsesOf` adds those that every operation of a role has. */
export const refused = (...statuses: readonly number[]) =>
  Object.fromEntries(statuses.map((status) => [status, { description: reasons[status] ?? 'Error', schema: error }]));

const reasons: { readonly [status: number]: string } = {
  400: 'The request is invalid.',
  401: 'The key or token is missing or invalid.',
  403: 'The role of the key is not sufficient.',
  404: 'Not found, or not accessible with this key.',
  409: 'Conflict with the current state.',
  410: 'Expired and deleted.',
  412: 'If-Match names another state of the entity.',
  413: 'Too large.',
  422: 'The Idempotency-Key was used for another request.',
  415: 'Unsupported media type.',
  429: 'Too many requests. Retry after the seconds in Retry-After.',
  501: 'Not implemented by this service, which imports and serves connectors and does not run them.',
  503: 'The database or the queue is not reachable.',
  507: 'No disk space left.',
};

/**
 * All responses of an operation by status: its own, and those of its role. Every operation that needs a key can fail
 * because of the URL (400), the key (401, 403), the rate limit (429), or an unavailable database (503), and one that writes because its
 * disk is full (507).
 */
export function responsesOf(operation: ApiOperation): { readonly [status: string]: ApiResponse } {
  if (operation.role === 'public') return { ...refused(400), ...operation.responses };
  const full = operation.method === 'get' ? [] : [507];
  return { ...refused(400, 401, 403, 429, 503, ...full), ...operation.responses };
}
