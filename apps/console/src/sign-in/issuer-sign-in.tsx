import { queryOptions, useQuery } from '@tanstack/react-query';
import { LogIn, OctagonX } from 'lucide-react';
import { addressOf } from '../client/address.ts';
import { apiGet } from '../client/call-api.ts';
import { buttonClass } from '../parts/button.tsx';

const waysQuery = queryOptions({
  queryKey: ['sign-in-ways'],
  queryFn: ({ signal }) => apiGet(addressOf('/api/connect/v1/session/ways'), { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What one signs in with, in words. Accounts are named only where an issuer is configured. */
export function SignInWays() {
  const { data } = useQuery(waysQuery);
  return `with ${data?.oidc === undefined ? 'an API key' : 'an account or an API key'} of your organisation`;
}

/** The way to the issuer, where one is configured. The page of the keys stays below it. */
export function IssuerSignIn({ next }: { readonly next: string | undefined }) {
  const { data } = useQuery(waysQuery);
  if (data?.oidc === undefined) return null;
  const { issuer, path } = data.oidc;
  return (
    <>
      <a
        href={next === undefined ? path : `${path}?${new URLSearchParams({ next }).toString()}`}
        className={buttonClass('primary')}
      >
        <LogIn size={16} aria-hidden />
        Sign in with {new URL(issuer).host}
      </a>
      <p className="my-4 text-center text-sm text-quiet">or with an API key</p>
    </>
  );
}

const failures: Readonly<Record<string, readonly [sentence: string, next: string]>> = {
  begin: ['This sign-in was not begun in this browser, or was used already.', 'Begin it again.'],
  denied: ['The issuer did not sign you in.', 'Try again, or ask those who manage your accounts.'],
  refused: [
    'The response of the issuer is not valid.',
    'Begin again. If it stays, an operator finds the reason in the log.',
  ],
  no_role: [
    'Your account has no role here.',
    'Ask those who manage your accounts for the role “read”, “import” or “operator”.',
  ],
  no_organisation: [
    'Your account is in no organisation of this service.',
    'Ask an operator which organisation it belongs to.',
  ],
  unavailable: ['The issuer cannot be reached.', 'Try again in a moment, or sign in with an API key.'],
};

/** Why a sign-in by the issuer failed, and what to do. */
export function FailedSignIn({ failure }: { readonly failure: string }) {
  const [sentence, next] = failures[failure] ?? ['The sign-in failed.', 'Begin it again.'];
  return (
    <div role="alert" className="card mb-4 border-l-4 border-l-bad p-4">
      <p className="flex items-start gap-2 font-medium">
        <OctagonX size={18} aria-hidden className="mt-0.5 shrink-0 text-bad" />
        {sentence}
      </p>
      <p className="mt-1 pl-6.5 text-quiet">{next}</p>
    </div>
  );
}
