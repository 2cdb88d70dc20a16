import type { ReimportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { reimportCausesQuery } from '../client/operator-queries.ts';
import { counted } from '../format/numbers.ts';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Outcome } from './outcome.tsx';

/** Why items failed or were skipped, by cause, each with a sample. */
export function RunCauses({ run }: { readonly run: ReimportResource }) {
  const { failed, skipped } = run.counts;
  const troubled = failed + skipped;
  const { data, error } = useQuery({ ...reimportCausesQuery(run.id, troubled), enabled: troubled > 0 });
  if (troubled === 0) return null;
  return (
    <section aria-labelledby="causes">
      <h2 id="causes" className="mb-3 text-lg font-semibold">
        Causes {data !== undefined && <span className="ml-1 font-normal text-quiet">{data.causes.length}</span>}
      </h2>
      {error !== null && <FaultPanel error={error} />}
      <ul className="card divide-y divide-line overflow-hidden">
        {data?.causes.map(({ code, outcome, items, sample }) => (
          <li key={`${code} ${outcome}`} className="flex flex-col gap-x-4 gap-y-1 px-4 py-3 sm:px-5 md:flex-row">
            <span className="w-32 shrink-0">
              <Outcome name={outcome} />
            </span>
            <span className="min-w-0 flex-1">
              <code className="block font-mono text-sm font-medium wrap-anywhere">{code}</code>
              <span className="block wrap-anywhere text-quiet">{sample.error?.message}</span>
              <span className="block text-sm text-quiet">
                for example{' '}
                {sample.importId === undefined ? (
                  (sample.connectorName ?? sample.connectorId)
                ) : (
                  <Link to="/imports/$importId" params={{ importId: sample.importId }} className="link wrap-anywhere">
                    {sample.connectorName ?? sample.connectorId} {sample.version}
                  </Link>
                )}
              </span>
            </span>
            <span className="shrink-0 text-sm text-quiet tabular-nums">{counted(items, 'version')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
