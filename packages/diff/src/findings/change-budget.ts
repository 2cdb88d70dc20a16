import type { Change, ChangeClass, RuleCount, Touched } from '../model/version-diff.ts';

/** Characters of the changes that a diff lists. A definition that many operations use has each of its changes at each of them. */
const maxChars = 16 * 1024 * 1024;

/** About as many characters as the members of a change take. */
const charsPerChange = 100;

/** Most severe first. */
const changeClasses = ['breaking', 'non-breaking', 'annotation'] as const satisfies readonly ChangeClass[];

/** Counts the changes of a diff, and says which of them are listed. */
export interface ChangeBudget {
  /** Counts a change. @returns whether it is listed. */
  takes(change: Change): boolean;
  /** What the diff lists of the entities that reach a definition. */
  list(touched: Touched): Touched;
  readonly counts: { readonly [Class in ChangeClass]: number };
  /** The changes so far by rule and class. */
  rules(): readonly RuleCount[];
}

export function createChangeBudget(): ChangeBudget {
  let left = maxChars;
  const counts = { breaking: 0, 'non-breaking': 0, annotation: 0 };
  const rules: { readonly [Class in ChangeClass]: Map<string, number> } = {
    breaking: new Map(),
    'non-breaking': new Map(),
    annotation: new Map(),
  };
  return {
    counts,
    rules: () =>
      changeClasses.flatMap((name) => [...rules[name]].map(([code, changes]) => ({ code, class: name, changes }))),
    takes: (change) => {
      counts[change.class] += 1;
      const ofClass = rules[change.class];
      ofClass.set(change.code, (ofClass.get(change.code) ?? 0) + 1);
      if (left <= 0) return false;
      left -= charsPerChange + change.at.length + charsOf(change.before) + charsOf(change.after);
      return left > 0;
    },
    list: (touched) => {
      for (const name of [...touched.actions, ...touched.triggers]) left -= name.length + 3;
      return left > 0 ? touched : { actions: [], triggers: [], complete: false };
    },
  };
}

function charsOf(value: Change['before']): number {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' && value !== null ? JSON.stringify(value).length : 0;
}
