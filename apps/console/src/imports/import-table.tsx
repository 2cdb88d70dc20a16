import type { ImportResource } from '@connectory/contract';
import { Link } from '@tanstack/react-router';
import { counted, formatMs } from '../format/numbers.ts';
import { Ago } from '../parts/ago.tsx';
import { ImportStatus } from '../parts/import-status.tsx';
import { Tag } from '../parts/tag.tsx';

/** A table of imports. Narrow screens show less of each row. */
export function ImportTable({ imports }: { readonly imports: readonly ImportResource[] }) {
  return (
    <div className="card overflow-hidden">
      <table className="w-full table-fixed">
        <thead className="border-b border-line bg-sunken text-left text-sm text-quiet">
          <tr>
            <th scope="col" className="w-30 px-4 py-2 font-medium sm:w-34">
              Status
            </th>
            <th scope="col" className="px-2 py-2 font-medium">
              Document
            </th>
            <th scope="col" className="hidden w-64 px-2 py-2 font-medium lg:table-cell">
              Result
            </th>
            <th scope="col" className="num hidden w-24 px-2 py-2 font-medium md:table-cell">
              Took
            </th>
            <th scope="col" className="num w-28 px-4 py-2 font-medium sm:w-36">
              Submitted
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {imports.map((each) => (
            <ImportRow key={each.id} each={each} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ImportRow({ each }: { readonly each: ImportResource }) {
  const { id, status, version, dryRun, createdAt, startedAt, finishedAt } = each;
  const took =
    startedAt === undefined || finishedAt === undefined ? undefined : Date.parse(finishedAt) - Date.parse(startedAt);
  return (
    <tr className="relative hover:bg-sunken">
      <td className="px-4 py-3 align-top">
        <ImportStatus status={status} />
      </td>
      <td className="px-2 py-3 align-top">
        {/* The link covers the row. */}
        <Link
          to="/imports/$importId"
          params={{ importId: id }}
          className="block truncate font-medium after:absolute after:inset-0"
        >
          {documentName(each)}
        </Link>
        <span className="flex flex-wrap items-center gap-x-2 text-sm text-quiet">
          {version !== undefined && <span className="max-w-full truncate">version {version}</span>}
          {dryRun === true && <Tag>Dry run</Tag>}
        </span>
      </td>
      <td className="hidden truncate px-2 py-3 align-top text-quiet lg:table-cell">{resultOf(each)}</td>
      <td className="num hidden px-2 py-3 align-top text-quiet md:table-cell">
        {took === undefined ? '–' : formatMs(took)}
      </td>
      <td className="num px-4 py-3 align-top text-quiet">
        <Ago time={createdAt} />
      </td>
    </tr>
  );
}

/** The name of the file, or the address of the document. */
export function documentName({ document, schemaURL }: ImportResource): string {
  return document?.filename ?? schemaURL ?? 'Document without a name';
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
