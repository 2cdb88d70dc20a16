import type { AuthSchemeEditList, ConnectorResource } from '@connectory/client';
import { queryOptions } from '@tanstack/react-query';
import { ApiFault } from './api-fault.ts';
import { callApi, pathOf, requestApi } from './call-api.ts';

export interface ConnectorOf {
  readonly organisation: string;
  readonly connectorId: string;
}

export function connectorPath({ organisation, connectorId }: ConnectorOf, ...rest: readonly string[]): string {
  return pathOf(organisation, 'connectors', connectorId, ...rest);
}

export const schemePath = (of: ConnectorOf, id: string): string => connectorPath(of, 'auth-scheme-configs', id);

export type AuthScheme = ConnectorResource['authSchemeConfigs'][number];

/** An auth scheme with the ETag of its connector, which each change of the connector changes. */
export interface LoadedScheme {
  readonly draft: AuthScheme;
  readonly etag: string;
}

/** @throws ApiFault */
export async function readScheme(of: ConnectorOf, id: string): Promise<LoadedScheme> {
  const { value, etag } = await requestApi<ConnectorResource>(connectorPath(of), { cache: 'no-store' });
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
    queryFn: ({ signal }) => callApi<AuthSchemeEditList>(connectorPath(of, 'auth-scheme-edits'), { signal }),
  });
