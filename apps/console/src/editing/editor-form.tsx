import type { ReactNode } from 'react';
import { ApiFault } from '../client/api-fault.ts';
import { Button } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { CollisionPanel } from './collision-panel.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { type Note, NotesContext, notesOfFault } from './notes.tsx';
import { NotesPanel } from './notes-panel.tsx';
import type { Loaded, useEditor } from './use-editor.ts';

interface EditorFormProps<Read extends Loaded<unknown>> {
  readonly editor: ReturnType<typeof useEditor<Read>>;
  /** The kind of the edited entity, as `action`. */
  readonly noun: string;
  readonly name: string;
  /** Why it cannot be changed; undefined if it can. */
  readonly locked: string | undefined;
  /** Findings that were there when it was read. */
  readonly findings?: readonly Note[];
  /** The way to delete it. */
  readonly remove?: ReactNode;
  readonly children: ReactNode;
}

/** The form of an editor: changes by others, errors and findings, the fields, and the buttons for the draft. */
export function EditorForm<Read extends Loaded<unknown>>(props: EditorFormProps<Read>) {
  const { editor, noun, name, locked, findings = [], children } = props;
  const { collision, save } = editor;
  const fault = save.error instanceof ApiFault && collision === undefined ? save.error : undefined;
  const notes = [...(fault === undefined ? [] : notesOfFault(fault)), ...findings];
  return (
    <NotesContext value={notes}>
      <form
        noValidate
        aria-label={`The ${noun} ${name}`}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {collision !== undefined && (
          <CollisionPanel
            kind={noun}
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
          {children}
        </fieldset>
        <LeaveGuard hasChanges={editor.hasChanges} subject={`${noun} ${name}`.trim()} />
        <Footer {...props} />
      </form>
    </NotesContext>
  );
}

/** The buttons for the draft, always in sight. */
function Footer<Read extends Loaded<unknown>>({ editor, locked, remove }: EditorFormProps<Read>) {
  const isIdle = !editor.hasChanges || editor.save.isPending || editor.collision !== undefined;
  return (
    <footer className="sticky bottom-0 mt-4 flex flex-wrap items-center gap-2 border-t border-line bg-page py-3">
      <Button look="primary" type="submit" disabled={locked !== undefined || isIdle}>
        Save
      </Button>
      <Button disabled={isIdle} onClick={() => editor.restart(editor.base, editor.base.draft)}>
        Discard changes
      </Button>
      <span role="status" className="text-sm text-quiet">
        {statusOf(editor, locked)}
      </span>
      <span className="ml-auto" />
      {remove}
    </footer>
  );
}

function statusOf<Read extends Loaded<unknown>>(
  { save, hasChanges }: EditorFormProps<Read>['editor'],
  locked: string | undefined,
): string {
  if (locked !== undefined) return locked;
  if (save.isPending) return 'Saving…';
  if (hasChanges) return 'Changes are not saved.';
  return save.isSuccess ? 'Saved.' : '';
}
