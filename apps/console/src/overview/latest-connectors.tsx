import type { ConnectorResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrganisation } from '../client/use-organisation.ts';
import { latestOf } from '../connectors/latest-of.ts';
import { VersionTag } from '../connectors/version-tag.tsx';
import { Ago } from '../parts/ago.tsx';
import { Pending } from '../parts/pending.tsx';
import { Nothing, Section } from '../parts/section.tsx';
import { ListRow, listClass, rowLinkClass } from '../parts/list-row.tsx';
import { newestConnectors } from './overview-queries.ts';

/** The connectors that changed last, with their latest versions. */
export function LatestConnectors() {
  const query = useQuery(newestConnectors(useOrganisation()));
  const { data } = query;
  if (data === undefined) return <Pending query={query} rows={2} label="Loading connectors" />;
  return (
    <Section
      title="Changed lately"
      end={
        <Link to="/connectors" className="link">
          All connectors
        </Link>
      }
    >
      {data.connectors.length === 0 && <Nothing>No connectors yet: no import has succeeded.</Nothing>}
      {data.connectors.length > 0 && (
        <ul className={listClass}>
          {data.connectors.map((connector) => (
            <Row key={connector.id} connector={connector} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Row({ connector: { id, name, versions, updatedAt } }: { readonly connector: ConnectorResource }) {
  const latest = latestOf(versions);
  return (
    <ListRow
      link={
        latest === undefined ? (
          <Link to="/connectors/$connectorId" params={{ connectorId: id }} className={rowLinkClass}>
            {name}
          </Link>
        ) : (
          <Link
            to="/connectors/$connectorId/versions/$version"
            params={{ connectorId: id, version: latest.name }}
            className={rowLinkClass}
          >
            {name}
          </Link>
        )
      }
      text={latest === undefined ? 'no version' : <VersionTag version={latest} />}
      end={<Ago time={updatedAt} />}
    />
  );
}
