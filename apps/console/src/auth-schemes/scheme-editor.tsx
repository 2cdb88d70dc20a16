import { useMutation } from '@tanstack/react-query';
import { useMayImport } from '../client/use-organisation.ts';
import type { ConnectorOf } from '../client/address.ts';
import type { AuthScheme, LoadedScheme } from '../client/scheme-queries.ts';
import { readScheme } from '../client/scheme-queries.ts';
import { EditorForm } from '../editing/editor-form.tsx';
import { mergeDrafts } from '../editing/merge-drafts.ts';
import { forgetLists, useEditor } from '../editing/use-editor.ts';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { deleteScheme } from './scheme-access.ts';
import { SchemeForm } from './scheme-form.tsx';
import { schemeWords } from './scheme-types.ts';

interface SchemeEditorProps {
  readonly of: ConnectorOf;
  readonly loaded: LoadedScheme;
  readonly write: (base: LoadedScheme, draft: AuthScheme) => Promise<unknown>;
  readonly isNew?: boolean;
  /** Called after it was stored, if it is new, or deleted. */
  readonly onLeave: () => void;
}

/** The form of an auth scheme. */
export function SchemeEditor({ of, loaded, write, isNew = false, onLeave }: SchemeEditorProps) {
  const locked = useMayImport() ? undefined : 'Needs the role “import”.';
  const editor = useEditor<LoadedScheme>({
    loaded,
    read: () => readScheme(of, loaded.draft.id),
    write,
    merge: mergeDrafts,
    hasMoved: () => isNew,
    onStored: () => isNew && onLeave(),
  });
  const name = loaded.draft.key ?? schemeWords[loaded.draft.schemeType];
  return (
    <EditorForm
      editor={editor}
      noun="auth scheme"
      name={isNew ? '' : name}
      locked={locked}
      remove={
        !isNew && (
          <DeleteScheme
            of={of}
            scheme={editor.base}
            name={name}
            isDisabled={locked !== undefined || editor.collision !== undefined}
            onDeleted={onLeave}
            onCollision={(error) => void editor.collide(error)}
          />
        )
      }
    >
      <SchemeForm draft={editor.draft} onChange={editor.change} />
    </EditorForm>
  );
}

interface DeleteSchemeProps {
  readonly of: ConnectorOf;
  readonly scheme: LoadedScheme;
  readonly name: string;
  readonly isDisabled: boolean;
  readonly onDeleted: () => void;
  /** Called when the deletion was refused because the scheme changed. */
  readonly onCollision: (error: unknown) => void;
}

function DeleteScheme({ of, scheme, name, isDisabled, onDeleted, onCollision }: DeleteSchemeProps) {
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => deleteScheme(of, scheme),
    onSuccess: async () => {
      onDeleted();
      await forgetLists();
    },
    onError: onCollision,
  });
  return (
    <>
      <ConfirmButton word="Delete" subject={name} disabled={isDisabled || isPending} onConfirm={() => mutate()} />
      {error !== null && !isDisabled && (
        <div className="w-full">
          <FaultPanel error={error} />
        </div>
      )}
    </>
  );
}
