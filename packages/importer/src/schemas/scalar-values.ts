import { isObject, type Json } from '@connectory/json';

/** A type of JSON Schema that has values of one token. */
type ScalarName = 'string' | 'number' | 'integer' | 'boolean';

const scalarNames: ReadonlySet<Json> = new Set<ScalarName>(['string', 'number', 'integer', 'boolean']);

/** The one scalar type that a `type` allows, beside `null`; undefined when there is none, or several. */
export function scalarTypeOf(type: Json | undefined): ScalarName | undefined {
  const names = (Array.isArray(type) ? type : [type]).filter((name) => name !== 'null');
  return names.length === 1 && isScalarName(names[0]) ? names[0] : undefined;
}

function isScalarName(name: Json | undefined): name is ScalarName {
  return name !== undefined && scalarNames.has(name);
}

const typeNames: ReadonlySet<Json> = new Set([...scalarNames, 'null', 'array', 'object']);

/** Whether a value is the name of a type of JSON Schema. */
export function isTypeName(name: Json): name is string {
  return typeNames.has(name);
}

/** Whether a value is of a type (JSON Schema 2020-12 Validation, section 6.1.1). */
export function isOfType(value: Json, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/**
 * A scalar as a value of a type, where it is meant as one: `"20"` as 20, `"false"` as false, 7 as `"7"`.
 * @returns undefined when it is none.
 */
export function asType(value: Json | undefined, type: ScalarName): string | number | boolean | undefined {
  switch (type) {
    case 'string':
      if (typeof value === 'string') return value;
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      return value === 'true' ? true : value === 'false' ? false : undefined;
    case 'number':
      return numberOf(value);
    case 'integer': {
      const number = numberOf(value);
      return Number.isInteger(number) ? number : undefined;
    }
  }
}

/** A number of JSON (RFC 8259, section 6), also as a text. */
function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
