import type { AuditEventResource, AuditPage } from '@connectory/contract';
import { createCaller, toCliError } from './caller.ts';

/** Where audit events are listed: those of one organisation, or with an operator key of all. */
export interface AuditAccess {
  readonly baseUrl: string;
  readonly key: string;
  /** Undefined for all organisations. */
  readonly organisationId: string | undefined;
}

/** Client of the audit events. Every method throws CliError when the server refuses or is away. */
export interface AuditClient {
  list(query: URLSearchParams): Promise<readonly AuditEventResource[]>;
  /** All events, as CSV or JSON Lines. */
  export(query: URLSearchParams, mediaType: string): Promise<ReadableStream<Uint8Array>>;
}

export function createAuditClient({ baseUrl, key, organisationId }: AuditAccess): AuditClient {
  const scope = organisationId === undefined ? 'operator/v1' : `connect/v1/o/${organisationId}`;
  const root = `${baseUrl.replace(/\/+$/, '')}/api/${scope}/audit`;
  const { call, json } = createCaller(baseUrl, key);
  return {
    list: async (query) => (await json<AuditPage>(`${root}?${query.toString()}`)).events,
    export: async (query, mediaType) => {
      const response = await call(`${root}?${query.toString()}`, { headers: { Accept: mediaType } });
      if (!response.ok || response.body === null) throw toCliError(response.status, await response.text());
      return response.body;
    },
  };
}
