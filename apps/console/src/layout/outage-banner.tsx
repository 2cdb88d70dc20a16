import { CloudOff } from 'lucide-react';
import { useOutage } from '../client/use-outage.ts';
import { useNow } from '../parts/ago.tsx';

/** Says that the service is away while queries are repeated. The page stays as it is. */
export function OutageBanner() {
  const outage = useOutage();
  return (
    <div role="status" aria-live="polite">
      {outage !== undefined && (
        <div className="border-b border-line bg-warn-soft">
          <p className="mx-auto flex max-w-7xl items-center gap-2 px-4 py-2 text-warn sm:px-6">
            <CloudOff size={16} aria-hidden className="shrink-0" />
            <span>
              {outage.fault.message} <Countdown until={outage.retryAt} />
            </span>
          </p>
        </div>
      )}
    </div>
  );
}

function Countdown({ until }: { readonly until: number }) {
  const seconds = Math.ceil((until - useNow(500)) / 1_000);
  // Announced once, not every second.
  return <span aria-hidden>{seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again…'}</span>;
}
