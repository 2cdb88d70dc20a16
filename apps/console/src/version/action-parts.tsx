import type { ActionResource } from '@connectory/client';
import { schemaAddress } from '../client/schema-address.ts';
import { type Column, Table } from '../parts/table.tsx';

/** A table of parameters, in the order of the document. */
export function Parameters({ parameters }: { readonly parameters: ActionResource['parameters'] }) {
  if (parameters.length === 0) return null;
  return (
    <section className="mt-6">
      <h3 className="mb-2 font-semibold">
        Parameters <span className="font-normal text-quiet">{parameters.length}</span>
      </h3>
      <Table
        label="Parameters"
        columns={columns}
        rows={parameters}
        keyOf={({ name, in: place }) => `${place} ${name}`}
        isDense
        className="rounded-md border border-line"
      />
    </section>
  );
}

const columns: readonly Column<ActionResource['parameters'][number]>[] = [
  {
    head: 'Name',
    isRowHead: true,
    className: 'wrap-anywhere',
    cell: ({ name }) => <span className="font-mono text-sm">{name}</span>,
  },
  { head: 'In', className: 'w-18', cell: ({ in: place }) => <span className="text-quiet">{place}</span> },
  { head: 'Type', className: 'w-20', cell: ({ type }) => <span className="text-quiet">{type}</span> },
  {
    head: 'Required',
    className: 'w-24',
    cell: ({ required }) => (required ? 'yes' : <span className="text-quiet">no</span>),
  },
];

type BodyList = ActionResource['responses'][number]['definitions'];

/** Bodies by their media types, each with the definition of its schema. */
export function Bodies({ bodies }: { readonly bodies: BodyList }) {
  if (bodies.length === 0) return <p className="text-quiet">No body</p>;
  return (
    <ul className="flex flex-col gap-1">
      {bodies.map(({ id, definition: { name, accept, url } }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-3">
          <a href={schemaAddress(url)} className="link font-mono text-sm wrap-anywhere">
            {name}
          </a>
          <span className="text-sm wrap-anywhere text-quiet">{accept.join(', ')}</span>
        </li>
      ))}
    </ul>
  );
}
