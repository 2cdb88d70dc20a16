import type { ImportPage, ImportResource } from '@connectory/contract';
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
  /** The newest imports, at most 50. */
  listImports(): Promise<readonly ImportResource[]>;
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
    listImports: async () => (await json<ImportPage>(`${root}/imports?first=50`)).imports,
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
