import { useQuery } from '@tanstack/react-query';
import { isFault } from '../client/api-fault.ts';
import { connectorQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';

/**
 * Whether the connector of an import exists: one that failed may have made none. `unknown` until the connector is read, because a request
 * for it goes elsewhere when there is none.
 */
export function useConnectorState(connectorId: string): 'exists' | 'missing' | 'unknown' {
  const { isPending, error } = useQuery({ ...connectorQuery(useOrganisation(), connectorId), retry: false });
  if (isPending) return 'unknown';
  // Other errors say nothing about it, and most imports have one.
  return isFault(error, 404) ? 'missing' : 'exists';
}
