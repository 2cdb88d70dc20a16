import { ApiError, bodyWithEtag, createClient } from '@connectory/client';
import { ApiFault } from './api-fault.ts';

const root = '/api/connect/v1';

/** The path of an organisation's resource. @param segments are encoded. */
export function pathOf(organisationId: string, ...segments: readonly string[]): string {
  return `${root}/o/${[organisationId, ...segments].map(encodeURIComponent).join('/')}`;
}

export const sessionPath = `${root}/session`;

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Adds a query, without its undefined members. Lists are repeated parameters. */
export function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    [value ?? []].flat().map((each) => [name, String(each)]),
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

/** A request beside its path. The body is JSON text. */
export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly cache?: RequestCache;
  readonly parseAs?: 'blob';
}

/** Sends requests to the service of this page, with the session's cookie. */
const client = createClient({ headers: { Accept: 'application/json' } });

/** Sends a request. @throws ApiFault */
export async function callApi<Value>(path: string, options: RequestOptions = {}): Promise<Value> {
  return (await requestApi<Value>(path, options)).value;
}

/** The same with the ETag of the response, by which a change can name the state that it is based on. @throws ApiFault */
export async function requestApi<Value>(
  path: string,
  { method = 'GET', ...options }: RequestOptions = {},
): Promise<{ readonly value: Value; readonly etag: string }> {
  try {
    // The path is complete, and names no parameter for the client to fill in.
    const init: { readonly [name: string]: unknown } = { ...options, bodySerializer: asItIs };
    const sent = client.request(method.toLowerCase() as 'get', path as '/healthz', init);
    return (await bodyWithEtag<unknown>(sent)) as { readonly value: Value; readonly etag: string };
  } catch (error) {
    throw error instanceof ApiError ? new ApiFault(error.status, Object(error.body), error.requestId) : error;
  }
}

const asItIs = (body: unknown): unknown => body;

/** Sends a JSON body. The service does not wait for the end of an import, however it is set. @throws ApiFault */
export function postJson<Value>(path: string, body: object): Promise<Value> {
  return callApi(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', Prefer: 'respond-async' },
  });
}

/** Replaces a resource that has not changed since it was read with this ETag. @throws ApiFault */
export function putJson<Value>(path: string, body: object, etag?: string): Promise<Value> {
  return callApi(path, {
    method: 'PUT',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...(etag === undefined ? {} : { 'If-Match': etag }) },
  });
}
