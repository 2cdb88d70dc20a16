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
  /** Parameters of actions are sent, those of triggers received. */
  readonly side: Side;
}

/** Compares the parameters of an action or trigger, which are told apart by place and name. */
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

/** Path parameters that are gone, and those that are new at the same place of the path: old key → new key. */
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
  const [aside, nextAside] = [objectMember(before, 'openapi'), objectMember(after, 'openapi')];
  // What is kept of the schema says more, and says it once.
  if (member(aside, 'schema') === undefined || member(nextAside, 'schema') === undefined) {
    compareScalarTypes({ before, after, at }, report);
    const [fallback, nextFallback] = [member(before, 'default'), member(after, 'default')];
    if (fallback !== nextFallback) report(valueRules.defaultChanged, `${at}/default`, fallback, nextFallback);
  }
  const [deprecated, nextDeprecated] = [member(aside, 'deprecated') === true, member(nextAside, 'deprecated') === true];
  if (deprecated !== nextDeprecated)
    report(nextDeprecated ? parameterRules.deprecated : parameterRules.undeprecated, at);
  for (const [key, rule] of asideRules) {
    const [old, next] = [member(aside, key), member(nextAside, key)];
    if (JSON.stringify(old) !== JSON.stringify(next)) report(rule, `${at}/openapi/${key}`, old, next);
  }
  const [content, nextContent] = [
    Object.keys(objectMember(aside, 'content')),
    Object.keys(objectMember(nextAside, 'content')),
  ];
  if (content.join() !== nextContent.join())
    report(parameterRules.serialisationChanged, `${at}/openapi/content`, content, nextContent);
}

const asideRules = [
  ['style', parameterRules.serialisationChanged],
  ['explode', parameterRules.serialisationChanged],
  ['allowReserved', parameterRules.serialisationChanged],
  ['allowEmptyValue', parameterRules.serialisationChanged],
  ['description', operationRules.descriptionChanged],
  ['example', operationRules.extrasChanged],
] as const;

/** What each scalar type can be written as: a text that is a boolean is a text, too. */
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

/** Schemas of `schema` and of each media type of `content`. */
function compareKeptSchemas(
  { before, after, at }: ParameterPair,
  side: Side,
  lookup: SchemaLookup,
): readonly Finding[] {
  const [aside, nextAside] = [objectMember(before, 'openapi'), objectMember(after, 'openapi')];
  const pairs = [{ at: '/openapi/schema', before: member(aside, 'schema'), after: member(nextAside, 'schema') }];
  const [content, nextContent] = [objectMember(aside, 'content'), objectMember(nextAside, 'content')];
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
