import type { VersionOf } from '../client/address.ts';
import type { EntityKind } from '../client/entity-queries.ts';
import { type Draft, type Editable, fromMergeable, readEditable, toMergeable, writeEditable } from './access.ts';
import { DefinitionForm } from './definition-form.tsx';
import { DefinitionNames } from './definition-names.tsx';
import { DeleteEntity } from './delete-entity.tsx';
import { EditorForm } from './editor-form.tsx';
import { type MergedDraft, mergeDrafts } from './merge-drafts.ts';
import { notesOfFindings } from './notes.tsx';
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
  const entity = { of, kind, name: loaded.draft.name };
  const editor = useEditor<Editable>({
    loaded,
    read: () => readEditable(entity),
    write: (base, draft) => writeEditable(entity, base, draft),
    merge: mergeEntities,
    hasMoved: (base, draft) => base.name !== draft.name,
    onStored,
  });
  const { base, draft, collision } = editor;
  return (
    <EditorForm
      editor={editor}
      noun={kind}
      name={loaded.draft.name}
      locked={locked}
      findings={notesOfFindings(base.errors)}
      remove={
        <DeleteEntity
          entity={entity}
          etag={base.etag}
          isDisabled={locked !== undefined || collision !== undefined}
          onDeleted={onDeleted}
          onCollision={(error) => void editor.collide(error)}
        />
      }
    >
      {'schema' in draft ? (
        <DefinitionForm draft={draft} onChange={editor.change} />
      ) : (
        <OperationForm draft={draft} onChange={editor.change} />
      )}
      {kind !== 'definition' && <DefinitionNames of={of} />}
    </EditorForm>
  );
}

function mergeEntities(base: Draft, mine: Draft, theirs: Draft): MergedDraft<Draft> {
  const { draft, changes } = mergeDrafts(toMergeable(base), toMergeable(mine), toMergeable(theirs));
  return { draft: fromMergeable(draft), changes };
}
