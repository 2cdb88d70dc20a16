import type { EntityEditResource } from '@connectory/client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type VersionOf, versionPath } from '../client/address.ts';
import { apiPost } from '../client/call-api.ts';
import { editPageQuery } from '../client/entity-queries.ts';
import { versionQuery } from '../client/queries.ts';
import { useMayImport, useOrganisation } from '../client/use-organisation.ts';
import { Ago } from '../parts/ago.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { EditedTag } from '../parts/edited-tag.tsx';
import { Empty } from '../parts/empty.tsx';
import { EntityLink } from '../parts/entity-link.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Pager } from '../parts/pager.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { VersionFrame } from '../version/version-frame.tsx';
import { forgetLists } from './use-editor.ts';

const route = getRouteApi('/signed-in/connectors/$connectorId/versions/$version/edits');

/** The edits of a version, each with the way back to the imported entity. */
export function EditsPage() {
  const { connectorId, version } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const organisation = useOrganisation();
  const of = { organisation, connectorId, version };
  const { data, error, refetch } = useQuery(editPageQuery(of, search));
  const { data: shown } = useQuery(versionQuery(organisation, connectorId, version));
  const mayImport = useMayImport();
  const revert = useRevert(of);
  const isLocked = !mayImport || shown === undefined || shown.publishedAt !== null;
  return (
    <VersionFrame connectorId={connectorId} version={version}>
      {revert.error !== null && (
        <div className="mb-4">
          <FaultPanel error={revert.error} />
        </div>
      )}
      {data === undefined && error === null && <Skeleton rows={4} label="Loading edits" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data?.edits.length === 0 && (
        <Empty title="Nothing was edited">
          <p>This version is as it was imported. What is edited in a draft is kept when a new document is imported.</p>
        </Empty>
      )}
      {data !== undefined && data.edits.length > 0 && (
        <>
          <p className="mb-3 text-quiet">
            An import that replaces this draft merges its document with these edits. Where both changed a field, the
            edit wins, and the import lists the conflict.
          </p>
          <Table
            label="Edits"
            columns={columnsOf(of, (edit) => (
              <ConfirmButton
                word="Revert"
                subject={edit.name}
                disabled={isLocked || revert.isPending}
                title={isLocked ? 'Needs a draft and the role “import”' : undefined}
                onConfirm={() => revert.mutate(edit.id)}
              />
            ))}
            rows={data.edits}
            keyOf={({ id }) => id}
          />
          <Pager page={data} noun="edit" onMove={(cursor) => void navigate({ search: cursor })} />
        </>
      )}
    </VersionFrame>
  );
}

function useRevert(of: VersionOf) {
  return useMutation({
    mutationFn: (id: string) => apiPost(versionPath(of, '/edits/{edit_id}/revert', { edit_id: id })),
    onSuccess: forgetLists,
  });
}

function columnsOf(
  of: VersionOf,
  revert: (edit: EntityEditResource) => ReactNode,
): readonly Column<EntityEditResource>[] {
  return [
    { head: 'Entity', isRowHead: true, cell: (edit) => <EntityCell of={of} edit={edit} /> },
    { head: 'State', className: 'hidden w-26 sm:table-cell', cell: (edit) => <EditedTag edit={edit} /> },
    {
      head: 'Changed',
      className: 'hidden w-32 sm:table-cell',
      cell: ({ updatedAt }) => (
        <span className="text-quiet">
          <Ago time={updatedAt} />
        </span>
      ),
    },
    { head: <span className="sr-only">Revert</span>, className: 'w-28 sm:w-36', isNumber: true, cell: revert },
  ];
}

interface EntityCellProps {
  readonly of: VersionOf;
  readonly edit: EntityEditResource;
}

function EntityCell({ of, edit }: EntityCellProps) {
  const { kind, state, name, baseName } = edit;
  return (
    <>
      {state === 'deleted' ? (
        <span className="font-mono text-sm wrap-anywhere">{name}</span>
      ) : (
        <EntityLink of={of} kind={kind} name={name} />
      )}
      <span className="block text-sm text-quiet wrap-anywhere">
        {kind}
        {baseName !== undefined && baseName !== name && `, imported as ${baseName}`}
      </span>
      <span className="sm:hidden">
        <EditedTag edit={edit} />
      </span>
    </>
  );
}
