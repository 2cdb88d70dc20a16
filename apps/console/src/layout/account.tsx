import type { SessionResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { LogOut } from 'lucide-react';
import { organisationsQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { requestSignOut } from '../client/sign-out-request.ts';

/** Organisation and role of the session, and the way out. */
export function Account({ session }: { readonly session: SessionResource }) {
  const navigate = useNavigate();
  const signOut = (): void => {
    requestSignOut();
    // A page with unsaved changes asks before it is left.
    void navigate({ to: '/sign-out' });
  };
  return (
    <div className="flex min-w-0 items-center gap-2">
      <div className="hidden min-w-0 text-right leading-tight md:block">
        <Caller session={session} />
      </div>
      <button
        type="button"
        onClick={signOut}
        aria-label="Sign out"
        title="Sign out"
        className="inline-flex size-9 items-center justify-center rounded-md text-quiet hover:bg-sunken hover:text-ink"
      >
        <LogOut size={18} aria-hidden />
      </button>
    </div>
  );
}

/** Organisation, role and key. */
export function Caller({ session: { organisation, role, caller } }: { readonly session: SessionResource }) {
  return (
    <>
      {organisation === undefined ? (
        <OrganisationSelect />
      ) : (
        <p className="truncate text-sm font-medium">{organisation.name ?? organisation.id}</p>
      )}
      <p className="truncate text-xs text-quiet">
        role {role}
        {caller.name !== undefined && ` · ${caller.name}`}
      </p>
    </>
  );
}

function OrganisationSelect() {
  const { data } = useQuery(organisationsQuery);
  const current = useOrganisation();
  const navigate = useNavigate();
  return (
    <select
      aria-label="Organisation"
      value={current}
      onChange={({ target }) => void navigate({ to: '/organisation', search: { id: target.value } })}
      className="max-w-56 truncate rounded-sm bg-surface text-sm font-medium"
    >
      {data?.organisations.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
