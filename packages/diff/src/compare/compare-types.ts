import { isArray, type Json } from '@connectory/json';
import { member, textMember, textOf } from '../json/members.ts';
import type { DiffRule } from '../rules/diff-rule.ts';
import { typeRules } from '../rules/schema-type-rules.ts';
import type { SchemaCompare, SchemaPair } from './schema-pair.ts';

const allTypes = ['array', 'boolean', 'fraction', 'integer', 'null', 'object', 'string'];

/** Number formats of OpenAPI, each with a format that includes it. */
const wider: ReadonlyMap<string, string> = new Map([
  ['int32', 'int64'],
  ['float', 'double'],
]);

/**
 * Compares `type`, `format` and the keywords of encoded content. Returns false when no value can have both types:
 * then no other keyword is compared.
 */
export function compareTypes(pair: SchemaPair, compare: SchemaCompare): boolean {
  const [before, after] = [typesOf(pair.before), typesOf(pair.after)];
  const [gone, come] = [minus(before, after), minus(after, before)];
  const rule = ruleOf(gone, come);
  if (rule !== undefined) compare.report(rule, pair, types(pair));
  if (rule === typeRules.typeChanged && [...before].every((type) => type === 'null' || !after.has(type))) return false;
  compareFormats(pair, compare);
  for (const key of ['contentEncoding', 'contentMediaType', 'contentSchema']) {
    const [old, next] = [member(pair.before, key), member(pair.after, key)];
    if (!compare.same(old ?? null, next ?? null))
      compare.report(typeRules.contentChanged, pair, { at: `/${key}`, before: old, after: next });
  }
  return true;
}

function ruleOf(gone: ReadonlySet<string>, come: ReadonlySet<string>): DiffRule | undefined {
  if (gone.size > 0 && come.size > 0) return typeRules.typeChanged;
  if (gone.size > 0) return gone.size === 1 && gone.has('null') ? typeRules.nullForbidden : typeRules.typeNarrowed;
  if (come.size > 0) return come.size === 1 && come.has('null') ? typeRules.nullAllowed : typeRules.typeWidened;
  return undefined;
}

function types(pair: SchemaPair) {
  return { at: '/type', before: member(pair.before, 'type'), after: member(pair.after, 'type') };
}

/** `number` covers `integer` and `fraction`. */
function typesOf(schema: Json): ReadonlySet<string> {
  const type = member(schema, 'type');
  if (type === undefined) return new Set(allTypes);
  const named = isArray(type) ? type : [type];
  return new Set(named.flatMap((name) => (name === 'number' ? ['integer', 'fraction'] : [textOf(name)])));
}

function minus(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...one].filter((name) => !other.has(name)));
}

function compareFormats(pair: SchemaPair, compare: SchemaCompare): void {
  const [before, after] = [textMember(pair.before, 'format'), textMember(pair.after, 'format')];
  if (before === after) return;
  const where = { at: '/format', before, after };
  if (before === undefined || after === undefined)
    compare.report(before === undefined ? typeRules.formatAdded : typeRules.formatRemoved, pair, where);
  else if (wider.get(before) === after) compare.report(typeRules.formatWidened, pair, where);
  else if (wider.get(after) === before) compare.report(typeRules.formatNarrowed, pair, where);
  else compare.report(typeRules.formatChanged, pair, where);
}
