import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { connectorQuery, versionDiffQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Pending } from '../parts/pending.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { DiffView } from './diff-view.tsx';

const route = getRouteApi('/signed-in/connectors/$connectorId/versions/$version/diff');

/** The changes from another version to this one. */
export function VersionDiffPage() {
  const { connectorId, version } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const organisation = useOrganisation();
  const connectorRead = useQuery(connectorQuery(organisation, connectorId));
  const { data: connector } = connectorRead;
  const names = connector?.versions.map(({ name }) => name) ?? [];
  const from = search.from ?? names[names.indexOf(version) - 1] ?? names.find((name) => name !== version);
  const { data, error, refetch } = useQuery({
    ...versionDiffQuery(organisation, { connectorId, version, from: from ?? '' }),
    enabled: from !== undefined,
  });
  return (
    <>
      <PageHead
        title={`Changes in ${version}`}
        above={
          <nav aria-label="Path" className="flex flex-wrap gap-x-2">
            <Link to="/connectors/$connectorId" params={{ connectorId }} className="link">
              {connector?.name ?? 'Connector'}
            </Link>
            <span aria-hidden>/</span>
            <Link to="/connectors/$connectorId/versions/$version" params={{ connectorId, version }} className="link">
              {version}
            </Link>
          </nav>
        }
        actions={
          <FromSelect
            from={from}
            names={names.filter((name) => name !== version)}
            onChange={(chosen) => void navigate({ search: { from: chosen } })}
          />
        }
      />
      {connector !== undefined && from === undefined && (
        <p className="card p-4 text-quiet">There is no other version to compare with.</p>
      )}
      {connector === undefined && from === undefined && <Pending query={connectorRead} label="Loading the versions" />}
      {data === undefined && error === null && from !== undefined && <Skeleton label="Comparing the versions" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <DiffView
          diff={data}
          search={search}
          onSearch={(next) =>
            void navigate({ search: { ...next, from: search.from }, replace: true, resetScroll: false })
          }
        />
      )}
    </>
  );
}

interface FromSelectProps {
  readonly from: string | undefined;
  readonly names: readonly string[];
  readonly onChange: (from: string) => void;
}

function FromSelect({ from, names, onChange }: FromSelectProps) {
  return (
    <label className="flex items-center gap-2">
      <span className="text-quiet">compared with</span>
      <select className="field w-auto! max-w-56" value={from ?? ''} onChange={(event) => onChange(event.target.value)}>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}
