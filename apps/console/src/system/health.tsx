import { CircleCheck, OctagonX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { StatusLabel } from '../parts/status-label.tsx';

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
  readonly isTroubled?: boolean;
}

const statuses = {
  ok: { word: 'Well', icon: CircleCheck, look: 'text-ok' },
  warn: { word: 'Look', icon: TriangleAlert, look: 'text-warn' },
  bad: { word: 'Down', icon: OctagonX, look: 'text-bad' },
} as const;

interface HealthProps {
  readonly name: string;
  readonly status: keyof typeof statuses;
  readonly facts: readonly Fact[];
}

/** A part of the installation with its status. */
export function Health({ name, status, facts }: HealthProps) {
  return (
    <section aria-label={name} className="card p-4 sm:p-5">
      <div className="mb-3 flex items-center justify-between gap-2">
        <h2 className="text-lg font-semibold">{name}</h2>
        <StatusLabel status={statuses[status]} spins={false} />
      </div>
      <FactList facts={facts} />
    </section>
  );
}

interface FactsProps {
  readonly name: string;
  readonly facts: readonly Fact[];
}

/** Named facts below a title. */
export function Facts({ name, facts }: FactsProps) {
  return (
    <section aria-label={name} className="card p-4 sm:p-5">
      <h2 className="mb-3 text-lg font-semibold">{name}</h2>
      <FactList facts={facts} />
    </section>
  );
}

function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="flex flex-col gap-1.5">
      {facts.map(({ name, value, isTroubled }) => (
        <div key={name} className="flex items-baseline justify-between gap-3">
          <dt className="shrink-0 text-quiet">{name}</dt>
          <dd className={`min-w-0 text-right wrap-anywhere tabular-nums ${isTroubled === true ? 'text-warn' : ''}`}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
