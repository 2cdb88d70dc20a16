import { append, joinShortPointer, type Json, type JsonObject } from '@connectory/json';
import { listMember, member, objectMember, textMember } from '../json/members.ts';
import type { Side } from '../model/version-diff.ts';
import { operationRules } from '../rules/operation-rules.ts';
import { parameterRules } from '../rules/parameter-rules.ts';
import { valueRules } from '../rules/schema-value-rules.ts';
import { type ChangedMember, compareReferences, extrasFinding, findChangedMembers } from './compare-extras.ts';
import { compareSchemas } from './compare-schemas.ts';
import type { EntityLookup, ExtrasPair } from './extras-lookup.ts';
import { type Finding, oneSide } from '../findings/finding.ts';

interface OperationBodies {
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Parameters of actions are sent; parameters of triggers are received. */
  readonly side: Side;
}

/** Compares the parameters of an action or trigger. Parameters are identified by location and name. */
export function compareParameters(bodies: OperationBodies, lookup: EntityLookup): readonly Finding[] {
  const [before, after] = [parametersOf(bodies.before), parametersOf(bodies.after)];
  const renamed = renamedInPath(bodies, before, after);
  const findings: Finding[] = [];
  const report: Report = (rule, at, old, next) =>
    findings.push({ rule, at, sides: oneSide(bodies.side), flipped: false, before: old, after: next });
  for (const [key, parameter] of before) {
    const newKey = renamed.get(key) ?? key;
    const next = after.get(newKey);
    const at = placeOf(next ?? parameter);
    if (next === undefined) {
      report(parameterRules.removed, at);
      continue;
    }
    if (newKey !== key) report(parameterRules.renamed, at, member(parameter, 'name'), member(next, 'name'));
    append(findings, compareParameter({ before: parameter, after: next, at }, bodies.side, lookup));
  }
  const kept = new Set([...before.keys()].map((key) => renamed.get(key) ?? key));
  for (const [key, parameter] of after) {
    if (kept.has(key)) continue;
    const required = member(parameter, 'required') === true;
    report(required ? parameterRules.requiredAdded : parameterRules.optionalAdded, placeOf(parameter));
  }
  return findings;
}

type Report = (rule: Finding['rule'], at: string, before?: Json, after?: Json) => void;

function parametersOf(body: JsonObject): ReadonlyMap<string, Json> {
  return new Map(listMember(body, 'parameters').map((parameter) => [keyOf(parameter), parameter]));
}

function keyOf(parameter: Json): string {
  const [location = '', name = ''] = [textMember(parameter, 'in'), textMember(parameter, 'name')];
  // Header names are compared without regard to case (RFC 9110, section 5.1).
  return `${location} ${location === 'header' ? name.toLowerCase() : name}`;
}

function placeOf(parameter: Json): string {
  return joinShortPointer(['parameters', textMember(parameter, 'in') ?? '', textMember(parameter, 'name') ?? '']);
}

/**
 * Finds renamed path parameters: removed ones with an added one at the same position of the path. Maps old keys to
 * new keys.
 */
function renamedInPath(
  bodies: OperationBodies,
  before: ReadonlyMap<string, Json>,
  after: ReadonlyMap<string, Json>,
): ReadonlyMap<string, string> {
  const [old, next] = [placeholdersOf(bodies.before), placeholdersOf(bodies.after)];
  const renamed = new Map<string, string>();
  if (old.length !== next.length) return renamed;
  old.forEach((key, index) => {
    const newKey = next[index] ?? '';
    if (key !== newKey && before.has(key) && after.has(newKey) && !after.has(key) && !before.has(newKey))
      renamed.set(key, newKey);
  });
  return renamed;
}

function placeholdersOf(body: JsonObject): readonly string[] {
  // Cut at the starts: a search for both ends takes quadratic time on starts without an end.
  const [, ...parts] = (textMember(body, 'path') ?? '').split('{{ param.');
  return parts.flatMap((part) => {
    const end = part.indexOf(' }}', 1);
    return end < 0 ? [] : [`path ${part.slice(0, end)}`];
  });
}

interface ParameterPair {
  readonly before: Json;
  readonly after: Json;
  readonly at: string;
}

/** Members of a shared parameter that are fields of the entity. */
const fields = ['name', 'in', 'required'];

function compareParameter(pair: ParameterPair, side: Side, lookup: EntityLookup): readonly Finding[] {
  const { before, after, at } = pair;
  const findings: Finding[] = [];
  const report: Report = (rule, place, old, next) =>
    findings.push({ rule, at: place, sides: oneSide(side), flipped: false, before: old, after: next });
  const [required, nextRequired] = [member(before, 'required') === true, member(after, 'required') === true];
  if (required !== nextRequired)
    report(nextRequired ? parameterRules.becameRequired : parameterRules.becameOptional, at);
  const extras = lookup.extras.ofEntities(before, after, fields);
  if (extras === undefined) {
    if (!hasSchema(objectMember(before, 'openapi'))) compareScalars(pair, report);
    return findings;
  }
  // With both schemas in the extras, the schema comparison reports type and default.
  const until = findings.length;
  if (!hasSchema(extras.before) || !hasSchema(extras.after)) compareScalars(pair, report);
  const isTypeReported = findings.length > until;
  compareMembers(extras, at, report);
  append(
    findings,
    compareKeptSchemas(extras, at, lookup).map((finding) => ({ ...finding, sides: oneSide(side) })),
  );
  return [
    ...findings,
    ...compareOtherMembers(extras, `${at}/openapi`, isTypeReported, lookup),
    ...compareReferences(before, after, extras, at, lookup.values),
  ];
}

