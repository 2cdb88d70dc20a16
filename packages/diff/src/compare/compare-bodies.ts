import { bodyDefinitions } from '../content/body-definitions.ts';
import type { Json, JsonObject } from '@connectory/json';
import { listMember, member, textOf } from '../json/members.ts';
import type { Side } from '../model/version-diff.ts';
import { bodyRules } from '../rules/body-rules.ts';
import { type Finding, oneSide } from '../findings/finding.ts';

/** Compares two definitions that are not matched, one of each version, by name. */
export type CompareDefinitions = (before: string, after: string) => readonly Finding[];

export interface BodyLookup {
  /** The name of an earlier definition in the later version; undefined when it was removed. */
  laterName(name: string): string | undefined;
  readonly compareDefinitions: CompareDefinitions;
}

interface BodyPair {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly side: Side;
}

/** Compares the request bodies of an action or trigger. */
export function compareRequestBodies({ before, after, side }: BodyPair, lookup: BodyLookup): readonly Finding[] {
  const [old, next] = [member(before, 'requestBody'), member(after, 'requestBody')];
  const at = '/requestBody';
  const found = (rule: Finding['rule']): Finding[] => [{ rule, at, sides: oneSide(side), flipped: false }];
  if (old === undefined && next === undefined) return [];
  if (old === undefined)
    return found(member(next, 'required') === true ? bodyRules.requiredBodyAdded : bodyRules.optionalBodyAdded);
  if (next === undefined) return found(bodyRules.bodyRemoved);
  const [required, nextRequired] = [member(old, 'required') === true, member(next, 'required') === true];
  const becoming =
    required === nextRequired ? [] : found(nextRequired ? bodyRules.bodyBecameRequired : bodyRules.bodyBecameOptional);
  return [...becoming, ...compareAlternatives({ before: old, after: next, at, side }, lookup)];
}

/** Compares responses, by status. */
export function compareResponses({ before, after, side }: BodyPair, lookup: BodyLookup): readonly Finding[] {
  const [old, next] = [responsesOf(before), responsesOf(after)];
  const findings: Finding[] = [];
  const found = (rule: Finding['rule'], at: string): void =>
    void findings.push({ rule, at, sides: oneSide(side), flipped: false });
  for (const [status, response] of old) {
    const at = `/responses/${status}`;
    const later = next.get(status);
    if (later === undefined) found(/^[45]/.test(status) ? bodyRules.errorRemoved : bodyRules.successRemoved, at);
    else {
      const [had, has] = [bodyDefinitions(response).length > 0, bodyDefinitions(later).length > 0];
      if (had && has) findings.push(...compareAlternatives({ before: response, after: later, at, side }, lookup));
      else if (had !== has) found(has ? bodyRules.responseBodyAdded : bodyRules.responseBodyRemoved, at);
    }
  }
  for (const status of next.keys()) if (!old.has(status)) found(bodyRules.responseAdded, `/responses/${status}`);
  return findings;
}

function responsesOf(body: JsonObject): ReadonlyMap<string, Json> {
  return new Map(
    listMember(body, 'responses').map((response) => [textOf(member(response, 'status') ?? 'default'), response]),
  );
}

function compareAlternatives(
  { before, after, at, side }: { before: Json; after: Json; at: string; side: Side },
  lookup: BodyLookup,
): readonly Finding[] {
  const [old, next] = [new Set(bodyDefinitions(before)), new Set(bodyDefinitions(after))];
  const gone = [...old].filter((name) => !next.has(lookup.laterName(name) ?? ''));
  const stayed = new Set([...old].map((name) => lookup.laterName(name)));
  const come = [...next].filter((name) => !stayed.has(name));
  const found = (rule: Finding['rule'], names: { before?: string; after?: string }): Finding => {
    return { rule, at, sides: oneSide(side), flipped: false, ...names };
  };
  const [removed, added] = [gone[0], come[0]];
  // A replaced definition is compared by content, even under another name.
  if (gone.length === 1 && come.length === 1 && removed !== undefined && added !== undefined) {
    const findings = lookup.compareDefinitions(removed, added);
    if (findings.length === 0) return [found(bodyRules.definitionChanged, { before: removed, after: added })];
    return findings.map((finding) => ({ ...finding, at: at + finding.at, sides: oneSide(side) }));
  }
  return [
    ...gone.map((name) => found(bodyRules.alternativeRemoved, { before: name })),
    ...come.map((name) => found(bodyRules.alternativeAdded, { after: name })),
  ];
}
