import type { ImportResource } from '@connectory/client';
import { Link } from '@tanstack/react-router';
import { counted, formatMs } from '../format/numbers.ts';
import { Ago } from '../parts/ago.tsx';
import { ImportStatus } from '../parts/import-status.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Tag } from '../parts/tag.tsx';

const columns: readonly Column<ImportResource>[] = [
  { head: 'Status', className: 'w-30 sm:w-34', cell: ({ status }) => <ImportStatus status={status} /> },
  { head: 'Document', isRowHead: true, className: 'pr-4! sm:pr-2!', cell: (each) => <DocumentCell each={each} /> },
  {
    head: 'Into',
    className: 'hidden md:table-cell',
    cell: (each) => <Target each={each} />,
  },
  {
    head: 'Result',
    className: 'hidden w-56 truncate lg:table-cell',
    cell: (each) => <span className="text-quiet">{resultOf(each)}</span>,
  },
  {
    head: 'Took',
    className: 'hidden w-22 md:table-cell',
    isNumber: true,
    cell: (each) => <span className="text-quiet">{durationOf(each)}</span>,
  },
  {
    head: 'Submitted',
    className: 'hidden w-32 sm:table-cell',
    isNumber: true,
    cell: ({ createdAt }) => (
      <span className="text-quiet">
        <Ago time={createdAt} />
      </span>
    ),
  },
];

/** A table of imports. Narrow screens show less of each row. */
export function ImportTable({ imports }: { readonly imports: readonly ImportResource[] }) {
  return <Table label="Imports" columns={columns} rows={imports} keyOf={({ id }) => id} isLinked />;
}

function DocumentCell({ each }: { readonly each: ImportResource }) {
  return (
    <>
      <Link
        to="/imports/$importId"
        params={{ importId: each.id }}
        className="block truncate font-medium after:absolute after:inset-0"
      >
        {documentName(each)}
      </Link>
      <span className="flex min-w-0 items-center gap-x-2 text-sm text-quiet md:hidden">
        <span className="min-w-0">
          <Target each={each} />
        </span>
        <span className="ml-auto sm:hidden">
          <Ago time={each.createdAt} />
        </span>
      </span>
      {each.dryRun === true && <Tag>Dry run</Tag>}
    </>
  );
}

/** Connector and version. The connector of a failed first import does not exist. */
function Target({ each: { connectorName, version } }: { readonly each: ImportResource }) {
  if (connectorName === undefined && version === undefined) return <span className="text-quiet">–</span>;
  return (
    <span className="block truncate">
      {connectorName ?? <span className="text-quiet">new connector</span>}{' '}
      {version !== undefined && <span className="text-quiet">{version}</span>}
    </span>
  );
}

/** The name of the file, or the address of the document. */
export function documentName({ document, schemaURL }: ImportResource): string {
  return document?.filename ?? schemaURL ?? 'Document without a name';
}

/** Connector and version; undefined for an import that names neither. */
export function targetName({ connectorName, version }: ImportResource): string | undefined {
  return [connectorName, version].filter(Boolean).join(' ') || undefined;
}

function durationOf({ startedAt, finishedAt }: ImportResource): string {
  if (startedAt === undefined || finishedAt === undefined) return '–';
  return formatMs(Date.parse(finishedAt) - Date.parse(startedAt));
}

function resultOf({ summary, error, status, stage }: ImportResource): string {
  if (error !== undefined) return error.code;
  if (status === 'running') return stage;
  if (summary === undefined) return '–';
  if (summary.unchanged === true) return 'Unchanged';
  const { error: errors, warning: warnings } = summary.messages;
  const parts = [counted(summary.actions, 'action')];
  if (errors > 0) parts.push(counted(errors, 'error'));
  if (warnings > 0) parts.push(counted(warnings, 'warning'));
  return parts.join(', ');
}
