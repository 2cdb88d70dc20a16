import { type Json, type JsonObject, isObject } from '@connectory/json';
import { ownAside, type SourceMember } from '../ledger/source-member.ts';
import { compareData, isEmpty } from '../values/compare-data.ts';
import type { Comparison } from '../values/comparison.ts';

/** Codes of messages about keywords that are kept under another name, or not at all. */
const keywordCodes: readonly string[] = [
  'SCHEMA_KEYWORD_INVALID',
  'SCHEMA_PATTERN_UNSUPPORTED',
  'SCHEMA_TYPE_UNKNOWN',
  'SCHEMA_NULLABLE_IGNORED',
  'REFERENCE_DANGLING',
  'REFERENCE_EXTERNAL',
  'REFERENCE_CYCLE',
  'REFERENCE_SIBLINGS_IGNORED',
  'SCHEMA_VALUE_MISFIT',
];

/** A keyword that the schema of the export does not have: it may be kept under a name that validators ignore. */
export function compareAside(
  source: JsonObject,
  keyword: SourceMember,
  schema: JsonObject,
  comparison: Comparison,
): void {
  const aside = ownAside(schema, source, keyword.key);
  const { ledger } = comparison;
  if (aside === undefined)
    ledger.differ(keyword, { codes: keywordCodes, otherwise: isEmpty(keyword.value) ? 'empty' : undefined });
  else if (isAlike(keyword.value, aside))
    ledger.differ(keyword, { target: aside, codes: keywordCodes, otherwise: 'set-aside' });
  else compareData(keyword, aside, comparison);
}

/** Equal, apart from the names of identifiers. */
function isAlike(value: Json, aside: Json): boolean {
  if (typeof value !== 'object' || value === null || typeof aside !== 'object' || aside === null)
    return value === aside;
  const keys = Object.keys(value);
  return (
    keys.length === Object.keys(aside).length &&
    keys.every((key) =>
      isAlike(
        childOf(value, key),
        childOf(aside, isObject(aside) && !Object.hasOwn(aside, key) ? `x-${key.slice(1)}` : key),
      ),
    )
  );
}

function childOf(value: object, key: string): Json {
  return (value as { readonly [key: string]: Json })[key] ?? null;
}
