import type {
  ConnectorPage,
  ConnectorResource,
  ImportPage,
  ImportResource,
  MessageGroups,
  MessagePlacePage,
  RetriedImports,
  RetryFailedRequest,
} from '@connectory/contract';
import { createCaller, toCliError } from './caller.ts';

/** Address and credentials of one organisation on a server. */
export interface ApiAccess {
  readonly baseUrl: string;
  readonly organisationId: string;
  readonly apiKey: string;
}

/** Client of the HTTP API of one organisation. Every method throws CliError when the server refuses or is away. */
export interface ApiClient {
  /** Submits an import. @param body a form with the document, or the JSON request for an import from a URL */
  submit(path: string, body: FormData | object): Promise<ImportResource>;
  getImport(url: string): Promise<ImportResource>;
  /** The URL of an import. */
  importUrl(id: string): string;
  /** A page of imports, newest first. */
  listImports(query: URLSearchParams): Promise<ImportPage>;
  changeImport(id: string, verb: 'cancel' | 'retry'): Promise<ImportResource>;
  /** Queues the first imports again that failed with a code. */
  retryFailed(request: RetryFailedRequest): Promise<RetriedImports>;
  /** The messages of an ended import, each with the number of its places. */
  getMessageGroups(id: string): Promise<MessageGroups>;
  /** A page of the places of the messages of an ended import. */
  listMessages(id: string, query: URLSearchParams): Promise<MessagePlacePage>;
  /** A page of connectors. */
  listConnectors(query: URLSearchParams): Promise<ConnectorPage>;
  getConnector(id: string): Promise<ConnectorResource>;
  /** The result of an ended import, as JSON text. A failed import gives its error with `ok: false`. */
  getResult(url: string): Promise<{ ok: boolean; text: string }>;
  /** The OpenAPI document of a version, or the proof of its export. */
  getOpenApi(
    connector: string,
    version: string,
    format: 'json' | 'yaml' | 'proof',
  ): Promise<ReadableStream<Uint8Array>>;
  /** The diff between two versions of a connector, as JSON text. */
  getDiff(connector: string, from: string, to: string): Promise<string>;
}

/** The command line follows the progress itself, also when the server waits for imports by default. */
const withoutWaiting = { Prefer: 'respond-async' };

export function createApiClient({ baseUrl, organisationId, apiKey }: ApiAccess): ApiClient {
  const root = `${baseUrl.replace(/\/+$/, '')}/api/connect/v1/o/${organisationId}`;
  const { call, json } = createCaller(baseUrl, apiKey);
  const importUrl = (id: string): string => `${root}/imports/${encodeURIComponent(id)}`;
  return {
    submit: (path, body) =>
      json<ImportResource>(
        `${root}${path}`,
        body instanceof FormData
          ? { method: 'POST', body, headers: withoutWaiting }
          : {
              method: 'POST',
              body: JSON.stringify(body),
              headers: { ...withoutWaiting, 'Content-Type': 'application/json' },
            },
      ),
    getImport: (url) => json<ImportResource>(url),
    importUrl,
    listImports: (query) => json<ImportPage>(`${root}/imports?${query.toString()}`),
    changeImport: (id, verb) => json<ImportResource>(`${importUrl(id)}/${verb}`, { method: 'POST' }),
    retryFailed: (request) =>
      json<RetriedImports>(`${root}/imports/retry-failed`, {
        method: 'POST',
        body: JSON.stringify(request),
        headers: { 'Content-Type': 'application/json' },
      }),
    getMessageGroups: (id) => json<MessageGroups>(`${importUrl(id)}/message-groups`),
    listMessages: (id, query) => json<MessagePlacePage>(`${importUrl(id)}/messages?${query.toString()}`),
    listConnectors: (query) => json<ConnectorPage>(`${root}/connectors?${query.toString()}`),
    getConnector: (id) => json<ConnectorResource>(`${root}/connectors/${encodeURIComponent(id)}`),
    getDiff: async (connector, from, to) => {
      const [id, version] = [connector, to].map(encodeURIComponent);
      const query = new URLSearchParams({ from });
      const response = await call(`${root}/connectors/${id}/versions/${version}/diff?${query.toString()}`);
      const text = await response.text();
      if (!response.ok) throw toCliError(response.status, text);
      return text;
    },
    getOpenApi: async (connector, version, format) => {
      const [id, name] = [connector, version].map(encodeURIComponent);
      const headers = { Accept: format === 'yaml' ? 'application/yaml' : 'application/json' };
      const query = format === 'proof' ? '?proof=true' : '';
      const response = await call(`${root}/connectors/${id}/versions/${name}/openapi${query}`, { headers });
      if (!response.ok || response.body === null) throw toCliError(response.status, await response.text());
      return response.body;
    },
    getResult: async (url) => {
      const response = await call(url);
      return { ok: response.ok, text: await response.text() };
    },
  };
}
