import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isFault } from '../client/api-fault.ts';
import { storeShownOrganisation } from '../client/linked-organisation.ts';
import { organisationsQuery, sessionQuery } from '../client/queries.ts';
import { OrganisationContext, useCurrentOrganisation } from '../client/use-organisation.ts';
import { Command, Empty } from '../parts/empty.tsx';
import { Pending } from '../parts/pending.tsx';
import { OutageBanner } from './outage-banner.tsx';
import { Shell } from './shell.tsx';

/** Shows its pages to a browser with a session. Others sign in first, and come back to the page. */
export function SignedIn() {
  const session = useQuery(sessionQuery);
  const organisation = useCurrentOrganisation();
  const router = useRouter();
  const isSignedOut = isFault(session.error, 401);
  useEffect(() => {
    // The address is read once: while the page changes, it is that of the next page.
    const next = router.state.location.href;
    if (isSignedOut) storeShownOrganisation(undefined);
    if (isSignedOut) void router.navigate({ to: '/sign-in', search: next === '/' ? {} : { next }, replace: true });
  }, [isSignedOut, router]);
  useEffect(() => {
    if (organisation !== undefined && !isSignedOut) storeShownOrganisation(organisation);
  }, [organisation, isSignedOut]);
  if (session.data === undefined || organisation === undefined)
    return (
      <>
        <OutageBanner />
        <main className="mx-auto max-w-7xl px-4 py-8">
          <h1 className="sr-only">Connectory</h1>
          {session.data === undefined ? <Pending query={session} label="Loading" /> : <Organisations />}
        </main>
      </>
    );
  return (
    <OrganisationContext value={organisation}>
      <Shell session={session.data} />
    </OrganisationContext>
  );
}

/** While an operator has no organisation to show: the list of organisations is loading, failed or empty. */
function Organisations() {
  const query = useQuery(organisationsQuery);
  if (query.data?.organisations.length !== 0) return <Pending query={query} label="Loading organisations" />;
  return (
    <Empty title="No organisation yet">
      <p>Imports belong to an organisation. This command creates one, and a key of it:</p>
      <Command>npm run connectory -- keys create --help</Command>
    </Empty>
  );
}
