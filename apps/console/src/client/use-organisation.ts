import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { readChosenOrganisation, storeChosenOrganisation } from './linked-organisation.ts';
import { organisationsQuery, sessionQuery } from './queries.ts';

/** Id of the organisation whose data the pages show. */
export const OrganisationContext = createContext<string>('');

export function useOrganisation(): string {
  return useContext(OrganisationContext);
}

/** Remembers the organisation that an operator chooses. */
export function chooseOrganisation(id: string): void {
  storeChosenOrganisation(id);
  location.replace('/console/');
}

/** The organisation of the session; for an operator the chosen one, or the first. */
export function useCurrentOrganisation(): string | undefined {
  const { data: session } = useQuery(sessionQuery);
  const isOperator = session !== undefined && session.organisation === undefined;
  const { data } = useQuery({ ...organisationsQuery, enabled: isOperator });
  if (session?.organisation !== undefined) return session.organisation.id;
  const all = data?.organisations ?? [];
  const chosen = readChosenOrganisation();
  return (all.find(({ id }) => id === chosen) ?? all.at(-1))?.id;
}

/** Whether the role of the session allows changes. */
export function useMayImport(): boolean {
  const { data } = useQuery(sessionQuery);
  return data?.role === 'import' || data?.role === 'operator';
}
