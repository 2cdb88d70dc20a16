import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isFault } from '../client/api-fault.ts';
import { sessionQuery } from '../client/queries.ts';
import { OrganisationContext, useCurrentOrganisation } from '../client/use-organisation.ts';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { OutageBanner } from './outage-banner.tsx';
import { Shell } from './shell.tsx';

/** Shows its pages to a browser with a session. Others sign in first, and come back to the page. */
export function SignedIn() {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  const organisation = useCurrentOrganisation();
  const router = useRouter();
  const isSignedOut = isFault(error, 401);
  useEffect(() => {
    // The address is read once: while the page changes, it is that of the next page.
    const next = router.state.location.href;
    if (isSignedOut) void router.navigate({ to: '/sign-in', search: next === '/' ? {} : { next }, replace: true });
  }, [isSignedOut, router]);
  if (session === undefined || organisation === undefined)
    return (
      <>
        <OutageBanner />
        <main className="mx-auto max-w-7xl px-4 py-8">
          <h1 className="sr-only">Connectory</h1>
          {error === null ? <Skeleton label="Loading" /> : <FaultPanel error={error} onRetry={() => void refetch()} />}
        </main>
      </>
    );
  return (
    <OrganisationContext value={organisation}>
      <Shell session={session} />
    </OrganisationContext>
  );
}
