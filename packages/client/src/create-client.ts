import createFetchClient, { type Client } from 'openapi-fetch';
import { ApiError } from './api-error.ts';
import type { paths } from './generated/openapi.ts';

/** One method for each HTTP method. It takes the path of an operation, as the OpenAPI document writes it, and its parameters. */
export type ConnectoryClient = Client<paths, 'application/json'>;

export interface ClientOptions {
  /** Address of the service. Default: the page's own, in a browser. */
  readonly baseUrl?: string;
  /** An API key, or a token of the issuer that the service trusts. Browsers with a session need none. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: `fetch` of the platform. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Creates a client of the API. Each of its methods throws ApiError for an error response, and when there is none. */
export function createClient(options: ClientOptions = {}): ConnectoryClient {
  const { baseUrl = '', token, headers, fetch: send = (request) => fetch(request) } = options;
  return createFetchClient<paths, 'application/json'>({
    baseUrl,
    headers: { ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }), ...headers },
    fetch: async (request) => {
      const response = await send(request).catch((cause: unknown) => {
        // The caller has ended the request.
        if (request.signal.aborted) throw cause;
        throw new ApiError(0, undefined, { cause });
      });
      if (response.status < 400) return response;
      const requestId = response.headers.get('X-Request-Id');
      const body: unknown = await response.json().catch(() => undefined);
      throw new ApiError(response.status, body, requestId === null ? {} : { requestId });
    },
  });
}
