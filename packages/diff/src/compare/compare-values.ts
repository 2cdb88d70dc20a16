import { isArray, type Json } from '@connectory/json';
import { member } from '../json/members.ts';
import { valueRules } from '../rules/schema-value-rules.ts';
import type { SchemaCompare, SchemaPair } from './schema-pair.ts';

/** Compares `enum` and `const`, value by value, and `default`. */
export function compareValues(pair: SchemaPair, compare: SchemaCompare): void {
  const [before, after] = [valuesOf(pair.before), valuesOf(pair.after)];
  if (before === undefined && after !== undefined)
    compare.report(valueRules.enumAdded, pair, { at: after.at, after: after.values });
  if (before !== undefined && after === undefined)
    compare.report(valueRules.enumRemoved, pair, { at: before.at, before: before.values });
  if (before !== undefined && after !== undefined) {
    const [old, next] = [byText(before.values), byText(after.values)];
    for (const [text, value] of old)
      if (!next.has(text)) compare.report(valueRules.enumValueRemoved, pair, { at: before.at, before: value });
    for (const [text, value] of next)
      if (!old.has(text)) compare.report(valueRules.enumValueAdded, pair, { at: after.at, after: value });
  }
  const [oldDefault, nextDefault] = [member(pair.before, 'default'), member(pair.after, 'default')];
  if (oldDefault === nextDefault) return;
  if (oldDefault === undefined || nextDefault === undefined || !compare.same(oldDefault, nextDefault))
    compare.report(valueRules.defaultChanged, pair, { at: '/default', before: oldDefault, after: nextDefault });
}

function valuesOf(schema: Json): { readonly at: string; readonly values: readonly Json[] } | undefined {
  const constant = member(schema, 'const');
  if (constant !== undefined) return { at: '/const', values: [constant] };
  const list = member(schema, 'enum');
  return isArray(list) ? { at: '/enum', values: list } : undefined;
}

function byText(values: readonly Json[]): ReadonlyMap<string, Json> {
  return new Map(values.map((value) => [JSON.stringify(value), value]));
}
