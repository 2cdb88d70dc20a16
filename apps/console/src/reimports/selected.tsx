import type { ReimportRequest, SelectionCounts } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { selectionQuery } from '../client/operator-queries.ts';
import { counted, formatCount } from '../format/numbers.ts';
import { Tag } from '../parts/tag.tsx';

/** The versions that the selector of a new run matches, with a sample, and the effects of the run on them. */
export function Selected({ request }: { readonly request: ReimportRequest }) {
  const selector = useDeferredValue(request.selector);
  const { data, error } = useQuery(selectionQuery(selector));
  return (
    <section aria-label="What is selected" className="card p-4 sm:p-6">
      <p role="status" className="text-lg font-medium" data-selected>
        {error === null ? headOf(data) : error.message}
      </p>
      {error === null && data !== undefined && (
        <>
          <p className="mt-1 text-quiet">
            {actionOf(request.target, data)}
            {data.edited > 0 && ` ${counted(data.edited, 'version has', 'versions have')} edits by hand.`}
          </p>
          <Sample sample={data.sample} />
        </>
      )}
    </section>
  );
}

function headOf(data: SelectionCounts | undefined): string {
  if (data === undefined) return 'Counting…';
  const { versions, connectors, organisations } = data;
  return `${counted(versions, 'version')} of ${counted(connectors, 'connector')} in ${counted(organisations, 'organisation')}`;
}

function actionOf(target: ReimportRequest['target'], { versions, drafts }: SelectionCounts): string {
  if (versions === 0) return 'Nothing would be imported.';
  if (target === 'new-version') return `${counted(versions, 'import')}, each into a new version.`;
  const published = versions - drafts;
  const skipped = published === 0 ? '' : ` ${formatCount(published)} are published, and skipped.`;
  return `${counted(drafts, 'draft')} replaced where the result differs.${skipped}`;
}

function Sample({ sample }: Pick<SelectionCounts, 'sample'>) {
  if (sample.length === 0) return null;
  return (
    <p className="mt-3 flex flex-wrap items-baseline gap-1.5">
      <span className="text-sm text-quiet">First:</span>
      {sample.map(({ versionId, connectorName, version }) => (
        <Tag key={versionId}>
          {connectorName} {version}
        </Tag>
      ))}
    </p>
  );
}
