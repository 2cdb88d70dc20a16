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

/** Sends a request with the session's cookie. @throws ApiFault */
export async function callApi<Value>(path: string, init: RequestInit = {}): Promise<Value> {
  return (await requestApi<Value>(path, init)).value;
}

/** The same with the ETag of the response, by which a change can name the state that it is based on. @throws ApiFault */
export async function requestApi<Value>(
  path: string,
  init: RequestInit = {},
): Promise<{ readonly value: Value; readonly etag: string }> {
  const headers = new Headers(init.headers);
  headers.set('Accept', 'application/json');
  const response = await fetch(path, { ...init, headers, credentials: 'same-origin' }).catch((error: unknown) => {
    if (init.signal?.aborted === true) throw error;
    throw new ApiFault(0, {});
  });
  const etag = response.headers.get('ETag') ?? '';
  if (response.status === 204) return { value: undefined as Value, etag };
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok)
    throw new ApiFault(response.status, asObject(body), response.headers.get('X-Request-Id') ?? undefined);
  return { value: body as Value, etag };
}

function asObject(body: unknown): object {
  return typeof body === 'object' && body !== null ? body : {};
}

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
