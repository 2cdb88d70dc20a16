import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { apiPut } from '../client/call-api.ts';
import { connectorQuery } from '../client/queries.ts';
import { readScheme, schemePath } from '../client/scheme-queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Pending } from '../parts/pending.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { newId } from './new-id.ts';
import { writeScheme } from './scheme-access.ts';
import { SchemeEditor } from './scheme-editor.tsx';
import { ofType, schemeWords } from './scheme-types.ts';

/** An auth scheme of a connector. */
export function SchemePage() {
  const { connectorId = '', schemeId = '' } = useParams({ strict: false });
  const of = { organisation: useOrganisation(), connectorId };
  const toConnector = useToConnector(connectorId);
  const { data, error, refetch } = useQuery({
    queryKey: ['entity', of, schemeId],
    queryFn: () => readScheme(of, schemeId),
    gcTime: 0,
  });
  return (
    <>
      <PageHead
        title={data === undefined ? 'Auth scheme' : (data.draft.key ?? schemeWords[data.draft.schemeType])}
        above={<ConnectorLink connectorId={connectorId} />}
      >
        auth scheme of the connector and all its versions
      </PageHead>
      {data === undefined && error === null && <Skeleton label="Loading the auth scheme" rows={6} />}
      {error !== null && data === undefined && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <SchemeEditor
          key={schemeId}
          of={of}
          loaded={data}
          write={(base, draft) => writeScheme(of, base, draft)}
          onLeave={toConnector}
        />
      )}
    </>
  );
}

/** The form of a new auth scheme. */
export function NewSchemePage() {
  const { connectorId = '' } = useParams({ strict: false });
  const of = { organisation: useOrganisation(), connectorId };
  const toConnector = useToConnector(connectorId);
  const [empty] = useState(() => ofType({ id: newId(), schemeType: 'none', description: '' }, 'api-key'));
  const connector = useQuery(connectorQuery(of.organisation, connectorId));
  return (
    <>
      <PageHead title="New auth scheme" above={<ConnectorLink connectorId={connectorId} />}>
        for the connector and all its versions
      </PageHead>
      {connector.data === undefined ? (
        <Pending query={connector} label="Loading the connector" />
      ) : (
        <SchemeEditor
          of={of}
          isNew
          loaded={{ draft: empty, etag: '' }}
          write={(_, draft) => apiPut(schemePath(of, draft.id), draft)}
          onLeave={toConnector}
        />
      )}
    </>
  );
}

/** Nothing is lost by this move: the scheme was stored or deleted. */
function useToConnector(connectorId: string) {
  const navigate = useNavigate();
  return () => void navigate({ to: '/connectors/$connectorId', params: { connectorId }, ignoreBlocker: true });
}

function ConnectorLink({ connectorId }: { readonly connectorId: string }) {
  const { data } = useQuery(connectorQuery(useOrganisation(), connectorId));
  return (
    <Link to="/connectors/$connectorId" params={{ connectorId }} className="link">
      {data?.name ?? 'Connector'}
    </Link>
  );
}
