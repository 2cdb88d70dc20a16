import assert from 'node:assert/strict';
import type { JsonObject } from '@connectory/json';
import fc from 'fast-check';
import {
  type DefinitionForm,
  type EntityLists,
  type MergedLists,
  mergeVersion,
  type OperationForm,
  type VersionMerge,
} from '../src/index.ts';
import { flattenForm } from './flatten-form.ts';
import { acceptOf } from './definition-names.ts';
import { definition, lists, operation } from './random-versions.ts';

type Form = OperationForm | DefinitionForm;

/** Checks the merge on random versions. @throws with the smallest counterexample. */
export function checkMerge(numRuns: number): void {
  const version = fc.record({ actions: lists(operation), triggers: lists(operation), definitions: lists(definition) });
  fc.assert(
    fc.property(version, (kinds) => {
      const merge: VersionMerge = { ...kinds, accept: { base: acceptOf, ours: acceptOf, theirs: acceptOf } };
      const merged = mergeVersion(merge);
      const again = mergeVersion({
        actions: nextLists(merge.actions, merged.actions),
        triggers: nextLists(merge.triggers, merged.triggers),
        definitions: nextLists(merge.definitions, merged.definitions),
        accept: merge.accept,
      });
      checkKind(merge.actions, merged.actions, again.actions);
      checkKind(merge.triggers, merged.triggers, again.triggers);
      checkKind(merge.definitions, merged.definitions, again.definitions);
    }),
    { numRuns },
  );
}

function checkKind<Kind extends Form>(
  before: EntityLists<Kind>,
  after: MergedLists<Kind>,
  again: MergedLists<Kind>,
): void {
  checkSecondMerge(before, after, again);
  const ids = after.entities.flatMap(({ id }) => id ?? []);
  assert.equal(new Set(ids).size, ids.length, 'ids are unique');
  assert.equal(new Set(after.entities.map(({ name }) => name)).size, after.entities.length, 'names are unique');
  assert.equal(after.outcomes.length, before.edits.length, 'each edit has one outcome');
  checkUnedited(before, after);
  before.edits.forEach(({ id, base, ours }, index) => {
    const outcome = after.outcomes[index];
    assert.ok(outcome !== undefined && outcome.id === id);
    const theirs = before.imported.find((one) => one.id === id)?.form();
    const entity = after.entities.find((one) => one.id === id);
    if (ours === undefined) {
      assert.equal(entity, undefined, 'deleted entities stay deleted');
      assert.equal(outcome.fate, theirs === undefined ? 'dropped' : 'kept');
      if (theirs !== undefined && !isEqual(theirs, base)) assert.equal(outcome.notice, 'deleted-changed');
      return;
    }
    assert.ok(entity !== undefined, 'edited and created entities stay, with their ids');
    const merged = entity.form ?? theirs;
    if (theirs === undefined) assert.deepEqual(merged, ours);
    else if (isEqual(theirs, base)) assert.ok(isEqual(merged, ours), 'the edit stays as it was');
    checkAtoms(
      { base, ours, theirs: theirs ?? base, merged },
      outcome.conflicts.map(({ place }) => place),
      outcome.notice,
    );
  });
}

function checkSecondMerge<Kind extends Form>(
  before: EntityLists<Kind>,
  after: MergedLists<Kind>,
  again: MergedLists<Kind>,
): void {
  assert.deepEqual(formsOf(before, again), formsOf(before, after), 'merging twice');
  for (const { fate, conflicts } of again.outcomes)
    assert.ok(fate === 'kept' || conflicts.every(({ place }) => place === '/name'), 'kept by a second merge');
}

function checkUnedited({ edits, imported }: EntityLists<Form>, { entities }: MergedLists<Form>): void {
  const edited = new Set(edits.map(({ id }) => id));
  const places = new Map(entities.map((entity) => [entity.imported, entity]));
  imported.forEach(({ id, name }, index) => {
    if (id !== undefined && edited.has(id)) return;
    const entity = places.get(index);
    assert.ok(entity !== undefined, 'imported entities are in the version');
    assert.equal(entity.id, id, 'matched entities keep their ids');
    assert.equal(entity.form === undefined || entity.name !== name, true, 'unedited entities are as imported');
  });
}

