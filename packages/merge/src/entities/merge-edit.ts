import type { Combine, MergeContext } from '../fields/merge-context.ts';
import { mergeValue } from '../fields/merge-value.ts';
import type { Conflict } from '../model/conflict.ts';
import type { EditFate, EditState, EntityEdit } from '../model/edits.ts';
import type { DefinitionForm, OperationForm } from '../model/forms.ts';

/** The merge of one edited entity. */
export interface MergedEdit<Form> {
  /** Undefined for an entity that stays deleted, or is gone. */
  readonly form: Form | undefined;
  /** The state of the edit after the merge; undefined when it is dropped. */
  readonly state: EditState | undefined;
  readonly fate: EditFate;
  readonly conflicts: readonly Conflict[];
  readonly notice?: 'not-in-document' | 'deleted-changed' | 'adopted';
}

export interface EditMerge {
  readonly combine: Combine;
  readonly context: Omit<MergeContext, 'conflicts'>;
}

/** Merges an edited entity with the imported one that it matches, if the document has one. */
export function mergeEdit<Form extends OperationForm | DefinitionForm>(
  edit: EntityEdit<Form>,
  theirs: Form | undefined,
  merge: EditMerge,
): MergedEdit<Form> {
  const { state, base, ours } = edit;
  if (ours === undefined) return mergeDeleted(base, theirs, merge);
  if (theirs === undefined) {
    const notice = state === 'created' ? {} : { notice: 'not-in-document' as const };
    return { form: ours, state, fate: 'kept', conflicts: [], ...notice };
  }
  const conflicts: Conflict[] = [];
  const form = parseMerged(
    mergeValue({ ...merge.context, conflicts }, '', { base, ours, theirs }, merge.combine),
    ours,
  );
  const { same } = merge.context;
  if (same(form, theirs)) return { form: theirs, state: undefined, fate: 'dropped', conflicts };
  // Two additions of the same operation: fields that only the document has are added, the others stay as the user made them.
  if (base === undefined) return { form, state: 'edited', fate: 'merged', conflicts: [], notice: 'adopted' };
  if (conflicts.length > 0) return { form, state: 'edited', fate: 'conflicting', conflicts };
  return { form, state: 'edited', fate: same(theirs, base) ? 'kept' : 'merged', conflicts };
}

function mergeDeleted<Form extends OperationForm | DefinitionForm>(
  base: Form | undefined,
  theirs: Form | undefined,
  { context }: EditMerge,
): MergedEdit<Form> {
  if (theirs === undefined) return { form: undefined, state: undefined, fate: 'dropped', conflicts: [] };
  const kept = { form: undefined, state: 'deleted', fate: 'kept', conflicts: [] } as const;
  return context.same(base, theirs) ? kept : { ...kept, notice: 'deleted-changed' };
}

/** Members of a form merge to members of a form: lists stay lists, and the edit wins over what does not fit. */
function parseMerged<Form>(merged: unknown, ours: Form): Form {
  return (merged ?? ours) as Form;
}
