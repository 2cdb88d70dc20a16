import type { AuditPage, operations } from '@connectory/client';
import { CliError } from '../errors/cli-error.ts';
import { createCaller } from './caller.ts';

/** Where audit events are listed: those of one organisation, or with an operator key of all. */
export interface AuditAccess {
  readonly baseUrl: string;
  readonly key: string;
  /** Undefined for all organisations. */
  readonly organisationId: string | undefined;
}

/** Client of the audit events. Every method throws CliError when the server refuses or is away. */
export interface AuditClient {
  list(query: URLSearchParams): Promise<AuditPage>;
  /** All events, as CSV or JSON Lines. */
  export(query: URLSearchParams, mediaType: string): Promise<ReadableStream<Uint8Array>>;
}

type Query = NonNullable<operations['ListAuditEvents']['parameters']['query']>;

export function createAuditClient({ baseUrl, key, organisationId }: AuditAccess): AuditClient {
  const { client, read } = createCaller(baseUrl, key);
  const send = <Options extends object>(given: URLSearchParams, options: Options) => {
    // Values as the user wrote them. The API checks them.
    const query: Query = Object.fromEntries(given);
    if (organisationId === undefined) return client.GET('/api/operator/v1/audit', { params: { query }, ...options });
    const path = { organisation_id: organisationId };
    return client.GET('/api/connect/v1/o/{organisation_id}/audit', { params: { path, query }, ...options });
  };
  return {
    list: (query) => read(send(query, {})),
    export: async (query, mediaType) => {
      const stream = await read(send(query, { headers: { Accept: mediaType }, parseAs: 'stream' as const }));
      if (stream === null) throw new CliError('The server sent no events. Try again.');
      return stream;
    },
  };
}
