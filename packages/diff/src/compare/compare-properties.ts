import { appendShortToken, type Json } from '@connectory/json';
import { listMember, member, objectMember } from '../json/members.ts';
import { propertyRules } from '../rules/schema-property-rules.ts';
import type { Sides } from '../findings/finding.ts';
import type { SchemaCompare, SchemaPair } from './schema-pair.ts';

/** Compares the properties of two object schemas, and the keywords for all other properties. */
export function compareProperties(pair: SchemaPair, compare: SchemaCompare): void {
  const [before, after] = [objectMember(pair.before, 'properties'), objectMember(pair.after, 'properties')];
  const [required, nextRequired] = [requiredOf(pair.before), requiredOf(pair.after)];
  for (const [name, schema] of Object.entries(before)) {
    const next = member(after, name);
    const at = appendShortToken('/properties', name);
    if (next === undefined) compare.report(propertyRules.removed, pair, { at, sides: accessible(schema, schema) });
    else compare.descend(pair, { before: schema, after: next, at, sides: accessible(schema, next) });
  }
  for (const [name, schema] of Object.entries(after)) {
    if (member(before, name) !== undefined) continue;
    const rule = nextRequired.has(name) ? propertyRules.requiredAdded : propertyRules.optionalAdded;
    compare.report(rule, pair, { at: appendShortToken('/properties', name), sides: accessible(schema, schema) });
  }
  // Added and removed properties are already reported.
  const isNew = (name: string): boolean => member(before, name) === undefined && member(after, name) !== undefined;
  const isGone = (name: string): boolean => member(after, name) === undefined && member(before, name) !== undefined;
  const sidesOf = (name: string): Sides => accessible(member(before, name) ?? {}, member(after, name) ?? {});
  for (const name of nextRequired)
    if (!required.has(name) && !isNew(name))
      compare.report(propertyRules.becameRequired, pair, {
        at: appendShortToken('/properties', name),
        sides: sidesOf(name),
      });
  for (const name of required)
    if (!nextRequired.has(name) && !isGone(name))
      compare.report(propertyRules.becameOptional, pair, {
        at: appendShortToken('/properties', name),
        sides: sidesOf(name),
      });
  compareOthers(pair, compare);
}

function requiredOf(schema: Json): ReadonlySet<string> {
  return new Set(listMember(schema, 'required').map(String));
}

/** A property that is read-only in both versions is never sent; a write-only one is never received. */
function accessible(before: Json, after: Json): Sides {
  const both = (keyword: string): boolean => member(before, keyword) === true && member(after, keyword) === true;
  return { sent: !both('readOnly'), received: !both('writeOnly') };
}

function compareOthers(pair: SchemaPair, compare: SchemaCompare): void {
  for (const keyword of ['additionalProperties', 'unevaluatedProperties']) {
    const [before, after] = [member(pair.before, keyword) ?? {}, member(pair.after, keyword) ?? {}];
    const at = `/${keyword}`;
    if (before === false && after === false) continue;
    if (after === false) compare.report(propertyRules.additionalForbidden, pair, { at });
    else if (before === false) compare.report(propertyRules.additionalAllowed, pair, { at });
    else compare.descend(pair, { before, after, at });
  }
  const names = {
    before: member(pair.before, 'propertyNames') ?? {},
    after: member(pair.after, 'propertyNames') ?? {},
  };
  compare.descend(pair, { ...names, at: '/propertyNames' });
  const [before, after] = [
    objectMember(pair.before, 'patternProperties'),
    objectMember(pair.after, 'patternProperties'),
  ];
  for (const [pattern, schema] of Object.entries(before)) {
    const at = appendShortToken('/patternProperties', pattern);
    const next = member(after, pattern);
    if (next === undefined) compare.report(propertyRules.patternPropertyRemoved, pair, { at });
    else compare.descend(pair, { before: schema, after: next, at });
  }
  for (const pattern of Object.keys(after)) {
    if (member(before, pattern) !== undefined) continue;
    compare.report(propertyRules.patternPropertyAdded, pair, { at: appendShortToken('/patternProperties', pattern) });
  }
}
