import type { SessionResource } from '@connectory/client';
import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { buttonClass } from '../parts/button.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { requestSignOut } from '../client/sign-out-request.ts';
import { neededRole, type Page } from '../client/pages.ts';

interface NeedsRoleProps {
  readonly page: Page;
  readonly session: SessionResource;
}

/** In the place of a page that the role of the session does not allow. Nothing is requested for it. */
export function NeedsRole({ page, session: { role, caller } }: NeedsRoleProps) {
  return (
    <>
      <PageHead title={page.name} />
      <div role="alert" className="card px-6 py-12 text-center">
        <Lock size={24} aria-hidden className="mx-auto mb-3 text-quiet" />
        <p className="text-lg font-semibold">This page needs the role “{neededRole(page)}”</p>
        <p className="mx-auto mt-2 max-w-prose text-quiet wrap-anywhere">
          You are signed in with the role “{role}”{caller.name !== undefined && ` (${caller.name})`}. Sign in with
          another key, or ask an operator for the role.
        </p>
        <p className="mt-4 flex flex-wrap justify-center gap-2">
          <Link to="/" className={buttonClass('primary')}>
            To the overview
          </Link>
          <Link to="/sign-out" className={buttonClass()} onClick={requestSignOut}>
            Sign in with another key
          </Link>
        </p>
      </div>
    </>
  );
}
