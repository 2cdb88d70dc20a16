import type { OrganisationSearch } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { connectorQuery } from '../client/queries.ts';
import { useDebounced } from '../client/use-debounced.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { counted, formatCount } from '../format/numbers.ts';
import { Chips } from '../parts/chips.tsx';
import { Command, Empty } from '../parts/empty.tsx';
import { listClass } from '../parts/list-row.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Pending } from '../parts/pending.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Section } from '../parts/section.tsx';
import { type FoundKind, foundKinds } from './found-kinds.ts';
import { connectorRow, entityRow, importRow, versionRow } from './found-rows.tsx';
import { searchQuery } from './search-query.ts';

const route = getRouteApi('/signed-in/search');

const words = {
  connectors: 'Connectors',
  versions: 'Versions',
  imports: 'Imports',
  entities: 'Actions, triggers, definitions',
} as const;

/** Results of each kind, where several kinds are shown, and where one is. */
const few = 10;
const many = 100;

const typingMs = 150;

/** What the organisation has, by words. Words, kinds and connector are in the address. */
export function SearchPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { q = '', kind = [], connectorId } = search;
  const organisation = useOrganisation();
  const { data: connector } = useQuery({
    ...connectorQuery(organisation, connectorId ?? ''),
    enabled: connectorId !== undefined,
  });
  const only = connectorId === undefined ? undefined : `Only in ${connector?.name ?? 'one connector'}`;
  return (
    <>
      <PageHead title="Search">Connectors, versions, imports, and what the latest versions have</PageHead>
      <div className="mb-4 max-w-xl">
        <SearchField
          label="Search everything"
          value={q}
          isFirst
          onChange={(next) =>
            void navigate({ search: { ...search, q: next === '' ? undefined : next }, replace: true })
          }
        />
      </div>
      <Chips
        label="Kind"
        choices={foundKinds}
        wordOf={(each) => words[each]}
        chosen={kind}
        onChange={(chosen) => void navigate({ search: { ...search, kind: chosen.length === 0 ? undefined : chosen } })}
        extras={
          only === undefined
            ? []
            : [{ word: only, onRemove: () => void navigate({ search: { ...search, connectorId: undefined } }) }]
        }
      />
      <Results q={useDebounced(q.trim(), typingMs)} kind={kind} connectorId={connectorId} />
    </>
  );
}

interface ResultsProps {
  readonly q: string;
  readonly kind: readonly FoundKind[];
  readonly connectorId: string | undefined;
}

function Results({ q, kind, connectorId }: ResultsProps) {
  const organisation = useOrganisation();
  const query = useQuery({
    ...searchQuery(organisation, { q, kind, connectorId, first: kind.length === 1 ? many : few }),
    enabled: q !== '',
  });
  const { data } = query;
  if (q === '')
    return (
      <Empty title="Search by words">
        <p>Parts of names, ids, files, addresses, methods and paths are found, in any order:</p>
        <Command>delete /pets</Command>
      </Empty>
    );
  if (data === undefined || query.error !== null) return <Pending query={query} label="Searching" />;
  const shown = foundKinds.filter((each) => data[each].length > 0);
  const total = shown.reduce((sum, each) => sum + data[each].length, 0);
  return (
    <>
      <p role="status" className="sr-only">
        {total === 0 ? 'Nothing found' : counted(total, 'result')}
      </p>
      {total === 0 && <NothingFound q={q} isNarrowed={kind.length > 0 || connectorId !== undefined} />}
      <div className="flex flex-col gap-8">
        {shown.map((each) => (
          <KindSection key={each} kind={each} data={data} isOnly={kind.length === 1} />
        ))}
      </div>
      <Unsearched data={data} isOfOne={connectorId !== undefined} />
    </>
  );
}

interface KindSectionProps {
  readonly kind: FoundKind;
  readonly data: OrganisationSearch;
  readonly isOnly: boolean;
}

function KindSection({ kind, data, isOnly }: KindSectionProps) {
  const search = route.useSearch();
  const hasMore = data.more.includes(kind);
  const more = !hasMore ? undefined : isOnly ? (
    <span className="text-quiet">the first {formatCount(data[kind].length)}; more words find less</span>
  ) : (
    <Link to="/search" search={{ ...search, kind: [kind] }} className="link">
      More of these
    </Link>
  );
  return (
    <Section title={words[kind]} end={more}>
      <ul className={listClass}>{rowsOf(kind, data)}</ul>
    </Section>
  );
}

function rowsOf(kind: FoundKind, data: OrganisationSearch): readonly ReactNode[] {
  if (kind === 'connectors') return data.connectors.map(connectorRow);
  if (kind === 'versions') return data.versions.map(versionRow);
  if (kind === 'imports') return data.imports.map(importRow);
  return data.entities.map(entityRow);
}

function NothingFound({ q, isNarrowed }: { readonly q: string; readonly isNarrowed: boolean }) {
  return (
    <Empty title={`Nothing has all words of “${q}”`}>
      {isNarrowed ? (
        <Link to="/search" search={{ q }} className="link">
          Search everything
        </Link>
      ) : (
        <p>
          Try fewer or shorter words. The page of a version also searches summaries and descriptions:{' '}
          <Link to="/connectors" className="link">
            all connectors
          </Link>
        </p>
      )}
    </Empty>
  );
}

/** Says what was not searched, because there is too much. */
function Unsearched({ data: { partial }, isOfOne }: { readonly data: OrganisationSearch; readonly isOfOne: boolean }) {
  if (partial.length === 0) return null;
  const kinds = partial.map((each) => words[each].toLowerCase()).join('; ');
  return (
    <p className="mt-4 text-sm text-quiet">
      There is too much to search all of it: {kinds} of the connectors and imports that changed last were searched.
      {!isOfOne && ' Search within one connector from its page.'}
    </p>
  );
}
