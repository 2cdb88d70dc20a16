import type { ConnectorResource } from '@connectory/client';
import { queryOptions } from '@tanstack/react-query';
import { ApiFault } from './api-fault.ts';
import { type ConnectorOf, connectorPath } from './address.ts';
import { apiGet, apiGetWithEtag } from './call-api.ts';

export const schemePath = (of: ConnectorOf, id: string) =>
  connectorPath(of, '/auth-scheme-configs/{auth_scheme_config_id}', { auth_scheme_config_id: id });

export type AuthScheme = ConnectorResource['authSchemeConfigs'][number];

/** An auth scheme with the ETag of its connector, which each change of the connector changes. */
export interface LoadedScheme {
  readonly draft: AuthScheme;
  readonly etag: string;
}

/** @throws ApiFault */
export async function readScheme(of: ConnectorOf, id: string): Promise<LoadedScheme> {
  const { value, etag } = await apiGetWithEtag(connectorPath(of, ''), { cache: 'no-store' });
  const draft = value.authSchemeConfigs.find((each) => each.id === id);
  if (draft !== undefined) return { draft, etag };
  throw new ApiFault(404, {
    code: 'auth_scheme_not_found',
    message: `The connector ${value.name} has no auth scheme ${id}.`,
    details: 'It may have been deleted. The page of the connector lists its auth schemes.',
  });
}

/** The schemes of documents that users edited or deleted. */
export const schemeEditsQuery = (of: ConnectorOf) =>
  queryOptions({
    queryKey: ['scheme-edits', of],
    queryFn: ({ signal }) => apiGet(connectorPath(of, '/auth-scheme-edits'), { signal }),
  });
