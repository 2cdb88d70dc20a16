import { bodyDefinitions } from '../content/body-definitions.ts';
import { append, joinShortPointer, type Json, type JsonObject } from '@connectory/json';
import { listMember, member, objectMember, textMember, textOf } from '../json/members.ts';
import type { Side } from '../model/version-diff.ts';
import { bodyRules } from '../rules/body-rules.ts';
import { definitionRules } from '../rules/definition-rules.ts';
import { type Finding, oneSide } from '../findings/finding.ts';
import { compareReferences, expandMember, extrasFinding, findChangedMembers } from './compare-extras.ts';
import { compareSchemas } from './compare-schemas.ts';
import type { EntityLookup, ExtrasPair } from './extras-lookup.ts';

/** Compares two definitions that are not matched, one of each version, by name. */
export type CompareDefinitions = (before: string, after: string) => readonly Finding[];

export interface BodyLookup extends EntityLookup {
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
  return [...becoming, ...compareBodies({ before: old, after: next, at, side }, lookup)];
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
      append(findings, compareBodies({ before: response, after: later, at, side }, lookup));
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

interface ComparedBodies {
  readonly before: Json;
  readonly after: Json;
  readonly at: string;
  readonly side: Side;
}

/** Compares two bodies: their definitions, and their extras if these differ. */
function compareBodies(bodies: ComparedBodies, lookup: BodyLookup): readonly Finding[] {
  const { before, after, at, side } = bodies;
  const extras = lookup.extras.areComparable ? lookup.extras.ofEntities(before, after, ['required']) : undefined;
  const [had, has] = [hasContent(before, extras?.before), hasContent(after, extras?.after)];
  const findings: Finding[] = [];
  const alternatives = findAlternatives(bodies, lookup);
  // The rules of a response cover all of its content. A request body without content is a request body nevertheless.
  const isWhole = had !== has && at !== '/requestBody';
  if (isWhole) {
    const rule = has ? bodyRules.responseBodyAdded : bodyRules.responseBodyRemoved;
    findings.push({ rule, at, sides: oneSide(side), flipped: false });
  } else append(findings, compareAlternatives(bodies, alternatives, lookup));
  if (extras === undefined) return findings;
  if (!isWhole) append(findings, compareContent(bodies, extras, alternatives, lookup));
  return [
    ...findings,
    ...compareBodyMembers(extras, `${at}/openapi`, lookup),
    ...compareReferences(before, after, extras, at, lookup.values),
  ];
}

function hasContent(body: Json, extras: JsonObject | undefined): boolean {
  return bodyDefinitions(body).length > 0 || Object.keys(objectMember(extras, 'content')).length > 0;
}

/** Members of a response that hold objects by name. */
const maps: ReadonlySet<string> = new Set(['/headers', '/links']);

function compareBodyMembers(extras: ExtrasPair, at: string, { values }: BodyLookup): readonly Finding[] {
  return findChangedMembers(extras, 1, values)
    .filter((found) => found.at !== '/content')
    .flatMap((found) => (maps.has(found.at) ? expandMember(found, 1, values) : [found]))
    .map((found) => extrasFinding({ ...found, at: at + found.at }));
}

/** Compares what bodies have under each media type. */
function compareContent(
  { at, side }: ComparedBodies,
  extras: ExtrasPair,
  alternatives: Alternatives,
  lookup: BodyLookup,
): readonly Finding[] {
  const [old, next] = [objectMember(extras.before, 'content'), objectMember(extras.after, 'content')];
  return [...new Set([...Object.keys(old), ...Object.keys(next)])].flatMap((mediaType): readonly Finding[] => {
    const [before, after] = [member(old, mediaType), member(next, mediaType)];
    const place = `${at}/openapi${joinShortPointer(['content', mediaType])}`;
    if (before === undefined || after === undefined) {
      if (isAlternative(lookup.extras.resolve(before, after), alternatives)) return [];
      const rule = before === undefined ? definitionRules.mediaTypeAdded : definitionRules.mediaTypeRemoved;
      return [{ rule, at: place, sides: oneSide(side), flipped: false }];
    }
    const pair = lookup.extras.resolve(before, after);
    const findings = findChangedMembers(pair, 1, lookup.values).flatMap((found) => {
      if (found.at !== '/schema') return [extrasFinding({ ...found, at: place + found.at })];
      return compareBodySchemas(found, alternatives, lookup).map((inner) => ({
        ...inner,
        at: `${place}/schema${inner.at}`,
        sides: oneSide(side),
      }));
    });
    const moved = textMember(before, '$ref') !== textMember(after, '$ref') && findings.length === 0;
    return moved ? [extrasFinding({ at: `${place}/$ref`, before: undefined, after: undefined })] : findings;
  });
}

/** Whether the definition under an added or removed media type is reported as added to or removed from the body. */
function isAlternative({ before, after }: ExtrasPair, { gone, come }: Alternatives): boolean {
  // One definition that replaces another is compared with it: that reports no media type.
  if (gone.length === 1 && come.length === 1) return false;
  const [old, next] = [definitionOf(member(before, 'schema')), definitionOf(member(after, 'schema'))];
  return (old !== undefined && gone.includes(old)) || (next !== undefined && come.includes(next));
}

/** Compares the schemas under a media type, unless one of them is a definition that another rule reports for the body. */
function compareBodySchemas(
  { before, after }: { readonly before: Json | undefined; readonly after: Json | undefined },
  { gone, come }: Alternatives,
  lookup: BodyLookup,
): readonly Finding[] {
  const [old, next] = [definitionOf(before), definitionOf(after)];
  if ((old !== undefined && gone.includes(old)) || (next !== undefined && come.includes(next))) return [];
  if (before !== undefined && after !== undefined) {
    const findings = compareSchemas(before, after, lookup);
    if (findings.length > 0) return findings;
  }
  return [extrasFinding({ at: '', before: undefined, after: undefined })];
}

/** The name of the definition that the schema of a body leads to. */
function definitionOf(schema: Json | undefined): string | undefined {
  return textMember(schema, '$ref')?.replace(/\.json$/, '');
}

/** The definitions of a body that went, and those that came. */
interface Alternatives {
  readonly gone: readonly string[];
  readonly come: readonly string[];
}

function findAlternatives({ before, after }: ComparedBodies, lookup: BodyLookup): Alternatives {
  const [old, next] = [new Set(bodyDefinitions(before)), new Set(bodyDefinitions(after))];
  const stayed = new Set([...old].map((name) => lookup.laterName(name)));
  return {
    gone: [...old].filter((name) => !next.has(lookup.laterName(name) ?? '')),
    come: [...next].filter((name) => !stayed.has(name)),
  };
}

function compareAlternatives(
  { at, side }: ComparedBodies,
  { gone, come }: Alternatives,
  lookup: BodyLookup,
): readonly Finding[] {
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
