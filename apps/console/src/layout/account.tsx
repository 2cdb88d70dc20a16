import type { SessionResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { addressOf } from '../client/address.ts';
import { apiDelete } from '../client/call-api.ts';
import { organisationsQuery } from '../client/queries.ts';
import { chooseOrganisation, useOrganisation } from '../client/use-organisation.ts';

/** Organisation and role of the session, and the way out. */
export function Account({ session }: { readonly session: SessionResource }) {
  const signOut = async (): Promise<void> => {
    await apiDelete(addressOf('/api/connect/v1/session')).catch(() => undefined);
    location.assign('/console/sign-in');
  };
  return (
    <div className="flex min-w-0 items-center gap-2">
      <div className="hidden min-w-0 text-right leading-tight md:block">
        {session.organisation === undefined ? (
          <OrganisationSelect />
        ) : (
          <p className="truncate text-sm font-medium">{session.organisation.name ?? session.organisation.id}</p>
        )}
        <p className="text-xs text-quiet">
          role {session.role}
          {session.caller.name !== undefined && ` · key “${session.caller.name}”`}
        </p>
      </div>
      <button
        type="button"
        onClick={() => void signOut()}
        aria-label="Sign out"
        title="Sign out"
        className="inline-flex size-9 items-center justify-center rounded-md text-quiet hover:bg-sunken hover:text-ink"
      >
        <LogOut size={18} aria-hidden />
      </button>
    </div>
  );
}

function OrganisationSelect() {
  const { data } = useQuery(organisationsQuery);
  const current = useOrganisation();
  return (
    <select
      aria-label="Organisation"
      value={current}
      onChange={(event) => chooseOrganisation(event.target.value)}
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
