import { appendShortToken, isArray, type Json } from '@connectory/json';
import { listMember, member, objectMember, textMember } from '../json/members.ts';
import { compositionRules } from '../rules/schema-composition-rules.ts';
import type { SchemaCompare, SchemaPair } from './schema-pair.ts';

/** Compares composition keywords: lists, tuples, unions, `allOf`, `not`, conditions, `discriminator`. */
export function compareCompositions(pair: SchemaPair, compare: SchemaCompare): void {
  for (const keyword of ['items', 'unevaluatedItems']) {
    const [before, after] = [member(pair.before, keyword) ?? {}, member(pair.after, keyword) ?? {}];
    compare.descend(pair, { before, after, at: `/${keyword}` });
  }
  compareTuples(pair, compare);
  compareUnions(pair, compare);
  compareAllOf(pair, compare);
  compareNot(pair, compare);
  for (const group of constraints) compareConstraint(pair, compare, group);
  for (const keyword of ['$defs', 'definitions', 'dependentSchemas']) compareNamed(pair, compare, keyword);
  compareDiscriminators(pair, compare);
}

function compareTuples(pair: SchemaPair, compare: SchemaCompare): void {
  const [before, after] = [listMember(pair.before, 'prefixItems'), listMember(pair.after, 'prefixItems')];
  for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
    const sides = { before: before[index] ?? {}, after: after[index] ?? {} };
    compare.descend(pair, { ...sides, at: `/prefixItems/${index}` });
  }
}

function compareUnions(pair: SchemaPair, compare: SchemaCompare): void {
  const keywords = ['oneOf', 'anyOf'] as const;
  const has = (schema: Json) => keywords.filter((keyword) => isArray(member(schema, keyword)));
  const [before, after] = [has(pair.before), has(pair.after)];
  // A `oneOf` that became `anyOf`, or the reverse, is compared branch by branch.
  const pairs =
    before.length === 1 && after.length === 1
      ? [[before[0], after[0]] as const]
      : keywords.map((keyword) => [keyword, keyword] as const);
  for (const [old, next] of pairs) {
    if (old === undefined || next === undefined) continue;
    const at = `/${next}`;
    const [oldHas, nextHas] = [before.includes(old), after.includes(next)];
    if (!oldHas && nextHas) compare.report(compositionRules.unionAdded, pair, { at });
    else if (oldHas && !nextHas) compare.report(compositionRules.unionRemoved, pair, { at: `/${old}` });
    else if (oldHas && nextHas)
      compareBranches(
        pair,
        compare,
        { at, before: listMember(pair.before, old), after: listMember(pair.after, next) },
        {
          added: compositionRules.unionBranchAdded,
          removed: compositionRules.unionBranchRemoved,
        },
      );
  }
}

function compareAllOf(pair: SchemaPair, compare: SchemaCompare): void {
  const lists = { before: listMember(pair.before, 'allOf'), after: listMember(pair.after, 'allOf') };
  compareBranches(
    pair,
    compare,
    { at: '/allOf', ...lists },
    {
      added: compositionRules.allOfBranchAdded,
      removed: compositionRules.allOfBranchRemoved,
    },
  );
}

interface BranchRules {
  readonly added: Parameters<SchemaCompare['report']>[0];
  readonly removed: Parameters<SchemaCompare['report']>[0];
}

/**
 * Pairs branches, which have no names: first equal ones, then those that reference the same definition. If equally
 * many remain on both sides, they are compared in order; otherwise they count as removed and added.
 */
function compareBranches(
  pair: SchemaPair,
  compare: SchemaCompare,
  lists: { at: string; before: readonly Json[]; after: readonly Json[] },
  rules: BranchRules,
): void {
  const after = new Set(lists.after.keys());
  const takeEqual = byKey(lists.after, after, (branch) => compare.numberOf(branch, 'after'));
  const differing = [...lists.before.keys()].filter(
    (index) => takeEqual(compare.numberOf(lists.before[index] ?? {}, 'before')) === undefined,
  );
  const takeReferring = byKey(lists.after, after, (branch) => compare.targetOf(branch, 'after'));
  const left = differing.filter((index) => {
    const before = lists.before[index] ?? {};
    const twin = takeReferring(compare.targetOf(before, 'before'));
    if (twin === undefined) return true;
    compare.descend(pair, { before, after: lists.after[twin] ?? {}, at: `${lists.at}/${twin}` });
    return false;
  });
  if (left.length === after.size) {
    for (const [place, index] of [...after].entries())
      compare.descend(pair, {
        before: lists.before[left[place] ?? -1] ?? {},
        after: lists.after[index] ?? {},
        at: `${lists.at}/${index}`,
      });
    return;
  }
  for (const index of left)
    compare.report(rules.removed, pair, { at: `${lists.at}/${index}`, before: naming(lists.before[index]) });
  for (const index of after)
    compare.report(rules.added, pair, { at: `${lists.at}/${index}`, after: naming(lists.after[index]) });
}