/** A reference leads to a parameter with a schema, or with `content`, whose type does not vary. */
function hasSchema(extras: JsonObject): boolean {
  return member(extras, 'schema') !== undefined || member(extras, '$ref') !== undefined;
}

function compareScalars(pair: ParameterPair, report: Report): void {
  compareScalarTypes(pair, report);
  const [fallback, nextFallback] = [member(pair.before, 'default'), member(pair.after, 'default')];
  if (fallback !== nextFallback) report(valueRules.defaultChanged, `${pair.at}/default`, fallback, nextFallback);
}

function compareMembers({ before, after }: ExtrasPair, at: string, report: Report): void {
  const [deprecated, nextDeprecated] = [member(before, 'deprecated') === true, member(after, 'deprecated') === true];
  if (deprecated !== nextDeprecated)
    report(nextDeprecated ? parameterRules.deprecated : parameterRules.undeprecated, at);
  for (const [key, rule] of extrasRules) {
    const [old, next] = [member(before, key), member(after, key)];
    if (JSON.stringify(old) !== JSON.stringify(next)) report(rule, `${at}/openapi/${key}`, old, next);
  }
  const [content, nextContent] = [
    Object.keys(objectMember(before, 'content')),
    Object.keys(objectMember(after, 'content')),
  ];
  if (content.join() !== nextContent.join())
    report(parameterRules.serialisationChanged, `${at}/openapi/content`, content, nextContent);
}

const extrasRules = [
  ['style', parameterRules.serialisationChanged],
  ['explode', parameterRules.serialisationChanged],
  ['allowReserved', parameterRules.serialisationChanged],
  ['allowEmptyValue', parameterRules.serialisationChanged],
  ['description', operationRules.descriptionChanged],
] as const;

const comparedMembers: ReadonlySet<string> = new Set(extrasRules.map(([key]) => `/${key}`));

/** Reports the members that no other rule reports. */
function compareOtherMembers(
  extras: ExtrasPair,
  at: string,
  isTypeReported: boolean,
  { values }: EntityLookup,
): readonly Finding[] {
  return findChangedMembers(extras, 1, values)
    .flatMap((found) => {
      const { before, after } = found;
      if (comparedMembers.has(found.at)) return [];
      if (found.at === '/deprecated' && (before === true) !== (after === true)) return [];
      // Schemas of both are compared, and so are the names of media types. A schema of one shows as another type.
      if (found.at === '/schema' && (isTypeReported || (before !== undefined && after !== undefined))) return [];
      return found.at === '/content' ? changedMediaMembers(extras, values) : [found];
    })
    .map((found) => extrasFinding({ ...found, at: at + found.at }));
}

/** The members of media types that differ, without schemas that are compared. */
function changedMediaMembers({ before, after }: ExtrasPair, values: EntityLookup['values']): readonly ChangedMember[] {
  const [content, nextContent] = [objectMember(before, 'content'), objectMember(after, 'content')];
  return Object.keys(content).flatMap((mediaType) => {
    if (!Object.hasOwn(nextContent, mediaType)) return [];
    const pair = { before: objectMember(content, mediaType), after: objectMember(nextContent, mediaType) };
    return findChangedMembers(pair, 1, values)
      .filter((found) => found.at !== '/schema' || found.before === undefined || found.after === undefined)
      .map((found) => ({ ...found, at: joinShortPointer(['content', mediaType]) + found.at }));
  });
}

/** The types whose text each scalar type accepts: the text of a boolean is also a string. */
const texts: ReadonlyMap<string, readonly string[]> = new Map([
  ['integer', ['integer']],
  ['number', ['integer', 'number']],
  ['boolean', ['boolean']],
  ['string', ['integer', 'number', 'boolean', 'string']],
]);

function compareScalarTypes({ before, after, at }: ParameterPair, report: Report): void {
  const [old = '', next = ''] = [textMember(before, 'type'), textMember(after, 'type')];
  if (old === next) return;
  const rule = texts.get(next)?.includes(old)
    ? parameterRules.typeWidened
    : texts.get(old)?.includes(next)
      ? parameterRules.typeNarrowed
      : parameterRules.typeChanged;
  report(rule, `${at}/type`, old, next);
}

/** Compares the schemas of `schema` and of each media type of `content`. */
function compareKeptSchemas({ before, after }: ExtrasPair, at: string, lookup: EntityLookup): readonly Finding[] {
  const pairs = [{ at: '/openapi/schema', before: member(before, 'schema'), after: member(after, 'schema') }];
  const [content, nextContent] = [objectMember(before, 'content'), objectMember(after, 'content')];
  for (const mediaType of Object.keys(content)) {
    const [old, next] = [
      member(member(content, mediaType), 'schema'),
      member(member(nextContent, mediaType), 'schema'),
    ];
    pairs.push({ at: joinShortPointer(['openapi', 'content', mediaType, 'schema']), before: old, after: next });
  }
  return pairs.flatMap((pair) => {
    if (pair.before === undefined || pair.after === undefined) return [];
    const findings = compareSchemas(pair.before, pair.after, lookup);
    return findings.map((finding) => ({ ...finding, at: at + pair.at + finding.at }));
  });
}
