import type { z } from 'zod';
import { error } from '../wire/common.ts';

/** Where the Connect API of an organisation begins. */
export const connectPath = '/api/connect/v1/o/{organisation_id}';

/** One version of a connector. */
export const versionPath = `${connectPath}/connectors/{connector_id}/versions/{version}`;

/** One answer of an operation: its body's schema, or a media type without one. */
export interface Answer {
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly mediaType?: string;
  /** In which the same may be asked for by the header Accept, beside JSON. */
  readonly otherMediaTypes?: readonly string[];
}

/** Who may call an operation; each role includes those before it. A `public` operation needs no key. */
export const operationRoles = ['public', 'read', 'import', 'operator'] as const;

export type OperationRole = (typeof operationRoles)[number];

export interface ApiOperation {
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As OpenAPI writes it. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  /** What a caller's key must allow at least: the api enforces exactly this, and serves nothing that is not in this table. */
  readonly role: OperationRole;
  readonly query?: readonly (
    | 'first'
    | 'after'
    | 'before'
    | 'name'
    | 'status'
    | 'connectorId'
    | 'organisationId'
    | 'reimportId'
    | 'outcome'
    | 'force'
    | 'from'
    | 'class'
  )[];
  readonly headers?: readonly ('Prefer' | 'If-None-Match' | 'Idempotency-Key' | 'Last-Event-ID')[];
  readonly jsonBody?: z.ZodType;
  readonly multipartMetadata?: z.ZodType;
  readonly answers: { readonly [status: number]: Answer };
}

export const paging = ['first', 'after', 'before'] as const;
export const ok = (schema: z.ZodType, description = 'OK') => ({ 200: { description, schema } });
/** Answers in the form of an Error. What every operation of its role may answer besides is added by `answersOf`. */
export const refused = (...statuses: readonly number[]) =>
  Object.fromEntries(statuses.map((status) => [status, { description: reasons[status] ?? 'Error', schema: error }]));

const reasons: { readonly [status: number]: string } = {
  400: 'The request is not as defined.',
  401: 'No valid key.',
  403: 'The key allows less than this takes.',
  404: 'Not there, or not yours.',
  409: 'In conflict with what is there.',
  410: 'Was there, and is kept no longer.',
  413: 'Larger than allowed.',
  422: 'The Idempotency-Key stands for another request.',
  415: 'Not of a media type that is taken here.',
  429: 'Too many requests: try again after the seconds in Retry-After.',
  503: 'Database or queue cannot be reached.',
  507: 'There is no space left for the upload.',
};

/**
 * Every answer of an operation, by status: its own, and those that come of its role. Whoever needs a key may be told that it is none
 * (401), allows too little (403), or was used too often (429), and that nothing can be looked up now (503).
 */
export function answersOf(operation: ApiOperation): { readonly [status: string]: Answer } {
  if (operation.role === 'public') return operation.answers;
  return { ...refused(401, 403, 429, 503), ...operation.answers };
}
