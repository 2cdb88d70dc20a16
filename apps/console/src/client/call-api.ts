import {
  ApiError,
  bodyWithEtag,
  createClient,
  importFromUrl,
  type ImportResource,
  type Method,
  type PathWith,
  type QueryOf,
  type RequestBodyOf,
  type ResponseBodyOf,
  type UrlImport,
} from '@connectory/client';
import type { Address } from './address.ts';
import { ApiFault } from './api-fault.ts';
import { takeEarlyResponse } from './early-responses.ts';

/** A request beside its address. */
interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly cache?: 'no-store';
  readonly parseAs?: 'blob';
}

interface QueryOptions<Query> extends RequestOptions {
  readonly query?: Query;
}

/** A body with the ETag of its response, by which a change can name the state that it is based on. */
export interface Loaded<Value> {
  readonly value: Value;
  readonly etag: string;
}

/** Sends requests to the service of this page, with the session's cookie. */
const client = createClient({
  headers: { Accept: 'application/json' },
  fetch: (request) => takeEarlyResponse(request) ?? fetch(request),
});

/** Reads a resource. @throws ApiFault */
export async function apiGet<Path extends PathWith<'get'>>(
  address: Address<Path>,
  options: QueryOptions<QueryOf<Path, 'get'>> = {},
): Promise<ResponseBodyOf<Path, 'get'>> {
  return (await send<ResponseBodyOf<Path, 'get'>>('get', address, options)).value;
}

/** The same with the ETag of the response. @throws ApiFault */
export function apiGetWithEtag<Path extends PathWith<'get'>>(
  address: Address<Path>,
  options: QueryOptions<QueryOf<Path, 'get'>> = {},
): Promise<Loaded<ResponseBodyOf<Path, 'get'>>> {
  return send('get', address, options);
}

/** Reads a response of another media type than JSON. @throws ApiFault */
export async function apiGetBlob<Path extends PathWith<'get'>>(
  address: Address<Path>,
  { query, type }: { readonly query?: QueryOf<Path, 'get'>; readonly type: string },
): Promise<Blob> {
  return (await send<Blob>('get', address, { query, headers: { Accept: type }, parseAs: 'blob' })).value;
}

/** Sends a JSON body, if the operation takes one. The service does not wait for the end of an import, however it is set. @throws ApiFault */
export async function apiPost<Path extends PathWith<'post'>>(
  address: Address<Path>,
  body?: RequestBodyOf<Path, 'post'>,
  { headers, query }: QueryOptions<QueryOf<Path, 'post'>> = {},
): Promise<ResponseBodyOf<Path, 'post'>> {
  const sent = { body, query, headers: { Prefer: 'respond-async', ...headers } };
  return (await send<ResponseBodyOf<Path, 'post'>>('post', address, sent)).value;
}

/** Replaces a resource that has not changed since it was read with this ETag. @throws ApiFault */
export async function apiPut<Path extends PathWith<'put'>>(
  address: Address<Path>,
  body: RequestBodyOf<Path, 'put'>,
  etag?: string,
): Promise<ResponseBodyOf<Path, 'put'>> {
  return (await send<ResponseBodyOf<Path, 'put'>>('put', address, { body, headers: ifMatch(etag) })).value;
}

/** Deletes a resource that has not changed since it was read with this ETag. @throws ApiFault */
export async function apiDelete<Path extends PathWith<'delete'>>(
  address: Address<Path>,
  { query, etag }: { readonly query?: QueryOf<Path, 'delete'>; readonly etag?: string } = {},
): Promise<void> {
  await send('delete', address, { query, headers: ifMatch(etag) });
}

const ifMatch = (etag: string | undefined): Readonly<Record<string, string>> =>
  etag === undefined ? {} : { 'If-Match': etag };

/** Imports a URL that the service fetches. @throws ApiFault */
export function importUrl(request: UrlImport): Promise<ImportResource> {
  return withFault(importFromUrl(client, request));
}

interface SentOptions extends RequestOptions {
  readonly query?: unknown;
  readonly body?: unknown;
}

function send<Value>(method: Method, address: string, { query, ...options }: SentOptions): Promise<Loaded<Value>> {
  // The parameters of the path are filled in. The types are those of the address.
  const init: { readonly [name: string]: unknown } = { ...options, params: { query } };
  const sent = client.request(method as 'get', address as '/healthz', init);
  return withFault(bodyWithEtag<unknown>(sent) as Promise<Loaded<Value>>);
}

/** Rejects with the errors of this console. */
function withFault<Value>(sent: Promise<Value>): Promise<Value> {
  return sent.catch((error: unknown) => {
    throw error instanceof ApiError ? new ApiFault(error.status, Object(error.body), error.requestId) : error;
  });
}
