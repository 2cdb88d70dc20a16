import { useQuery } from '@tanstack/react-query';
import { ApiFault } from '../client/api-fault.ts';
import { definitionsQuery, entityPath, type EntityKind, type VersionOf } from '../client/entity-queries.ts';
import { Button } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import type { Draft, Editable } from './access.ts';
import { definitionNamesId } from './body-list.tsx';
import { CollisionPanel } from './collision-panel.tsx';
import { DefinitionForm } from './definition-form.tsx';
import { DeleteEntity } from './delete-entity.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { NotesContext, notesOfFault, notesOfFindings } from './notes.tsx';
import { NotesPanel } from './notes-panel.tsx';
import { OperationForm } from './operation-form.tsx';
import { useEditor } from './use-editor.ts';

interface EntityEditorProps {
  readonly of: VersionOf;
  readonly kind: EntityKind;
  readonly loaded: Editable;
  /** Why it cannot be changed; undefined if it can. */
  readonly locked: string | undefined;
  readonly onStored: (draft: Draft) => void;
  readonly onDeleted: () => void;
}

/** The form of an entity, with its findings and errors at their fields. */
export function EntityEditor({ of, kind, loaded, locked, onStored, onDeleted }: EntityEditorProps) {
  const path = entityPath(of, kind, loaded.draft.name);
  const editor = useEditor({ path, kind, loaded, onStored });
  const { base, draft, collision, save } = editor;
  const fault = save.error instanceof ApiFault && collision === undefined ? save.error : undefined;
  const notes = [...(fault === undefined ? [] : notesOfFault(fault)), ...notesOfFindings(base.errors)];
  return (
    <NotesContext value={notes}>
      <form
        noValidate
        aria-label={`The ${kind} ${loaded.draft.name}`}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {collision !== undefined && (
          <CollisionPanel
            kind={kind}
            collision={collision}
            onReload={() => collision.kind === 'changed' && editor.restart(collision.now, collision.now.draft)}
            onMerge={() => collision.kind === 'changed' && editor.restart(collision.now, collision.merged)}
          />
        )}
        {fault !== undefined && (
          <div className="mb-4">
            <FaultPanel error={fault} />
          </div>
        )}
        <NotesPanel notes={notes} />
        {/* A disabled set of fields disables all its controls. */}
        <fieldset disabled={locked !== undefined} className="flex min-w-0 flex-col gap-4">
          <legend className="sr-only">Fields</legend>
          {'schema' in draft ? (
            <DefinitionForm draft={draft} onChange={editor.change} />
          ) : (
            <OperationForm draft={draft} onChange={editor.change} />
          )}
        </fieldset>
        {kind !== 'definition' && <DefinitionNames of={of} />}
        <LeaveGuard hasChanges={editor.hasChanges} subject={`${kind} ${loaded.draft.name}`} />
        <Footer editor={editor} locked={locked} path={path} onDeleted={onDeleted} />
      </form>
    </NotesContext>
  );
}

interface FooterProps {
  readonly editor: ReturnType<typeof useEditor>;
  readonly locked: string | undefined;
  readonly path: string;
  readonly onDeleted: () => void;
}

/** What can be done with the draft, always in sight. */
function Footer({ editor, locked, path, onDeleted }: FooterProps) {
  return (
    <footer className="sticky bottom-0 mt-4 flex flex-wrap items-center gap-2 border-t border-line bg-page py-3">
      <Button
        look="primary"
        type="submit"
        disabled={locked !== undefined || editor.save.isPending || !editor.hasChanges || editor.collision !== undefined}
      >
        Save
      </Button>
      <Button
        disabled={!editor.hasChanges || editor.save.isPending || editor.collision !== undefined}
        onClick={() => editor.restart(editor.base, editor.base.draft)}
      >
        Discard changes
      </Button>
      <span role="status" className="text-sm text-quiet">
        {statusOf(editor, locked)}
      </span>
      <span className="ml-auto" />
      <DeleteEntity
        path={path}
        name={editor.base.draft.name}
        etag={editor.base.etag}
        isDisabled={locked !== undefined || editor.collision !== undefined}
        onDeleted={onDeleted}
        onCollision={(error) => void editor.collide(error)}
      />
    </footer>
  );
}

function statusOf({ save, hasChanges }: ReturnType<typeof useEditor>, locked: string | undefined): string {
  if (locked !== undefined) return locked;
  if (save.isPending) return 'Saving…';
  if (hasChanges) return 'Changes are not saved.';
  return save.isSuccess ? 'Saved.' : '';
}

/** Suggestions for names of definitions. Large versions have more than is suggested. */
function DefinitionNames({ of }: { readonly of: VersionOf }) {
  const { data } = useQuery({ ...definitionsQuery(of, { first: 1_000 }), staleTime: 60_000 });
  return (
    <datalist id={definitionNamesId}>
      {data?.definitions.map(({ id, name }) => (
        <option key={id} value={name} />
      ))}
    </datalist>
  );
}
