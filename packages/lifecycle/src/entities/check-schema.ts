import { childAt, isArray, isObject, type Json, joinPointer, splitPointer } from '@connectory/json';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { definitionNameOf, mapReferences, referencedNames } from './definition-references.ts';
import type { EntityError } from './operation-body.ts';

/** The dialect of all schemas. */
const dialect = 'https://json-schema.org/draft/2020-12/schema';

const maxFindings = 20;

/**
 * Checks the schema of a definition: against the meta-schema of its dialect, its patterns, and its references. No code is generated from it,
 * so its cost is linear.
 * @param hasName whether the version has a definition of a name.
 */
export function checkSchema(schema: Json, hasName: (name: string) => boolean): readonly EntityError[] {
  const ofDialect = checkDialect(schema);
  if (ofDialect.length > 0) return ofDialect;
  return [...checkPatterns(schema), ...checkReferences(schema, hasName)].slice(0, maxFindings);
}

const fault = (field: string, message: string): EntityError => ({ field, message, severity: 'error' });

let validator: Ajv2020 | undefined;

function checkDialect(schema: Json): readonly EntityError[] {
  if (typeof schema === 'boolean') return [];
  if (!isObject(schema)) return [fault('/schema', 'A JSON Schema is an object, true or false.')];
  const { $schema: named, ...rest } = schema;
  if (named !== undefined && named !== dialect)
    return [fault('/schema/$schema', `Only the dialect ${dialect} is supported.`)];
  validator ??= new Ajv2020({ strict: false, logger: false });
  if (validator.validateSchema(rest) === true) return [];
  const [error] = validator.errors ?? [];
  return [
    fault(`/schema${error?.instancePath ?? ''}`, `The value ${error?.message ?? 'is invalid'} (JSON Schema 2020-12).`),
  ];
}

/** Characters of patterns that are checked in one schema. The engine takes long to read large classes of characters. */
const maxPatternChars = 64 * 1024;

function checkPatterns(schema: Json): readonly EntityError[] {
  let left = maxPatternChars;
  return patternsOf(schema, []).flatMap(({ pattern, at }) => {
    if (pattern.length > left) return [];
    left -= pattern.length;
    return isPattern(pattern)
      ? []
      : [fault(`/schema${joinPointer(at)}`, 'The pattern is no regular expression of ECMAScript.')];
  });
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(withoutRepeatedProperties(pattern), 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** `\d` is allowed where `\p{L}` is. The engine builds the class of characters anew for each `\p{L}`. */
function withoutRepeatedProperties(pattern: string): string {
  const seen = new Set<string>();
  return pattern.replace(/\\(?:[pP]\{[^{}\\]{0,100}\}|[^])/g, (escaped) => {
    if (escaped.length <= 2) return escaped;
    if (seen.has(escaped)) return String.raw`\d`;
    seen.add(escaped);
    return escaped;
  });
}

interface FoundPattern {
  readonly pattern: string;
  readonly at: readonly string[];
}

/** Members that hold data. */
const dataMembers: ReadonlySet<string> = new Set(['const', 'default', 'enum', 'example', 'examples']);

/** Members whose own members have names that the author chose. */
const nameMaps: ReadonlySet<string> = new Set([
  '$defs',
  'definitions',
  'dependentSchemas',
  'patternProperties',
  'properties',
]);

/** @param isNameMap whether the members of `value` have names that the author chose. */
function patternsOf(value: Json, at: readonly string[], isNameMap = false): readonly FoundPattern[] {
  if (isArray(value)) return value.flatMap((item, index) => patternsOf(item, [...at, String(index)]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]): readonly FoundPattern[] => {
    const place = [...at, key];
    if (isNameMap) return patternsOf(member, place);
    if (dataMembers.has(key) || key.startsWith('x-')) return [];
    if (key === 'pattern' && typeof member === 'string') return [{ pattern: member, at: place }];
    const names = key === 'patternProperties' && isObject(member) ? Object.keys(member) : [];
    const within = patternsOf(member, place, nameMaps.has(key));
    return [...names.map((pattern) => ({ pattern, at: [...place, pattern] })), ...within];
  });
}

/** Checks only that the definitions exist to which a schema refers. */
export function checkSchemaNames(schema: Json, hasName: (name: string) => boolean): readonly EntityError[] {
  return [...referencedNames(schema)].flatMap((name) => (hasName(name) ? [] : [missing(name)])).slice(0, maxFindings);
}

const missing = (name: string): EntityError =>
  fault('/schema', `The version has no definition ${JSON.stringify(name)}.`);

function checkReferences(schema: Json, hasName: (name: string) => boolean): readonly EntityError[] {
  const findings = new Map<string, EntityError>();
  const hasOwnBase = JSON.stringify(schema).includes('"$id"');
  const anchors = hasOwnBase ? noAnchors : anchorsOf(schema);
  mapReferences(schema, (reference) => {
    const isMissing = !hasOwnBase && /^#[^/]/.test(reference) && !anchors.has(reference.slice(1));
    const finding = isMissing ? leadsNowhere(reference) : checkReference(schema, reference, hasName, hasOwnBase);
    if (finding !== undefined) findings.set(reference, finding);
    return reference;
  });
  return [...findings.values()];
}

const leadsNowhere = (reference: string): EntityError =>
  fault('/schema', `The reference ${JSON.stringify(reference.slice(0, 200))} leads nowhere.`);

const noAnchors: ReadonlySet<string> = new Set();

/** The anchors of a schema, at every depth (JSON Schema 2020-12, section 8.2.2). */
function anchorsOf(value: Json, found = new Set<string>()): ReadonlySet<string> {
  if (isArray(value)) for (const item of value) anchorsOf(item, found);
  if (!isObject(value)) return found;
  for (const [key, member] of Object.entries(value))
    if ((key === '$anchor' || key === '$dynamicAnchor') && typeof member === 'string') found.add(member);
    else anchorsOf(member, found);
  return found;
}

function checkReference(
  schema: Json,
  reference: string,
  hasName: (name: string) => boolean,
  hasOwnBase: boolean,
): EntityError | undefined {
  const name = definitionNameOf(reference);
  if (name !== undefined) return hasName(name) ? undefined : missing(name);
  const pointer = /^#(\/.*)?$/s.exec(reference)?.[1] ?? (reference === '#' ? '' : undefined);
  if (pointer === undefined || hasOwnBase || hasPlace(schema, pointer)) return undefined;
  return leadsNowhere(reference);
}

function hasPlace(schema: Json, pointer: string): boolean {
  let value: Json | undefined = schema;
  for (const token of splitPointer(decode(pointer))) value = value === undefined ? undefined : childAt(value, token);
  return value !== undefined;
}

/** The fragment of a URL is percent-encoded. */
function decode(pointer: string): string {
  try {
    return decodeURIComponent(pointer);
  } catch {
    return pointer;
  }
}
