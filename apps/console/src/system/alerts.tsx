import type { SystemState } from '@connectory/client';
import { CircleCheck, OctagonX, TriangleAlert } from 'lucide-react';
import { Tag } from '../parts/tag.tsx';

/** The conditions that need an operator, or that there are none. */
export function Alerts({ alerts }: Pick<SystemState, 'alerts'>) {
  return (
    <section aria-labelledby="alerts" role="status" className="card overflow-hidden">
      <h2 id="alerts" className="sr-only">
        Alerts
      </h2>
      {alerts.length === 0 && (
        <p className="flex items-center gap-2 px-4 py-4 text-lg font-semibold text-ok sm:px-5">
          <CircleCheck size={20} aria-hidden />
          Nothing needs an operator
        </p>
      )}
      {alerts.length > 0 && (
        <ul className="divide-y divide-line">
          {alerts.map((alert) => (
            <AlertRow key={alert.name} alert={alert} />
          ))}
        </ul>
      )}
    </section>
  );
}

function AlertRow({ alert: { name, severity, summary } }: { readonly alert: SystemState['alerts'][number] }) {
  const isUrgent = severity === 'page';
  const Icon = isUrgent ? OctagonX : TriangleAlert;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 sm:px-5">
      <span className={`inline-flex items-center gap-1.5 font-medium ${isUrgent ? 'text-bad' : 'text-warn'}`}>
        <Icon size={16} aria-hidden />
        {isUrgent ? 'Urgent' : 'Soon'}
      </span>
      <span className="min-w-0 flex-1 basis-60 wrap-anywhere">{summary}</span>
      <Tag>{name}</Tag>
    </li>
  );
}
