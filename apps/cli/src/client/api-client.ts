import {
  type ConnectorPage,
  type ConnectorResource,
  importFromUrl,
  type ImportPage,
  type ImportResource,
  type MessageGroups,
  type MessagePlacePage,
  type operations,
  type RetriedImports,
  type RetryFailedRequest,
  type Upload,
  uploadDocument,
  type UrlImport,
} from '@connectory/client';
import { CliError } from '../errors/cli-error.ts';
import { createCaller } from './caller.ts';

/** Address and credentials of one organisation on a server. */
export interface ApiAccess {
  readonly baseUrl: string;
  readonly organisationId: string;
  readonly apiKey: string;
}

/** Client of the HTTP API of one organisation. Every method throws CliError when the server refuses or is away. */
export interface ApiClient {
  upload(upload: Omit<Upload, 'organisationId'>): Promise<ImportResource>;
  importUrl(request: Omit<UrlImport, 'organisationId'>): Promise<ImportResource>;
  getImport(id: string): Promise<ImportResource>;
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
  getResult(id: string): Promise<{ ok: boolean; text: string }>;
  /** The OpenAPI document of a version, or the proof of its export. */
  getOpenApi(
    connector: string,
    version: string,
    format: 'json' | 'yaml' | 'proof',
  ): Promise<ReadableStream<Uint8Array>>;
  /** The diff between two versions of a connector, as JSON text. */
  getDiff(connector: string, from: string, to: string): Promise<string>;
}

const organisationPath = '/api/connect/v1/o/{organisation_id}';
const importPath = `${organisationPath}/imports/{import_id}` as const;
const versionPath = `${organisationPath}/connectors/{connector_id}/versions/{version}` as const;

export function createApiClient({ baseUrl, organisationId, apiKey }: ApiAccess): ApiClient {
  const { client, read, translate } = createCaller(baseUrl, apiKey);
  const organisation = { organisation_id: organisationId };
  const importOf = (id: string) => ({ path: { ...organisation, import_id: id } });
  const versionOf = (connector_id: string, version: string) => ({ ...organisation, connector_id, version });
  return {
    upload: (upload) => translate(uploadDocument(client, { organisationId, ...upload })),
    importUrl: (request) => translate(importFromUrl(client, { organisationId, ...request })),
    getImport: (id) => read(client.GET(importPath, { params: importOf(id) })),
    listImports: (query) =>
      read(
        client.GET(`${organisationPath}/imports`, {
          params: { path: organisation, query: queryOf<'ListImports'>(query) },
        }),
      ),
    changeImport: (id, verb) => read(client.POST(`${importPath}/${verb}`, { params: importOf(id) })),
    retryFailed: (body) =>
      read(client.POST(`${organisationPath}/imports/retry-failed`, { params: { path: organisation }, body })),
    getMessageGroups: (id) => read(client.GET(`${importPath}/message-groups`, { params: importOf(id) })),
    listMessages: (id, query) =>
      read(
        client.GET(`${importPath}/messages`, {
          params: { ...importOf(id), query: queryOf<'ListImportMessages'>(query) },
        }),
      ),
    listConnectors: (query) =>
      read(
        client.GET(`${organisationPath}/connectors`, {
          params: { path: organisation, query: queryOf<'ListConnectors'>(query) },
        }),
      ),
    getConnector: (id) =>
      read(
        client.GET(`${organisationPath}/connectors/{connector_id}`, {
          params: { path: { ...organisation, connector_id: id } },
        }),
      ),
    getDiff: (connector, from, to) =>
      read(
        client.GET(`${versionPath}/diff`, {
          params: { path: versionOf(connector, to), query: { from } },
          parseAs: 'text',
        }),
      ),
    getOpenApi: async (connector, version, format) => {
      const sent = client.GET(`${versionPath}/openapi`, {
        params: { path: versionOf(connector, version), query: format === 'proof' ? { proof: true } : {} },
        headers: { Accept: format === 'yaml' ? 'application/yaml' : 'application/json' },
        parseAs: 'stream',
      });
      const stream = await read(sent);
      if (stream === null) throw new CliError('The server sent no document. Try again.');
      return stream;
    },
    getResult: (id) => resultOf(read(client.GET(`${importPath}/result`, { params: importOf(id), parseAs: 'text' }))),
  };
}

async function resultOf(text: Promise<string>): Promise<{ ok: boolean; text: string }> {
  try {
    return { ok: true, text: await text };
  } catch (error) {
    if (!(error instanceof CliError) || error.body === undefined) throw error;
    return { ok: false, text: JSON.stringify(error.body) };
  }
}

type Query<Id extends keyof operations> = NonNullable<operations[Id]['parameters']['query']>;

/** Values as the user wrote them. The API checks them. */
function queryOf<Id extends keyof operations>(query: URLSearchParams): Query<Id> {
  return Object.fromEntries(query);
}
