import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { isFault } from '../client/api-fault.ts';
import { download } from '../client/download.ts';
import { type VersionOf, versionPath } from '../client/address.ts';
import { excerptQuery } from '../client/import-queries.ts';
import { ExcerptSourceContext, excerptsOfVersion } from '../client/excerpt-source.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { DocumentLines } from '../document/document-lines.tsx';
import { readDocument } from '../document/read-document.ts';
import { useIndented } from '../document/use-indented.ts';
import { formatCount } from '../format/numbers.ts';
import { Excerpt } from '../import/excerpt.tsx';
import { Button, buttonClass } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { VersionFrame } from './version-frame.tsx';

const route = getRouteApi('/signed-in/connectors/$connectorId/versions/$version/document');

/** The document of a version as it was uploaded, and the version as an OpenAPI document. */
export function VersionDocumentPage() {
  const { connectorId, version } = route.useParams();
  const of = { organisation: useOrganisation(), connectorId, version };
  return (
    <VersionFrame connectorId={connectorId} version={version}>
      <Downloads of={of} />
      <SourceDocument of={of} />
    </VersionFrame>
  );
}

/** The document as a file; and the present state of the version, with its edits. */
function Downloads({ of }: { readonly of: VersionOf }) {
  const { mutate, isPending, error } = useMutation({
    mutationFn: (format: 'json' | 'yaml') =>
      download(versionPath(of, '/openapi'), { type: `application/${format}`, name: `${of.version}.${format}` }),
  });
  return (
    <div className="mb-4">
      <div className="flex flex-wrap items-center gap-2">
        <a href={versionPath(of, '/document')} download className={buttonClass()}>
          Download as uploaded
        </a>
        <Button disabled={isPending} onClick={() => mutate('json')}>
          Export JSON
        </Button>
        <Button disabled={isPending} onClick={() => mutate('yaml')}>
          Export YAML
        </Button>
        <span className="text-sm text-quiet">Exports are the version as it is now, with its edits.</span>
      </div>
      {error !== null && (
        <div className="mt-3">
          <FaultPanel error={error} />
        </div>
      )}
    </div>
  );
}

function SourceDocument({ of }: { readonly of: VersionOf }) {
  const { pointer = '' } = route.useSearch();
  const path = versionPath(of, '/document');
  const { data, error, refetch } = useQuery({
    queryKey: ['document', path],
    queryFn: () => readDocument(path),
    // It may have megabytes.
    gcTime: 60_000,
    staleTime: 60_000,
  });
  if (isFault(error, 410))
    return (
      <Empty title="This version has no document">
        <p>It was made by hand. Its export has everything that it consists of.</p>
      </Empty>
    );
  if (error !== null) return <FaultPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton rows={12} label="Loading the document" />;
  if (data.kind === 'text') return <DocumentText key={pointer} of={of} text={data.text} pointer={pointer} />;
  return pointer === '' ? (
    <Empty title="The document is an archive">
      <p>Its files are not shown here. Download it, or open a place of it from a message.</p>
    </Empty>
  ) : (
    <ExcerptSourceContext value={excerptsOfVersion(of)}>
      <p className="font-mono text-sm wrap-anywhere">{pointer}</p>
      <Excerpt importId="" pointer={pointer} />
    </ExcerptSourceContext>
  );
}

/** Lines above this length cannot be read. */
const maxLineLength = 400;

interface DocumentTextProps {
  readonly of: VersionOf;
  readonly text: string;
  readonly pointer: string;
}

function DocumentText({ of, text, pointer }: DocumentTextProps) {
  const written = useMemo(() => text.split(/\r?\n/), [text]);
  const isLong = useMemo(() => written.some((line) => line.length > maxLineLength), [written]);
  const [isAsWritten, showAsWritten] = useState(false);
  const indented = useIndented(text, pointer, isLong && !isAsWritten);
  const isIndented = indented !== null && indented !== undefined;
  // The lines as written come from the service, which reads YAML as well.
  const excerpt = useQuery({
    ...excerptQuery(excerptsOfVersion(of), pointer),
    enabled: pointer !== '' && indented === null,
  });
  const placed = isIndented ? indented.place : linesOf(excerpt.data);
  if (indented === undefined) return <Skeleton rows={12} label="Indenting the document" />;
  const isUnknown = pointer !== '' && (isIndented ? placed === undefined : excerpt.error !== null);
  return (
    <>
      <div className="mb-2 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm text-quiet">
        <span className="tabular-nums">{formatCount(isIndented ? indented.lines.length : written.length)} lines</span>
        {isLong && (indented !== null || isAsWritten) && (
          <button type="button" className="link min-h-6" onClick={() => showAsWritten(!isAsWritten)}>
            {isAsWritten ? 'Indent anew' : 'Show as written'}
          </button>
        )}
        {pointer !== '' && <Place of={of} pointer={pointer} isUnknown={isUnknown} line={placed?.[0]} />}
      </div>
      <DocumentLines key={String(isIndented)} lines={isIndented ? indented.lines : written} place={placed} />
    </>
  );
}

interface PlaceProps {
  readonly of: VersionOf;
  readonly pointer: string;
  readonly isUnknown: boolean;
  /** Index of its first line. */
  readonly line: number | undefined;
}

function Place({ of: { connectorId, version }, pointer, isUnknown, line }: PlaceProps) {
  return (
    <>
      <span role="status" className="min-w-0 wrap-anywhere">
        {isUnknown && 'The document has no place '}
        <code className="font-mono text-ink">{pointer}</code>
        {!isUnknown && line !== undefined && `, line ${formatCount(line + 1)}`}
      </span>
      <Link
        to="/connectors/$connectorId/versions/$version/document"
        params={{ connectorId, version }}
        search={{}}
        className="link inline-flex min-h-6 items-center"
      >
        Clear
      </Link>
    </>
  );
}

function linesOf(
  excerpt: { readonly start: { readonly line: number }; readonly end: { readonly line: number } } | undefined,
): readonly [number, number] | undefined {
  return excerpt === undefined ? undefined : [excerpt.start.line - 1, excerpt.end.line - 1];
}
