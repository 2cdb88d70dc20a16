import { joinPointer, type Json, type JsonObject } from '@connectory/json';
import { listMember, member, objectMember, textMember } from '../json/members.ts';
import type { Side } from '../model/version-diff.ts';
import { operationRules } from '../rules/operation-rules.ts';
import { parameterRules } from '../rules/parameter-rules.ts';
import { valueRules } from '../rules/schema-value-rules.ts';
import { compareSchemas, type SchemaLookup } from './compare-schemas.ts';
import { type Finding, oneSide } from '../findings/finding.ts';

interface OperationBodies {
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Parameters of actions are sent; parameters of triggers are received. */
  readonly side: Side;
}

/** Compares the parameters of an action or trigger. Parameters are identified by location and name. */
export function compareParameters(bodies: OperationBodies, lookup: SchemaLookup): readonly Finding[] {
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
    compareParameter({ before: parameter, after: next, at }, report);
    findings.push(...compareKeptSchemas({ before: parameter, after: next, at }, bodies.side, lookup));
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
  return joinPointer(['parameters', textMember(parameter, 'in') ?? '', textMember(parameter, 'name') ?? '']);
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
  const path = textMember(body, 'path') ?? '';
  return [...path.matchAll(/\{\{ param\.(.+?) \}\}/g)].map((match) => `path ${match[1] ?? ''}`);
}

interface ParameterPair {
  readonly before: Json;
  readonly after: Json;
  readonly at: string;
}

function compareParameter({ before, after, at }: ParameterPair, report: Report): void {
  const [required, nextRequired] = [member(before, 'required') === true, member(after, 'required') === true];
  if (required !== nextRequired)
    report(nextRequired ? parameterRules.becameRequired : parameterRules.becameOptional, at);
  const [extras, nextExtras] = [objectMember(before, 'openapi'), objectMember(after, 'openapi')];
  // With both schemas in the extras, the schema comparison reports type and default.
  if (member(extras, 'schema') === undefined || member(nextExtras, 'schema') === undefined) {
    compareScalarTypes({ before, after, at }, report);
    const [fallback, nextFallback] = [member(before, 'default'), member(after, 'default')];
    if (fallback !== nextFallback) report(valueRules.defaultChanged, `${at}/default`, fallback, nextFallback);
  }
  const [deprecated, nextDeprecated] = [
    member(extras, 'deprecated') === true,
    member(nextExtras, 'deprecated') === true,
  ];
  if (deprecated !== nextDeprecated)
    report(nextDeprecated ? parameterRules.deprecated : parameterRules.undeprecated, at);
  for (const [key, rule] of extrasRules) {
    const [old, next] = [member(extras, key), member(nextExtras, key)];
    if (JSON.stringify(old) !== JSON.stringify(next)) report(rule, `${at}/openapi/${key}`, old, next);
  }
  const [content, nextContent] = [
    Object.keys(objectMember(extras, 'content')),
    Object.keys(objectMember(nextExtras, 'content')),
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
  ['example', operationRules.extrasChanged],
] as const;

/** The types whose text each scalar type accepts: the text of a boolean is also a string. */
const texts: { readonly [type: string]: readonly string[] } = {
  integer: ['integer'],
  number: ['integer', 'number'],
  boolean: ['boolean'],
  string: ['integer', 'number', 'boolean', 'string'],
};

function compareScalarTypes({ before, after, at }: ParameterPair, report: Report): void {
  const [old = '', next = ''] = [textMember(before, 'type'), textMember(after, 'type')];
  if (old === next) return;
  const rule = texts[next]?.includes(old)
    ? parameterRules.typeWidened
    : texts[old]?.includes(next)
      ? parameterRules.typeNarrowed
      : parameterRules.typeChanged;
  report(rule, `${at}/type`, old, next);
}

/** Compares the schemas of `schema` and of each media type of `content`. */
function compareKeptSchemas(
  { before, after, at }: ParameterPair,
  side: Side,
  lookup: SchemaLookup,
): readonly Finding[] {
  const [extras, nextExtras] = [objectMember(before, 'openapi'), objectMember(after, 'openapi')];
  const pairs = [{ at: '/openapi/schema', before: member(extras, 'schema'), after: member(nextExtras, 'schema') }];
  const [content, nextContent] = [objectMember(extras, 'content'), objectMember(nextExtras, 'content')];
  for (const mediaType of Object.keys(content)) {
    const [old, next] = [
      member(member(content, mediaType), 'schema'),
      member(member(nextContent, mediaType), 'schema'),
    ];
    pairs.push({ at: joinPointer(['openapi', 'content', mediaType, 'schema']), before: old, after: next });
  }
  return pairs.flatMap((pair) => {
    if (pair.before === undefined || pair.after === undefined) return [];
    const findings = compareSchemas(pair.before, pair.after, lookup);
    return findings.map((finding) => ({ ...finding, at: at + pair.at + finding.at, sides: oneSide(side) }));
  });
}