/** Returns a function that removes the first branch with a key from `left`, in constant time. */
function byKey<Key>(branches: readonly Json[], left: Set<number>, keyOf: (branch: Json) => Key | undefined) {
  const indexes = new Map<Key, number[]>();
  for (const index of [...left].reverse()) {
    const key = keyOf(branches[index] ?? {});
    if (key === undefined) continue;
    const known = indexes.get(key);
    if (known === undefined) indexes.set(key, [index]);
    else known.push(index);
  }
  return (key: Key | undefined): number | undefined => {
    const index = key === undefined ? undefined : indexes.get(key)?.pop();
    if (index !== undefined) left.delete(index);
    return index;
  };
}

/** A short label for a branch. */
function naming(branch: Json | undefined): Json | undefined {
  return member(branch, '$ref') ?? member(branch, 'title') ?? member(branch, 'type');
}

function compareNot(pair: SchemaPair, compare: SchemaCompare): void {
  const [before, after] = [member(pair.before, 'not'), member(pair.after, 'not')];
  const at = '/not';
  if (before === undefined && after !== undefined) compare.report(compositionRules.constraintAdded, pair, { at });
  if (before !== undefined && after === undefined) compare.report(compositionRules.constraintRemoved, pair, { at });
  if (before !== undefined && after !== undefined) compare.descend(pair, { before, after, at, flipped: true });
}

/** Keywords that restrict values together. Their schemas are not compared in detail. */
const constraints = [
  ['if', 'then', 'else'],
  ['contains'],
  ['dependentRequired'],
  ['dependencies'],
  ['$dynamicRef'],
] as const;

function compareConstraint(pair: SchemaPair, compare: SchemaCompare, group: readonly string[]): void {
  const differing = group.filter(
    (keyword) => !compare.same(member(pair.before, keyword) ?? null, member(pair.after, keyword) ?? null),
  );
  const [first] = differing;
  if (first === undefined) return;
  const had = group.some((keyword) => member(pair.before, keyword) !== undefined);
  const has = group.some((keyword) => member(pair.after, keyword) !== undefined);
  const rule = !had
    ? compositionRules.constraintAdded
    : has
      ? compositionRules.constraintChanged
      : compositionRules.constraintRemoved;
  compare.report(rule, pair, { at: `/${first}` });
}

function compareNamed(pair: SchemaPair, compare: SchemaCompare, keyword: string): void {
  const [before, after] = [objectMember(pair.before, keyword), objectMember(pair.after, keyword)];
  // `$defs` and `definitions` restrict nothing by themselves.
  const restricts = keyword === 'dependentSchemas';
  for (const [name, schema] of Object.entries(before)) {
    const at = appendShortToken(`/${keyword}`, name);
    const next = member(after, name);
    if (next !== undefined) compare.descend(pair, { before: schema, after: next, at });
    else if (restricts) compare.report(compositionRules.constraintRemoved, pair, { at });
  }
  for (const name of Object.keys(after)) {
    if (!restricts || member(before, name) !== undefined) continue;
    compare.report(compositionRules.constraintAdded, pair, { at: appendShortToken(`/${keyword}`, name) });
  }
}

function compareDiscriminators(pair: SchemaPair, compare: SchemaCompare): void {
  const [before, after] = [member(pair.before, 'discriminator'), member(pair.after, 'discriminator')];
  const at = '/discriminator';
  if (before === undefined || after === undefined) {
    if (after !== undefined) compare.report(compositionRules.discriminatorAdded, pair, { at });
    if (before !== undefined) compare.report(compositionRules.discriminatorRemoved, pair, { at });
    return;
  }
  const [property, nextProperty] = [textMember(before, 'propertyName'), textMember(after, 'propertyName')];
  if (property !== nextProperty)
    compare.report(compositionRules.discriminatorChanged, pair, {
      at: `${at}/propertyName`,
      before: property,
      after: nextProperty,
    });
  const [mapping, nextMapping] = [objectMember(before, 'mapping'), objectMember(after, 'mapping')];
  for (const value of new Set([...Object.keys(mapping), ...Object.keys(nextMapping)])) {
    const [old, next] = [member(mapping, value), member(nextMapping, value)];
    const where = { at: appendShortToken(`${at}/mapping`, value), before: old, after: next };
    if (old === undefined) compare.report(compositionRules.discriminatorAdded, pair, where);
    else if (next === undefined) compare.report(compositionRules.discriminatorRemoved, pair, where);
    else if (!compare.same({ $ref: old }, { $ref: next }))
      compare.report(compositionRules.discriminatorChanged, pair, where);
  }
}
