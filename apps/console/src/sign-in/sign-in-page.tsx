import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { addressOf } from '../client/address.ts';
import { apiPost } from '../client/call-api.ts';
import { isFault } from '../client/api-fault.ts';
import { OutageBanner } from '../layout/outage-banner.tsx';
import { Mark } from '../layout/mark.tsx';
import { Button } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { FailedSignIn, IssuerSignIn, SignInWays } from './issuer-sign-in.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Command } from '../parts/empty.tsx';

const route = getRouteApi('/sign-in');

/** Signs in with an API key, or with the token of a link that `npm start` prints. */
export function SignInPage() {
  const { next, failed } = route.useSearch();
  const client = useQueryClient();
  const router = useRouter();
  const { mutate, isPending, error, variables } = useMutation({
    mutationFn: (token: string) =>
      apiPost(addressOf('/api/connect/v1/session'), undefined, {
        headers: { Authorization: `Bearer ${token}` },
      }),
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(['session'], session);
      router.history.push(next?.startsWith('/') === true && !next.startsWith('//') ? `/console${next}` : '/console/');
    },
  });
  useEffect(() => {
    const takeLink = (): void => {
      const token = takeLinkToken();
      if (token !== undefined) mutate(token);
    };
    takeLink();
    // A link that is opened in the tab of this page does not load it again.
    window.addEventListener('hashchange', takeLink);
    return () => window.removeEventListener('hashchange', takeLink);
  }, [mutate]);
  const usedLink = variables?.startsWith('ctl_') === true;
  return (
    <>
      <OutageBanner />
      <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center px-4 py-12">
        <div className="mb-6">
          <Mark size={36} />
        </div>
        <PageHead title="Sign in">
          <SignInWays />
        </PageHead>
        {failed !== undefined && <FailedSignIn failure={failed} />}
        <IssuerSignIn next={next} />
        <KeyForm isPending={isPending} onKey={mutate} />
        <div className="mt-4" aria-live="polite">
          {isFault(error, 401) && usedLink ? (
            <div role="alert" className="card border-l-4 border-l-bad p-4">
              <p className="font-medium">This link was used already, or is older than a minute.</p>
              <p className="mt-1 text-quiet">Start the service again for a new link, or sign in with a key.</p>
            </div>
          ) : (
            error !== null && <FaultPanel error={error} />
          )}
        </div>
        <div className="mt-6 text-sm text-quiet">
          <p className="mb-2">No key yet? An operator creates one:</p>
          <Command>npm run connectory -- keys create --help</Command>
        </div>
      </main>
    </>
  );
}

interface KeyFormProps {
  readonly isPending: boolean;
  readonly onKey: (key: string) => void;
}

function KeyForm({ isPending, onKey }: KeyFormProps) {
  const [key, setKey] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (key.trim() !== '') onKey(key.trim());
  };
  return (
    <form onSubmit={submit} className="card flex flex-col gap-4 p-5">
      <label className="flex flex-col gap-1.5">
        <span className="font-medium">API key</span>
        <input
          className="field font-mono"
          type="password"
          autoComplete="off"
          spellCheck={false}
          placeholder="cty_…"
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
      </label>
      <Button look="primary" type="submit" disabled={isPending || key.trim() === ''}>
        {isPending ? 'Signing in…' : 'Sign in'}
      </Button>
      <p className="text-sm text-quiet">
        The browser keeps a session of 12 hours, not the key. The session ends when the key is revoked.
      </p>
    </form>
  );
}

/** Takes the token from the address, so that neither the history nor a second run has it. */
function takeLinkToken(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('link');
  if (token === null) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}
