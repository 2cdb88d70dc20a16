import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { addressOf } from '../client/address.ts';
import { isFault } from '../client/api-fault.ts';
import { apiDelete } from '../client/call-api.ts';
import { storeShownOrganisation } from '../client/linked-organisation.ts';
import { Mark } from '../layout/mark.tsx';
import { Button, buttonClass } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { takeSignOutRequest } from '../client/sign-out-request.ts';

/**
 * Ends the session. It is a page, so that a page with unsaved changes asks before it is left for this one, while the session still works. Who
 * comes by a link from elsewhere is signed out only after a click.
 */
export function SignOutPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => apiDelete(addressOf('/api/connect/v1/session')).catch(unlessEnded),
    onSuccess: () => {
      client.clear();
      storeShownOrganisation(undefined);
      return navigate({ to: '/sign-in', search: {}, replace: true });
    },
  });
  useEffect(() => {
    if (takeSignOutRequest()) mutate();
  }, [mutate]);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center px-4 py-12">
      <div className="mb-6">
        <Mark size={36} />
      </div>
      <PageHead title="Sign out">The session of this browser ends. The key stays valid.</PageHead>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={isPending} onClick={() => mutate()}>
          {isPending ? 'Signing out…' : 'Sign out'}
        </Button>
        <Link to="/" className={buttonClass()}>
          Stay signed in
        </Link>
      </div>
      {error !== null && (
        <div className="mt-4">
          <FaultPanel error={error} />
        </div>
      )}
    </main>
  );
}

/** A session that has ended needs no end. */
function unlessEnded(error: unknown): void {
  if (!isFault(error, 401)) throw error;
}
