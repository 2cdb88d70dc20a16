import { isArray, isObject, type Json, joinPointer } from '@connectory/json';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { checkDefinitionReferences, checkReferences, type KnownSchemas } from './check-references.ts';
import type { EntityError } from './operation-body.ts';

/** The dialect of all schemas. */
const dialect = 'https://json-schema.org/draft/2020-12/schema';

const maxFindings = 20;

/**
 * Checks the schema of a definition: against the meta-schema of its dialect, its patterns, and its references. No code is generated from it,
 * so its cost is linear.
 * @param known the definitions of the version.
 */
export function checkSchema(schema: Json, known: KnownSchemas): readonly EntityError[] {
  const ofDialect = checkDialect(schema);
  if (ofDialect.length > 0) return ofDialect;
  return [...checkPatterns(schema), ...checkReferences(schema, '/schema', known)].slice(0, maxFindings);
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

/** Checks only the references of a schema to definitions. */
export function checkSchemaNames(schema: Json, known: KnownSchemas): readonly EntityError[] {
  return checkDefinitionReferences(schema, '/schema', known).slice(0, maxFindings);
}
