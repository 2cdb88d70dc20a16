import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { VersionOf } from '../client/address.ts';
import { ApiFault } from '../client/api-fault.ts';
import type { EntityKind } from '../client/entity-queries.ts';
import { versionQuery } from '../client/queries.ts';
import { useLock } from '../client/use-lock.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Pending } from '../parts/pending.tsx';
import { createEntity, type Draft } from './access.ts';
import { DefinitionForm } from './definition-form.tsx';
import { DefinitionNames } from './definition-names.tsx';
import { emptyDraft } from './empty-draft.ts';
import { listNames, EntityPath } from './entity-path.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { isSame } from './merge-drafts.ts';
import { NotesContext, notesOfFault } from './notes.tsx';
import { NotesPanel } from './notes-panel.tsx';
import { OperationForm } from './operation-form.tsx';
import { forgetLists } from './use-editor.ts';

const kinds: readonly EntityKind[] = ['action', 'trigger', 'definition'];

/** The form of a new action, trigger or definition of a draft. */
export function NewEntityPage() {
  const { connectorId = '', version = '', kind: given } = useParams({ strict: false });
  const of = { organisation: useOrganisation(), connectorId, version };
  const kind = kinds.find((each) => each === given);
  const shown = useQuery(versionQuery(of.organisation, connectorId, version));
  return (
    <>
      <PageHead
        title={`New ${kind ?? 'entity'}`}
        above={<EntityPath kind={kind ?? 'action'} connectorId={connectorId} version={version} />}
      >
        in version {version}
      </PageHead>
      {kind === undefined && (
        <Empty title="There is no such kind of entity">
          <p>A version has actions, triggers and definitions.</p>
        </Empty>
      )}
      {kind !== undefined && shown.data === undefined && <Pending query={shown} label="Loading the version" />}
      {kind !== undefined && shown.data !== undefined && <NewEntity key={kind} kind={kind} of={of} />}
    </>
  );
}

interface NewEntityProps {
  readonly kind: EntityKind;
  readonly of: VersionOf;
}

function NewEntity({ kind, of }: NewEntityProps) {
  const [draft, change] = useState(() => emptyDraft(kind));
  const locked = useLock(of);
  const create = useCreate({ kind, of }, draft);
  const fault = create.error instanceof ApiFault ? create.error : undefined;
  const notes = fault === undefined ? [] : notesOfFault(fault);
  return (
    <NotesContext value={notes}>
      <form
        noValidate
        aria-label={`New ${kind}`}
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        {fault !== undefined && (
          <div className="mb-4">
            <FaultPanel error={fault} />
          </div>
        )}
        <NotesPanel notes={notes} />
        <fieldset disabled={locked !== undefined} className="flex min-w-0 flex-col gap-4">
          <legend className="sr-only">Fields</legend>
          {'schema' in draft ? (
            <DefinitionForm draft={draft} onChange={change} />
          ) : (
            <OperationForm draft={draft} onChange={change} />
          )}
        </fieldset>
        {kind !== 'definition' && <DefinitionNames of={of} />}
        <LeaveGuard hasChanges={!isSame(draft, emptyDraft(kind))} subject={`new ${kind}`} />
        <footer className="sticky bottom-0 mt-4 flex flex-wrap items-center gap-2 border-t border-line bg-page py-3">
          <Button
            look="primary"
            type="submit"
            disabled={locked !== undefined || create.isPending || draft.name.trim() === ''}
          >
            Create
          </Button>
          <span role="status" className="text-sm text-quiet">
            {statusOf(locked, create.isPending, draft)}
          </span>
        </footer>
      </form>
    </NotesContext>
  );
}

function useCreate({ kind, of }: NewEntityProps, draft: Draft) {
  const navigate = useNavigate();
  const { connectorId, version } = of;
  return useMutation({
    mutationFn: () => createEntity(of, draft),
    onSuccess: async () => {
      await forgetLists();
      await navigate({
        to: `/connectors/$connectorId/versions/$version/${listNames[kind]}/$name`,
        params: { connectorId, version, name: draft.name },
        replace: true,
        ignoreBlocker: true,
      });
    },
  });
}

function statusOf(locked: string | undefined, isPending: boolean, { name }: Draft): string {
  if (locked !== undefined) return locked;
  if (isPending) return 'Creating…';
  return name.trim() === '' ? 'It needs a name.' : '';
}
