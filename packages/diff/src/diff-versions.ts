import { compareVersionExtras } from './compare/compare-extras.ts';
import { compareOperations } from './compare/compare-operations.ts';
import { type ChangeBudget, createChangeBudget } from './findings/change-budget.ts';
import { bothSides, type Finding, noSides, sideList, type Sides, toChange, worst } from './findings/finding.ts';
import { createVersionPair, type VersionPair } from './compare/version-pair.ts';
import type { OperationContent, VersionContent } from './content/version-content.ts';
import { matchOperations } from './matching/match-operations.ts';
import type {
  Change,
  ChangeClass,
  DiffEntry,
  DiffSummary,
  EntryCounts,
  EntryKind,
  VersionDiff,
} from './model/version-diff.ts';
import { definitionRules } from './rules/definition-rules.ts';
import { operationRules } from './rules/operation-rules.ts';

/**
 * Compares two versions. Pure and deterministic. Time grows with the size of both and with the number of changes;
 * equal definitions and equal extras are not parsed.
 */
export function diffVersions(before: VersionContent, after: VersionContent): VersionDiff {
  const versions = createVersionPair(before, after);
  const budget = createChangeBudget();
  const entries = [
    ...diffOperations('action', before.actions, after.actions, versions, budget),
    ...diffOperations('trigger', before.triggers, after.triggers, versions, budget),
    ...diffDefinitions(versions, budget),
    ...diffExtras(versions, budget),
  ];
  return { summary: summarise(entries, budget), rules: budget.rules(), entries };
}

const presence = {
  action: { added: operationRules.actionAdded, removed: operationRules.actionRemoved },
  trigger: { added: operationRules.triggerAdded, removed: operationRules.triggerRemoved },
};

function diffOperations(
  kind: 'action' | 'trigger',
  before: readonly OperationContent[],
  after: readonly OperationContent[],
  versions: VersionPair,
  budget: ChangeBudget,
): readonly DiffEntry[] {
  const matches = new Map(matchOperations(before, after).map((match) => [match.after, match]));
  const entries: DiffEntry[] = [];
  after.forEach((operation, index) => {
    const match = matches.get(index);
    const old = match === undefined ? undefined : before[match.before];
    if (match === undefined || old === undefined) {
      entries.push(present(kind, 'added', operation.name, presence[kind].added, bothSides, budget));
      return;
    }
    const findings = compareOperations(kind, old, operation, versions);
    entries.push(
      ...changed({ kind, name: operation.name, was: old.name, matchedBy: match.by }, findings, bothSides, budget),
    );
  });
  const kept = new Set([...matches.values()].map((match) => match.before));
  before.forEach((operation, index) => {
    if (!kept.has(index))
      entries.push(present(kind, 'removed', operation.name, presence[kind].removed, bothSides, budget));
  });
  return entries;
}

function diffDefinitions(versions: VersionPair, budget: ChangeBudget): readonly DiffEntry[] {
  const { before, after, uses, definitionMatches } = versions;
  const matches = new Map(definitionMatches.map((match) => [match.after, match]));
  const entries: DiffEntry[] = [];
  after.definitions.forEach(({ name }, index) => {
    const match = matches.get(index);
    const old = match === undefined ? undefined : before.definitions[match.before];
    if (match === undefined || old === undefined) {
      const sides = uses.after.sidesOf(index);
      const entry = present('definition', 'added', name, definitionRules.added, noSides, budget);
      entries.push({ ...entry, sides: sideList(sides), touches: budget.list(uses.after.touchedBy(index)) });
      return;
    }
    const sides = uses.before.sidesOf(match.before);
    const findings = versions.compareMatched(match);
    for (const entry of changed(
      { kind: 'definition', name, was: old.name, matchedBy: match.by },
      findings,
      sides,
      budget,
    ))
      entries.push({ ...entry, sides: sideList(sides), touches: budget.list(uses.before.touchedBy(match.before)) });
  });
  const kept = new Set(definitionMatches.map((match) => match.before));
  before.definitions.forEach(({ name }, index) => {
    if (kept.has(index)) return;
    const sides = uses.before.sidesOf(index);
    const entry = present('definition', 'removed', name, definitionRules.removed, sides, budget);
    entries.push({ ...entry, sides: sideList(sides), touches: budget.list(uses.before.touchedBy(index)) });
  });
  return entries;
}

/** Extras of a version belong to none of its entities: they have an entry of their own. */
function diffExtras({ extras, values }: VersionPair, budget: ChangeBudget): readonly DiffEntry[] {
  return changed(
    { kind: 'version', name: 'extras', was: 'extras' },
    compareVersionExtras(extras, values),
    noSides,
    budget,
  );
}

function present(
  kind: Exclude<EntryKind, 'version'>,
  change: 'added' | 'removed',
  name: string,
  rule: Finding['rule'],
  used: Sides,
  budget: ChangeBudget,
): DiffEntry {
  const only = toChange({ rule, at: '', sides: bothSides, flipped: false }, used);
  budget.takes(only);
  return { kind, change, name, class: only.class, changes: [only] };
}

function changed(
  entry: { kind: EntryKind; name: string; was: string; matchedBy?: DiffEntry['matchedBy'] },
  findings: readonly Finding[],
  used: Sides,
  budget: ChangeBudget,
): readonly DiffEntry[] {
  if (findings.length === 0) return [];
  const changes: Change[] = [];
  const classes = new Set<ChangeClass>();
  for (const finding of findings) {
    const change = toChange(finding, used);
    classes.add(change.class);
    if (budget.takes(change)) changes.push(change);
  }
  const omitted = findings.length - changes.length;
  const { kind, name, was, matchedBy } = entry;
  const match = { ...(was === name ? {} : { was }), ...(matchedBy === undefined ? {} : { matchedBy }) };
  const rest = omitted === 0 ? {} : { omitted };
  return [{ kind, change: 'changed', name, ...match, class: worst([...classes]), changes, ...rest }];
}

function summarise(entries: readonly DiffEntry[], { counts: classes }: ChangeBudget): DiffSummary {
  const counts = { action: newCounts(), trigger: newCounts(), definition: newCounts() };
  for (const entry of entries) {
    if (entry.kind !== 'version') counts[entry.kind][entry.change] += 1;
  }
  return {
    breaking: classes.breaking,
    nonBreaking: classes['non-breaking'],
    annotation: classes.annotation,
    actions: counts.action,
    triggers: counts.trigger,
    definitions: counts.definition,
  };
}

function newCounts(): { -readonly [Key in keyof EntryCounts]: number } {
  return { added: 0, removed: 0, changed: 0 };
}
