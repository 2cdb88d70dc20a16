import type { ActionResource } from '@connectory/client';
import { Link } from '@tanstack/react-router';
import type { VersionOf } from '../client/address.ts';
import { formatCount } from '../format/numbers.ts';
import { type Column, Table } from '../parts/table.tsx';
import { Tag } from '../parts/tag.tsx';
import { SchemaTree } from '../schema/schema-tree.tsx';
import { Section } from './action-sections.tsx';

type Parameter = ActionResource['parameters'][number];

/** A table of parameters, in the order of the document. */
export function Parameters({ parameters }: { readonly parameters: readonly Parameter[] }) {
  if (parameters.length === 0) return null;
  return (
    <Section
      title={
        <>
          Parameters <span className="font-normal text-quiet">{formatCount(parameters.length)}</span>
        </>
      }
    >
      <Table
        label="Parameters"
        columns={columns}
        rows={parameters}
        keyOf={({ name, in: place }) => `${place} ${name}`}
        isDense
        className="rounded-md border border-line"
      />
    </Section>
  );
}

const columns: readonly Column<Parameter>[] = [
  { head: 'Name', isRowHead: true, className: 'wrap-anywhere', cell: (parameter) => <NameOf parameter={parameter} /> },
  {
    head: 'In',
    className: 'hidden w-18 sm:table-cell',
    cell: ({ in: place }) => <span className="text-quiet">{place}</span>,
  },
  {
    head: 'Type',
    className: 'hidden w-20 sm:table-cell',
    cell: ({ type }) => <span className="text-quiet">{type}</span>,
  },
  {
    head: 'Required',
    className: 'w-24',
    cell: ({ required }) => (required ? 'yes' : <span className="text-quiet">no</span>),
  },
];

function NameOf({
  parameter: { name, in: place, type, default: standard, openapi },
}: {
  readonly parameter: Parameter;
}) {
  const description = openapi?.['description'];
  const values = Reflect.get(Object(openapi?.['schema']), 'enum');
  return (
    <>
      <span className="font-mono text-sm">{name}</span>
      <span className="block text-sm text-quiet sm:hidden">
        {place}, {type}
      </span>
      {typeof description === 'string' && (
        <span className="line-clamp-3 text-sm wrap-anywhere text-quiet">{description}</span>
      )}
      {standard !== undefined && (
        <span className="block font-mono text-xs wrap-anywhere text-quiet">default {JSON.stringify(standard)}</span>
      )}
      {Array.isArray(values) && (
        <span className="line-clamp-2 font-mono text-xs wrap-anywhere text-quiet">
          {values.map((value) => JSON.stringify(value)).join(' | ')}
        </span>
      )}
    </>
  );
}

type BodyList = ActionResource['responses'][number]['definitions'];

interface BodiesProps {
  readonly of: VersionOf;
  readonly bodies: BodyList;
  /** Whether the first schema starts open. */
  readonly startsOpen?: boolean;
}

/** Bodies by their media types, each with its definition and the tree of its schema. */
export function Bodies({ of: { connectorId, version }, bodies, startsOpen = false }: BodiesProps) {
  if (bodies.length === 0) return <p className="text-quiet">No body</p>;
  return (
    <ul className="flex flex-col gap-3">
      {bodies.map(({ id, definition: { name, accept, url } }, index) => (
        <li key={id}>
          <p className="mb-1 flex flex-wrap items-baseline gap-x-3">
            <Link
              to="/connectors/$connectorId/versions/$version/definitions/$name"
              params={{ connectorId, version, name }}
              className="link min-w-0 font-mono text-sm wrap-anywhere"
            >
              {name}
            </Link>
            <span className="text-sm wrap-anywhere text-quiet">{accept.join(', ')}</span>
          </p>
          <SchemaTree url={url} name={name} startsOpen={startsOpen && index === 0} />
        </li>
      ))}
    </ul>
  );
}

/** The body of a request, and whether it must be sent. */
export function RequestBody({ of, body }: { readonly of: VersionOf; readonly body: ActionResource['requestBody'] }) {
  if (body === undefined) return null;
  return (
    <Section title={<>Request body {body.required && <Tag>required</Tag>}</>}>
      <Description of={body} />
      <Bodies of={of} bodies={body.definitions} startsOpen />
    </Section>
  );
}

/** The responses by status, in the order of the document. */
export function Responses({
  of,
  responses,
}: {
  readonly of: VersionOf;
  readonly responses: ActionResource['responses'];
}) {
  return (
    <Section title="Responses">
      <dl className="divide-y divide-line rounded-md border border-line">
        {responses.map((response) => (
          <div key={response.id} className="grid gap-x-3 gap-y-1 px-3 py-2 sm:grid-cols-[4.5rem_minmax(0,1fr)]">
            <dt className="font-mono text-sm font-semibold">{response.status ?? 'default'}</dt>
            <dd className="min-w-0">
              <Description of={response} />
              <Bodies of={of} bodies={response.definitions} />
            </dd>
          </div>
        ))}
        {responses.length === 0 && <div className="px-3 py-2 text-quiet">None are described.</div>}
      </dl>
    </Section>
  );
}

function Description({ of: { openapi } }: { readonly of: Pick<ActionResource, 'openapi'> }) {
  const description = openapi?.['description'];
  return typeof description === 'string' && description !== '' ? (
    <p className="mb-1 line-clamp-4 text-sm wrap-anywhere text-quiet">{description}</p>
  ) : null;
}
