import { isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import type { ObjectKind } from '../members/member-table.ts';
import { at, type Place } from '../place/place.ts';
import { failureRules } from '../references/failure-rules.ts';
import { type Resolution, type ResolvedObject, siblingsWithoutEffect } from '../references/resolve-chain.ts';
import { pathItemOverridden } from '../rules/path-item-overridden.ts';
import { referenceSiblingsIgnored } from '../rules/reference-siblings-ignored.ts';
import type { Rule } from '../rules/rule.ts';
import { reportKind } from '../references/report-kind.ts';
import type { ImportContext } from './import-context.ts';

/** The kind of object to find, and the rule to report, with its remark, when the value is no object. */
export interface Expected {
  readonly kind: ObjectKind;
  readonly rule: Rule;
  readonly remark: string;
}

/** Kinds of objects that become entities at each reference. */
const repeated: ReadonlySet<ObjectKind> = new Set(['path-item', 'callbacks']);

/**
 * The object at a place, after following references.
 * @returns undefined, having reported the reason, when there is no object.
 */
export function resolveObject(
  value: Json | undefined,
  place: Place,
  expected: Expected,
  context: ImportContext,
): ResolvedObject | undefined {
  const resolution = context.references.resolve(value, place, expected.kind);
  // Each reference to a path item makes operations of their own.
  if (resolution.kind === 'resolved' && resolution.object !== value && repeated.has(expected.kind))
    context.budget.spendRepeated(resolution.object);
  const accepted = acceptResolution(resolution, place, expected, context);
  if (accepted !== undefined) {
    reportSiblings(value, place, expected.kind, context);
    const { overridden = [] } = accepted;
    if (overridden.length > 0) context.messages.report(pathItemOverridden, place, overridden.join(', '));
  }
  if (accepted === undefined && expected.kind === 'path-item' && hasOperations(value)) return { object: value, place };
  return accepted;
}

const notOperations: ReadonlySet<string> = new Set(['$ref', 'summary', 'description', 'servers', 'parameters']);

/** The operations beside the reference of a path item are read, also when the reference fails. */
function hasOperations(value: Json | undefined): value is JsonObject {
  if (!isObject(value) || member(value, '$ref') === undefined) return false;
  return Object.keys(value).some((key) => !notOperations.has(key) && !key.startsWith('x-') && isObject(value[key]));
}

/** The object that a resolution ends at; undefined, having reported the reason, when there is none. @param place of its start. */
export function acceptResolution(
  resolution: Resolution,
  place: Place,
  expected: Expected,
  context: ImportContext,
): ResolvedObject | undefined {
  switch (resolution.kind) {
    case 'resolved':
      // Parameters are read before they are counted.
      if (expected.kind !== 'parameter') reportNotes(resolution.object, context);
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

/** Reports members beside a reference that have no effect. */
export function reportSiblings(
  value: Json | undefined,
  place: Place,
  kind: ObjectKind,
  { messages }: Pick<ImportContext, 'messages'>,
): void {
  if (!isObject(value) || typeof member(value, '$ref') !== 'string') return;
  const siblings = siblingsWithoutEffect(value, kind);
  if (siblings.length > 0) messages.report(referenceSiblingsIgnored, place, siblings.join(', '));
}

/** Reports what was noticed about an object while it was reshaped. */
export function reportNotes(object: JsonObject, { shape, messages }: ImportContext): void {
  for (const { rule, place, remark } of shape.notes.of(object)) messages.report(rule, place, remark);
}
