import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { editsQuery, entityPath, type EntityKind } from '../client/entity-queries.ts';
import { useLock } from '../client/use-lock.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { EditedTag } from '../parts/edited-tag.tsx';
import { DefinitionReading, TriggerReading } from '../version/entity-reading.tsx';
import { readEditable } from './access.ts';
import { EntityEditor } from './entity-editor.tsx';
import { EntityPath, listNames } from './entity-path.tsx';

/** The page of an action. */
export function ActionPage() {
  return <EntityPage kind="action" />;
}

export function TriggerPage() {
  return <EntityPage kind="trigger" />;
}

export function DefinitionPage() {
  return <EntityPage kind="definition" />;
}

/** An entity of a version, which can be edited if the version is a draft. */
function EntityPage({ kind }: { readonly kind: EntityKind }) {
  const { connectorId = '', version = '', name = '' } = useParams({ strict: false });
  const of = { organisation: useOrganisation(), connectorId, version };
  const entity = { of, kind, name };
  const path = entityPath(entity);
  const navigate = useNavigate();
  const { data: edits } = useQuery(editsQuery(of));
  const { data, error, refetch } = useQuery({
    queryKey: ['entity', path],
    queryFn: () => readEditable(entity),
    gcTime: 0,
  });
  const locked = useLock(of);
  const edit = data && edits?.get(data.draft.id);
  // Nothing is lost by these two moves: the entity was stored or deleted.
  const toList = () =>
    navigate({
      to: `/connectors/$connectorId/versions/$version${kind === 'action' ? '' : (`/${listNames[kind]}` as const)}`,
      params: { connectorId, version },
      ignoreBlocker: true,
    });
  return (
    <>
      <PageHead title={name} above={<EntityPath kind={kind} connectorId={connectorId} version={version} />}>
        <span className="flex flex-wrap items-center gap-x-3">
          {kind} of version {version}
          {edit !== undefined && <EditedTag edit={edit} />}
        </span>
      </PageHead>
      {data === undefined && error === null && <Skeleton label={`Loading the ${kind}`} rows={8} />}
      {error !== null && data === undefined && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <EntityEditor
          key={path}
          of={of}
          kind={kind}
          loaded={data}
          locked={locked}
          onStored={(draft) => {
            if (draft.name !== name)
              void navigate({
                to: `/connectors/$connectorId/versions/$version/${listNames[kind]}/$name`,
                params: { connectorId, version, name: draft.name },
                replace: true,
                ignoreBlocker: true,
              });
          }}
          onDeleted={() => void toList()}
        />
      )}
      {data !== undefined && kind === 'definition' && <DefinitionReading of={of} name={name} />}
      {data !== undefined && kind === 'trigger' && <TriggerReading of={of} name={name} />}
    </>
  );
}
