import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { chooseOrganisation } from '../client/use-organisation.ts';
import { Skeleton } from '../parts/skeleton.tsx';

const route = getRouteApi('/organisation');

/** Changes to another organisation. It is a page, so that a page with unsaved changes asks before it is left for this one. */
export function OrganisationPage() {
  const { id } = route.useSearch();
  useEffect(() => {
    if (id !== undefined) chooseOrganisation(id);
    else location.replace('/console/');
  }, [id]);
  return (
    <main className="mx-auto max-w-7xl px-4 py-8">
      <h1 className="sr-only">Organisation</h1>
      <Skeleton label="Changing to another organisation" />
    </main>
  );
}
