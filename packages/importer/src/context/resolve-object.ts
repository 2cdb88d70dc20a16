import type { Json } from '@connectory/json';
import type { ObjectKind } from '../members/member-table.ts';
import { at, type Place } from '../place/place.ts';
import { failureRules } from '../references/failure-rules.ts';
import type { ResolvedObject } from '../references/resolve-chain.ts';
import type { Rule } from '../rules/rule.ts';
import { reportKind } from '../references/report-kind.ts';
import type { ImportContext } from './import-context.ts';

/**
 * The object at a place, after following references.
 * @param expected the kind of object, and the rule to report, with its remark, when the value is no object.
 * @returns undefined, having reported the reason, when there is no object.
 */
export function resolveObject(
  value: Json | undefined,
  place: Place,
  expected: { readonly kind: ObjectKind; readonly rule: Rule; readonly remark: string },
  context: ImportContext,
): ResolvedObject | undefined {
  const resolution = context.references.resolve(value, place, expected.kind);
  switch (resolution.kind) {
    case 'resolved':
      return resolution;
    case 'not-object':
      context.messages.report(expected.rule, place, expected.remark);
      return undefined;
    case 'other-kind':
      reportKind(resolution.reference, resolution.found, expected.kind, at(place, '$ref'), context.messages);
      return undefined;
    case 'dangling':
    case 'external':
    case 'cycle':
      context.messages.report(failureRules[resolution.kind], at(place, '$ref'), resolution.reference);
      return undefined;
  }
}
