import type { Json } from '@connectory/json';
import type { Message, Rule } from '@connectory/importer';
import type { Conflict, EditOutcome, MergedVersion } from '@connectory/merge';
import { deletedEntityChanged, editAdopted, editConflict, editedEntityKept } from '../messages/edit-rules.ts';
import { toMessage } from '../messages/to-message.ts';
import type { MergedDefinition } from './merged-definitions.ts';
import type { EditConflict, EditedKind, EditResult, EditsSummary } from './standing-edits.ts';

/** Lines in the detail of a message; further ones are only counted. */
const maxLines = 100;

/** Characters of a value in a message. */
const maxValueChars = 200;

/** Conflicts of one edit in its result. */
const maxConflicts = 50;

/** Characters of a value in a result. */
const maxResultChars = 2_000;

type Outcome = Pick<EditOutcome<unknown>, 'name' | 'fate' | 'conflicts' | 'notice'> & { readonly kind: EditedKind };

/** The messages about the fate of edits, their counts, and the result of each. */
export function describeEdits(
  { actions, triggers, definitions }: MergedVersion,
  merged: readonly MergedDefinition[],
): { readonly summary: EditsSummary; readonly messages: readonly Message[]; readonly results: readonly EditResult[] } {
  const outcomes: readonly Outcome[] = [
    ...actions.outcomes.map((outcome) => ({ ...outcome, kind: 'action' }) as const),
    ...triggers.outcomes.map((outcome) => ({ ...outcome, kind: 'trigger' }) as const),
    ...definitions.outcomes.map((outcome) => ({ ...outcome, kind: 'definition' }) as const),
  ];
  const noticed = (notice: Outcome['notice']): readonly string[] =>
    outcomes.filter((outcome) => outcome.notice === notice).map(({ kind, name }) => `${kind} ${name}`);
  const referenced = merged
    .filter(({ isReferenced }) => isReferenced)
    .map(({ name }) => `definition ${name}: edited entities refer to it`);
  const conflicts = outcomes.flatMap((outcome) => outcome.conflicts.map((conflict) => conflictLine(outcome, conflict)));
  const count = (fate: Outcome['fate']): number => outcomes.filter((outcome) => outcome.fate === fate).length;
  return {
    summary: {
      kept: count('kept'),
      merged: count('merged'),
      conflicts: count('conflicting'),
      dropped: count('dropped'),
    },
    messages: [
      ...describe(editConflict, conflicts),
      ...describe(editedEntityKept, [...noticed('not-in-document'), ...referenced]),
      ...describe(deletedEntityChanged, noticed('deleted-changed')),
      ...describe(editAdopted, noticed('adopted')),
    ],
    results: outcomes.map(resultOf),
  };
}

function resultOf({ kind, name, fate, conflicts }: Outcome): EditResult {
  return { kind, name, fate, conflicts: conflicts.slice(0, maxConflicts).map(conflictOf) };
}

function conflictOf({ place, base, ours, theirs }: Conflict): EditConflict {
  return { at: place, ...valueOf('base', base), ...valueOf('edit', ours), ...valueOf('document', theirs) };
}

function valueOf<Side extends string>(side: Side, value: Json | undefined): { readonly [Each in Side]?: string } {
  if (value === undefined) return {};
  return { [side]: shorten(JSON.stringify(value), maxResultChars) } as { readonly [Each in Side]: string };
}

function describe(rule: Rule, lines: readonly string[]): readonly Message[] {
  if (lines.length === 0) return [];
  const detail = lines.slice(0, maxLines);
  if (lines.length > maxLines) detail.push(`… and ${lines.length - maxLines} more`);
  return [toMessage(rule, lines.length, detail)];
}

function conflictLine({ kind, name }: Outcome, { place, base, ours, theirs }: Conflict): string {
  return `${kind} ${name} ${place}: base ${shown(base)}, edit ${shown(ours)}, document ${shown(theirs)}`;
}

function shown(value: Json | undefined): string {
  if (value === undefined) return 'none';
  return shorten(JSON.stringify(value), maxValueChars);
}

function shorten(text: string, maxChars: number): string {
  return text.length > maxChars ? `${text.slice(0, maxChars)}…`.toWellFormed() : text;
}
