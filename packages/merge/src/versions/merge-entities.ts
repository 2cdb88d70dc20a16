import { mergeEdit, type EditMerge, type MergedEdit } from '../entities/merge-edit.ts';
import type { Conflict } from '../model/conflict.ts';
import type { EditOutcome, EntityEdit, EntityLists, MergedEntity, MergedLists } from '../model/edits.ts';
import type { DefinitionForm, OperationForm } from '../model/forms.ts';
import { mergeOrder } from '../values/merge-order.ts';
import { settleNames } from './settle-names.ts';

export interface KindMerge extends EditMerge {
  /** The key of a name, which is unique within the kind. */
  readonly nameKey: (name: string) => string;
}

interface Placed<Form> extends Omit<MergedEntity<Form>, 'name'> {
  readonly name: string;
  readonly isChosen: boolean;
}

/**
 * Merges the entities of one kind: those without an edit are as imported, the others are merged with their matches. The order is that of
 * the document, with the user's own entities after what preceded them. Takes linear time.
 */
export function mergeEntities<Form extends OperationForm | DefinitionForm>(
  lists: EntityLists<Form>,
  kind: KindMerge,
): MergedLists<Form> {
  const { edits, imported } = lists;
  const matches = new Map(imported.flatMap(({ id }, index) => (id === undefined ? [] : [[id, index] as const])));
  const merged = new Map(
    edits.map((edit) => {
      const theirs = imported[matches.get(edit.id) ?? -1];
      return [edit.id, mergeEdit(edit, theirs?.form(), kind)] as const;
    }),
  );
  const placed = placeEntities(lists, matches, merged);
  const names = settleNames(placed, kind.nameKey);
  const entities = placed.map(({ id, imported: index, form }, place): MergedEntity<Form> => {
    const name = names[place]?.name ?? '';
    return { id, imported: index, form: form === undefined || form.name === name ? form : { ...form, name }, name };
  });
  const clashes = nameConflicts(placed, names);
  const outcomes = edits.map((edit) => describeOutcome(edit, merged.get(edit.id), matches.get(edit.id), clashes));
  return { entities, outcomes };
}

function placeEntities<Form extends OperationForm | DefinitionForm>(
  { edits, order, imported }: EntityLists<Form>,
  matches: ReadonlyMap<string, number>,
  merged: ReadonlyMap<string, MergedEdit<Form>>,
): readonly Placed<Form>[] {
  const ours = new Map(edits.map((edit) => [edit.id, edit.ours]));
  // A space never occurs in an id.
  const keys = imported.map(({ id }, index) => id ?? `new ${index}`);
  const indexes = new Map(keys.map((key, index) => [key, index]));
  return mergeOrder(order, keys).flatMap((key): Placed<Form>[] => {
    const index = indexes.get(key);
    const edit = merged.get(key);
    if (edit === undefined) {
      const name = index === undefined ? undefined : imported[index]?.name;
      const id = matches.has(key) ? key : undefined;
      return name === undefined ? [] : [{ id, imported: index, form: undefined, name, isChosen: false }];
    }
    const { form, state } = edit;
    if (form === undefined) return [];
    const isChosen = form.name === ours.get(key)?.name;
    // An edit that the document contains by now leaves an entity as imported.
    return [{ id: key, imported: index, form: state === undefined ? undefined : form, name: form.name, isChosen }];
  });
}

/** The names that entities of the document had to give up, by the id of the edited entity that has them. */
function nameConflicts<Form>(
  placed: readonly Placed<Form>[],
  names: ReturnType<typeof settleNames>,
): ReadonlyMap<string, Conflict> {
  const conflicts = new Map<string, Conflict>();
  names.forEach(({ name, takenBy }, index) => {
    const owner = takenBy === undefined ? undefined : placed[takenBy];
    if (owner?.id === undefined) return;
    conflicts.set(owner.id, {
      place: '/name',
      ours: owner.name,
      theirs: `${placed[index]?.name ?? ''} became ${name}`,
    });
  });
  return conflicts;
}

function describeOutcome<Form extends OperationForm | DefinitionForm>(
  edit: EntityEdit<Form>,
  merged: MergedEdit<Form> | undefined,
  match: number | undefined,
  clashes: ReadonlyMap<string, Conflict>,
): EditOutcome<Form> {
  const name = edit.ours?.name ?? edit.base?.name ?? '';
  const clash = clashes.get(edit.id);
  const conflicts = [...(merged?.conflicts ?? []), ...(clash === undefined ? [] : [clash])];
  const fate = conflicts.length > 0 ? 'conflicting' : (merged?.fate ?? 'dropped');
  const notice = merged?.notice === undefined ? {} : { notice: merged.notice };
  const state = merged?.state;
  const next = state === undefined ? undefined : { state, imported: match, base: edit.base };
  return { id: edit.id, fate, name, conflicts, ...notice, next };
}
