import type { HeaderKey } from '../openapi/parameters.ts';
import type { ApiOperation } from '../openapi/api-operation.ts';
import { responsesOf } from '../openapi/api-operation.ts';
import type { ApiResponse } from '../openapi/api-response.ts';
import { errorResponses, notModified, unexpectedError } from '../openapi/error-responses.ts';
import { definitionDeletePreconditionFailed } from '../wire/entity-changes.ts';
import { error, importError } from '../wire/common.ts';
import { problem } from '../wire/problem.ts';
import { type HeaderName, responseHeaders } from '../openapi/header-names.ts';
import { exampleOf } from './examples.ts';
import type { JsonObject } from './json-object.ts';
import { referTo } from './refer-to.ts';

/** The responses of an operation by status, and `default` for all other errors. */
export function describeResponses(operation: ApiOperation): JsonObject {
  const described = Object.entries(responsesOf(operation)).map(([status, response]) => {
    return [status, describeResponse(response, headersOf(operation, Number(status), response))];
  });
  const { neverSent } = operation;
  const success = { description: 'Success in the wire contract. This service never sends it.' };
  return {
    ...(neverSent === undefined ? {} : { [neverSent]: success }),
    ...Object.fromEntries(described),
    default: describeResponse(unexpectedError, []),
  };
}

/** Responses that operations share, as components. */
export function responseComponents(): JsonObject {
  const errors = Object.entries(errorResponses).map(([status, response]) => {
    return [response.component, describeContent(response, generalHeaders(Number(status)))];
  });
  return {
    ...Object.fromEntries(errors),
    [String(unexpectedError.component)]: describeContent(unexpectedError, [
      ...generalHeaders(500),
      ...(unexpectedError.headers ?? []),
    ]),
    [String(notModified.component)]: describeContent(notModified, [
      ...generalHeaders(304),
      'Preference-Applied',
      'Retry-After',
      'Content-Disposition',
    ]),
  };
}

export function headerComponents(): JsonObject {
  const described = Object.entries(responseHeaders).map(([name, { description, example }]) => {
    return [name, { description, schema: { type: typeof example === 'number' ? 'integer' : 'string' }, example }];
  });
  return Object.fromEntries(described);
}

function describeResponse(response: ApiResponse, headers: readonly HeaderName[]): JsonObject {
  if (response.component !== undefined) return { $ref: `#/components/responses/${response.component}` };
  return describeContent(response, headers);
}

function describeContent(response: ApiResponse, headers: readonly HeaderName[]): JsonObject {
  const content = Object.fromEntries(contentOf(response));
  return {
    description: response.description,
    headers: Object.fromEntries(headers.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
    ...(Object.keys(content).length === 0 ? {} : { content }),
  };
}

/** Bodies of errors. Clients that accept `application/problem+json` get problem details instead. */
const errorSchemas: ReadonlySet<unknown> = new Set([error, importError, definitionDeletePreconditionFailed]);

const problemContent = ['application/problem+json', { schema: referTo(problem), ...exampleOf(problem) }] as const;

function contentOf(response: ApiResponse): readonly (readonly [string, JsonObject])[] {
  const content = describedContentOf(response);
  return errorSchemas.has(response.schema) ? [...content, problemContent] : content;
}

function describedContentOf(response: ApiResponse): readonly (readonly [string, JsonObject])[] {
  const { schema, itemSchema, mediaType, otherMediaTypes = [], example } = response;
  const examples = example === undefined ? undefined : { example };
  const others = otherMediaTypes.map((type) => [type, describeText(type, response)] as const);
  if (schema !== undefined)
    return [
      [mediaType ?? 'application/json', { schema: referTo(schema), ...(examples ?? exampleOf(schema)) }],
      ...others,
    ];
  if (mediaType === undefined) return others;
  const stream =
    itemSchema === undefined
      ? describeText(mediaType, response)
      : { schema: referTo(itemSchema), ...exampleOf(itemSchema) };
  return [[mediaType, stream], ...others];
}

/** The schema of a stream is that of one item: OpenAPI 3.1 has no other way to give its type. */
function describeText(mediaType: string, { itemSchema }: ApiResponse): JsonObject {
  if (mediaType === 'application/x-ndjson' && itemSchema !== undefined)
    return { schema: referTo(itemSchema), ...exampleOf(itemSchema) };
  return { schema: mediaType === '*/*' ? { type: 'string', format: 'binary' } : { type: 'string' } };
}

/** Headers of every response with this status to a request with a key. */
function generalHeaders(status: number): readonly HeaderName[] {
  return [
    ...(status === 204 ? [] : (['ETag'] as const)),
    'X-Request-Id',
    'Cache-Control',
    'RateLimit-Policy',
    'RateLimit',
    ...([401, 403].includes(status) ? (['WWW-Authenticate'] as const) : []),
    ...([429, 503, 507].includes(status) ? (['Retry-After'] as const) : []),
  ];
}

function headersOf(operation: ApiOperation, status: number, response: ApiResponse): readonly HeaderName[] {
  const headers: readonly HeaderKey[] = operation.headers ?? [];
  const isControlled = headers.includes('If-None-Match') || headers.includes('Share-Token');
  const isSent = (name: HeaderName): boolean =>
    operation.role !== 'public' || !(name.startsWith('RateLimit') || (name === 'Cache-Control' && !isControlled));
  return [...new Set([...generalHeaders(status).filter(isSent), ...(response.headers ?? [])])];
}
