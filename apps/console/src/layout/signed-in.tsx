import { useQuery } from '@tanstack/react-query';
import { Navigate, useLocation } from '@tanstack/react-router';
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
  const { href } = useLocation();
  if (isFault(error, 401)) return <Navigate to="/sign-in" search={href === '/' ? {} : { next: href }} replace />;
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
