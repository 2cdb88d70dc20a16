import type { Limits } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sessionQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { formatBytes, formatCount } from '../format/numbers.ts';
import { Pending } from '../parts/pending.tsx';
import { Section } from '../parts/section.tsx';
import { quotasQuery } from './overview-queries.ts';

type Quotas = NonNullable<Limits['quotas']>;
type Quota = Quotas['connectors'];

const shown = [
  ['connectors', 'Connectors'],
  ['storedBytes', 'Stored'],
  ['runningImports', 'Imports at a time'],
  ['waitingImports', 'Waiting imports'],
] as const satisfies readonly (readonly [keyof Quotas, string])[];

/** What the organisation uses of its quotas. */
export function Usage() {
  const organisation = useOrganisation();
  const { data: session } = useQuery(sessionQuery);
  const query = useQuery(quotasQuery(organisation, session?.role === 'operator'));
  const { data } = query;
  if (data === undefined) return <Pending query={query} rows={4} label="Loading the usage" />;
  if (data === null) return null;
  return (
    <Section
      title="Usage"
      end={
        <Link to="/limits" className="link">
          All limits
        </Link>
      }
    >
      <dl className="card flex flex-col gap-4 p-4 sm:p-5">
        {shown.map(([name, words]) => (
          <Meter key={name} name={words} quota={data[name]} />
        ))}
      </dl>
    </Section>
  );
}

/** Above this share, the quota is nearly used up. */
const nearlyUsedUp = 0.8;

function Meter({ name, quota: { value, used = 0, unit } }: { readonly name: string; readonly quota: Quota }) {
  const amount = unit === 'bytes' ? formatBytes : formatCount;
  const isFull = value > 0 && used >= value;
  const isTight = value > 0 && used >= value * nearlyUsedUp;
  const fill = isFull ? 'bg-bad' : isTight ? 'bg-warn' : 'bg-accent';
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-3">
      <dt className="text-quiet">{name}</dt>
      <dd className="text-right tabular-nums">
        {amount(used)} <span className="text-quiet">{value === 0 ? 'no limit' : `of ${amount(value)}`}</span>
        {isTight && (
          <span className={isFull ? 'text-bad' : 'text-warn'}>{isFull ? ' · used up' : ' · nearly used up'}</span>
        )}
      </dd>
      {value > 0 && (
        <dd
          aria-hidden
          className="mt-1.5 flex h-1.5 w-full overflow-hidden rounded-full bg-sunken inset-ring inset-ring-line"
        >
          <span className={fill} style={{ width: `${Math.min(100, (100 * used) / value)}%` }} />
        </dd>
      )}
    </div>
  );
}