interface States {
  readonly base: Form | undefined;
  readonly ours: Form;
  readonly theirs: Form | undefined;
  readonly merged: Form | undefined;
}

/** Atoms that the user changed keep the value of the user. Atoms that both sides changed have a conflict. All others are as imported. */
function checkAtoms(states: States, conflicts: readonly string[], notice: string | undefined): void {
  const [base, ours] = [flattenForm(states.base), flattenForm(states.ours)];
  const [theirs, merged] = [flattenForm(states.theirs), flattenForm(states.merged)];
  const inConflict = (place: string): boolean => {
    const path = (JSON.parse(`${place}]`) as unknown[]).map(String);
    const pointer = path.map((token) => `/${token.replaceAll('/', '~1')}`).join('');
    // Conflicts name a body by its definition, the atoms by its media type.
    const list = path.at(-2) === 'definitions' ? pointer.slice(0, pointer.lastIndexOf('/') + 1) : undefined;
    return conflicts.some(
      (conflict) =>
        pointer === conflict ||
        pointer.startsWith(`${conflict}/`) ||
        (list !== undefined && conflict.startsWith(list) && isAbout(conflict.slice(list.length), path.at(-1) ?? '')),
    );
  };
  for (const place of new Set([...base.keys(), ...ours.keys(), ...theirs.keys(), ...merged.keys()])) {
    const values = [base, ours, theirs, merged].map((atoms) => atoms.get(place));
    const [before, edited, imported, result] = values;
    const what = `${place} ${JSON.stringify(values)} ${conflicts.join()}`;
    // A name of the document that the user has given to another entity gets a number.
    if (place === '["name"' && edited === before && /_\d+"$/.test(result ?? '')) continue;
    if (inConflict(place)) assert.equal(result, edited, `the edit wins: ${what}`);
    else if (edited === before) assert.ok(notice === 'adopted' || result === imported, `follows the document: ${what}`);
    else {
      assert.equal(result, edited, `no edit is lost: ${what}`);
      if (imported !== before && imported !== edited)
        assert.equal(notice, 'adopted', `a conflict is reported: ${what}`);
    }
  }
}

/** Whether the place of a conflict, a name or `new <media type>`, is that of a media type. */
function isAbout(token: string, mediaType: string): boolean {
  return (
    token === `new ${mediaType.replaceAll('/', '~1')}` || (!token.includes(' ') && acceptOf(token)[0] === mediaType)
  );
}

function nextLists<Kind extends Form>(before: EntityLists<Kind>, after: MergedLists<Kind>): EntityLists<Kind> {
  const forms = after.entities.map(({ id, imported, form }, index) => ({
    id: id ?? `new${index}`,
    imported,
    form: form ?? before.imported[imported ?? -1]?.form(),
  }));
  const byId = new Map(forms.map(({ id, form }) => [id, form]));
  const byImported = new Map(forms.map(({ id, imported }) => [imported, id]));
  return {
    edits: after.outcomes.flatMap(({ id, next }) =>
      next === undefined
        ? []
        : [
            {
              id,
              state: next.state,
              base: next.imported === undefined ? next.base : before.imported[next.imported]?.form(),
              ours: byId.get(id),
            },
          ],
    ),
    order: forms.map(({ id }) => id),
    imported: before.imported.map((one, index) => ({ ...one, id: one.id ?? byImported.get(index) })),
  };
}

function formsOf<Kind extends Form>(
  { imported }: EntityLists<Kind>,
  { entities }: MergedLists<Kind>,
): readonly unknown[] {
  return entities.map(({ form, imported: index, name }) => ({ ...(form ?? imported[index ?? -1]?.form()), name }));
}

function isEqual(one: JsonObject | undefined, other: JsonObject | undefined): boolean {
  try {
    assert.deepEqual(one, other);
    return true;
  } catch {
    return false;
  }
}
