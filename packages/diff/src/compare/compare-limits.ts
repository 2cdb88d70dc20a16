import type { Json } from '@connectory/json';
import { member, textMember } from '../json/members.ts';
import { limitRules } from '../rules/schema-limit-rules.ts';
import type { SchemaCompare, SchemaPair } from './schema-pair.ts';

const upper = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties', 'maxContains'];
const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties', 'minContains'];

/** A minimum of 0 is no restriction for counts. */
const natural: ReadonlySet<string> = new Set(['minLength', 'minItems', 'minProperties']);

/** Compares bounds, `multipleOf`, `uniqueItems` and `pattern`. */
export function compareLimits(pair: SchemaPair, compare: SchemaCompare): void {
  for (const key of upper) compareLimit(pair, compare, key, Number.POSITIVE_INFINITY, (old, next) => next < old);
  for (const key of lower)
    compareLimit(pair, compare, key, natural.has(key) ? 0 : Number.NEGATIVE_INFINITY, (old, next) => next > old);
  compareMultiples(pair, compare);
  const [unique, nextUnique] = [
    member(pair.before, 'uniqueItems') === true,
    member(pair.after, 'uniqueItems') === true,
  ];
  if (unique !== nextUnique)
    compare.report(
      nextUnique ? limitRules.limitTightened : limitRules.limitLoosened,
      pair,
      values(pair, 'uniqueItems'),
    );
  const [pattern, nextPattern] = [textMember(pair.before, 'pattern'), textMember(pair.after, 'pattern')];
  if (pattern === nextPattern) return;
  const rule =
    pattern === undefined
      ? limitRules.patternAdded
      : nextPattern === undefined
        ? limitRules.patternRemoved
        : limitRules.patternChanged;
  compare.report(rule, pair, values(pair, 'pattern'));
}

function compareLimit(
  pair: SchemaPair,
  compare: SchemaCompare,
  key: string,
  none: number,
  isTighter: (old: number, next: number) => boolean,
): void {
  const [old, next] = [numberOr(member(pair.before, key), none), numberOr(member(pair.after, key), none)];
  if (old === next) return;
  compare.report(isTighter(old, next) ? limitRules.limitTightened : limitRules.limitLoosened, pair, values(pair, key));
}

function compareMultiples(pair: SchemaPair, compare: SchemaCompare): void {
  const [old, next] = [numberOr(member(pair.before, 'multipleOf'), 0), numberOr(member(pair.after, 'multipleOf'), 0)];
  if (old === next) return;
  const where = values(pair, 'multipleOf');
  if (old === 0 || (next !== 0 && next % old === 0)) compare.report(limitRules.limitTightened, pair, where);
  else if (next === 0 || old % next === 0) compare.report(limitRules.limitLoosened, pair, where);
  else compare.report(limitRules.limitChanged, pair, where);
}

function numberOr(value: Json | undefined, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}

function values(pair: SchemaPair, key: string) {
  return { at: `/${key}`, before: member(pair.before, key), after: member(pair.after, key) };
}
