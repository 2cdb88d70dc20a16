import { member } from '../json/members.ts';
import { annotationRules } from '../rules/schema-annotation-rules.ts';
import { operationRules } from '../rules/operation-rules.ts';
import { propertyRules } from '../rules/schema-property-rules.ts';
import type { SchemaCompare, SchemaPair } from './schema-pair.ts';

/** Keywords that other functions compare. */
const compared: ReadonlySet<string> = new Set(
  [
    'type format contentEncoding contentMediaType contentSchema enum const default maximum',
    'exclusiveMaximum maxLength maxItems maxProperties maxContains multipleOf pattern minimum',
    'exclusiveMinimum minLength minItems minProperties minContains uniqueItems properties required',
    'additionalProperties unevaluatedProperties patternProperties propertyNames items unevaluatedItems',
    'prefixItems oneOf anyOf allOf not if then else contains dependentRequired dependentSchemas',
    'dependencies $defs definitions discriminator $ref $dynamicRef readOnly writeOnly deprecated',
  ]
    .join(' ')
    .split(' '),
);

const ruleOf = new Map([
  ['title', annotationRules.titleChanged],
  ['description', operationRules.descriptionChanged],
  ['example', annotationRules.examplesChanged],
  ['examples', annotationRules.examplesChanged],
  ['xml', annotationRules.xmlChanged],
]);

const flags = [
  ['readOnly', propertyRules.becameReadOnly, propertyRules.noLongerReadOnly],
  ['writeOnly', propertyRules.becameWriteOnly, propertyRules.noLongerWriteOnly],
  ['deprecated', annotationRules.schemaDeprecated, annotationRules.schemaUndeprecated],
] as const;

/** Compares keywords that do not restrict values: texts, examples, extensions. */
export function compareAnnotations(pair: SchemaPair, compare: SchemaCompare): void {
  for (const [keyword, became, noLonger] of flags) {
    const [old, next] = [member(pair.before, keyword) === true, member(pair.after, keyword) === true];
    if (old !== next) compare.report(next ? became : noLonger, pair, { at: `/${keyword}` });
  }
  for (const keyword of new Set([...Object.keys(pair.before), ...Object.keys(pair.after)])) {
    if (compared.has(keyword)) continue;
    const [before, after] = [member(pair.before, keyword), member(pair.after, keyword)];
    if (before !== undefined && after !== undefined && compare.same(before, after)) continue;
    const rule = ruleOf.get(keyword) ?? annotationRules.keywordChanged;
    compare.report(rule, pair, { at: `/${keyword}` });
  }
}
