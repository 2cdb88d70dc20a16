import type { SystemState } from '@connectory/client';
import { Ago } from '../parts/ago.tsx';
import { type Column, Table } from '../parts/table.tsx';

type Process = SystemState['processes'][number];

const words = { api: 'API', worker: 'Worker' } as const;

/** All processes. A version other than that of the API that responds is marked. */
export function Processes({ state: { api, processes } }: { readonly state: SystemState }) {
  return (
    <section aria-labelledby="processes">
      <h2 id="processes" className="mb-3 text-lg font-semibold">
        Processes <span className="ml-1 font-normal text-quiet">{processes.length}</span>
      </h2>
      <Table
        label="Processes"
        columns={columnsOf(api.version)}
        rows={processes.map((process, place) => ({ ...process, place }))}
        keyOf={({ place }) => String(place)}
      />
    </section>
  );
}

function columnsOf(expected: string): readonly Column<Process & { readonly place: number }>[] {
  return [
    { head: 'Process', isRowHead: true, cell: ({ kind }) => words[kind] },
    {
      head: 'Version',
      cell: ({ version = 'unknown' }) => (
        <span className={version === expected ? '' : 'text-warn'}>
          {version}
          {version !== expected && ', another than the API’s'}
        </span>
      ),
    },
    {
      head: 'Connected',
      className: 'hidden sm:table-cell',
      isNumber: true,
      cell: ({ connectedAt }) => <TimeCell time={connectedAt} />,
    },
    { head: 'Last sign of life', isNumber: true, cell: ({ lastSeenAt }) => <TimeCell time={lastSeenAt} /> },
  ];
}

/** Processes that are listed are connected, also where the database does not show since when. */
function TimeCell({ time }: { readonly time: string | undefined }) {
  return <span className="text-quiet">{time === undefined ? 'connected' : <Ago time={time} />}</span>;
}
