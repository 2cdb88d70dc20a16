import type { z } from 'zod';
import type { AuditAction } from '../wire/audit.ts';
import type { ApiResponse } from './api-response.ts';
import { type ErrorStatus, errorResponses, notModified } from './error-responses.ts';
import type { HeaderKey, QueryKey } from './parameters.ts';

/** Base path of the Connect API of an organisation. */
export const connectPath = '/api/connect/v1/o/{organisation_id}';

/** Path of one version of a connector. */
export const versionPath = `${connectPath}/connectors/{connector_id}/versions/{version}`;

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

/** Groups of operations, with their descriptions. */
export const operationTags = {
  Importing: 'Submit documents, follow their imports, and read results, messages and documents.',
  Connectors: 'Connectors, their versions, auth schemes, tags, categories and overlays, and the public library.',
  Reading: 'Imported actions, triggers and definitions, their JSON Schemas, diffs and exports.',
  Editing: 'Changes of the actions, triggers and definitions of drafts, and the edits that imports keep.',
  Operating: 'Organisations, API keys, quotas and bulk re-imports, for operators.',
  Auditing: 'Audit events: changes, refused requests and failed authentications.',
  Service: 'Sessions of browsers, limits, health checks, and this document.',
} as const;

export type OperationTag = keyof typeof operationTags;

interface DescribedOperation {
  readonly operationId: string;
  /** Path template in OpenAPI syntax. */
  readonly path: string;
  readonly summary: string;
  /** Details beyond the summary. The document adds role, scope, paging and audit event. */
  readonly description?: string;
  readonly tag: OperationTag;
  /** The role that the caller needs. The API enforces it, and serves no operation that is not in this table. */
  readonly role: OperationRole;
  readonly query?: readonly QueryKey[];
  readonly headers?: readonly HeaderKey[];
  readonly jsonBody?: z.ZodType;
  /** Whether texts of the body are stored within JSON text only. They may then contain U+0000 and lone surrogates, as imported ones do. */
  readonly storesJson?: boolean;
  /** Describes a body of any media type, which the route reads itself. */
  readonly rawBody?: string;
  readonly multipartMetadata?: z.ZodType;
  readonly responses: { readonly [status: number]: ApiResponse };
  /** Status of a success in the wire contract, for an operation that is not implemented. Generators need one. */
  readonly neverSent?: 200 | 201 | 204;
}

export const paging = ['first', 'after', 'before'] as const;
export const ok = (schema: z.ZodType, description = 'OK') => ({ 200: { description, schema } });
/** Error responses by status. `responsesOf` adds those that every operation of a role has. */
export const refused = (...statuses: readonly ErrorStatus[]): { readonly [status: number]: ApiResponse } =>
  Object.fromEntries(
    statuses.flatMap((status) => Object.entries(errorResponses).filter(([key]) => key === String(status))),
  );

/**
 * All responses of an operation by status: its own, and those of its role. Every operation that needs a key can fail
 * because of the URL (400), the key (401, 403), the rate limit (429), or an unavailable database (503), and one that writes because its
 * disk is full (507).
 */
export function responsesOf(operation: ApiOperation): { readonly [status: string]: ApiResponse } {
  if (operation.role === 'public') {
    const ofLink = operation.headers?.includes('Share-Token') === true ? [429 as const, 503 as const] : [];
    return { ...refused(400, ...ofLink), ...ownResponsesOf(operation) };
  }
  const full = operation.method === 'get' ? [] : [507 as const];
  return { ...refused(400, 401, 403, 429, 503, ...full), ...ownResponsesOf(operation) };
}

/** The responses of an operation in the table. Conditional reads can respond 304. */
export function ownResponsesOf({ headers, responses }: ApiOperation): { readonly [status: string]: ApiResponse } {
  return headers?.includes('If-None-Match') === true ? { 304: notModified, ...responses } : responses;
}
