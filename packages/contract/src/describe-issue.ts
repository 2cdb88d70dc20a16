import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/** The text for a violated rule whose schema has none. Texts of the validator would reveal it, and do not say what to do. */
export function describeIssue(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is required and must be ${typeNames[issue.expected] ?? issue.expected}`
        : `must be ${typeNames[issue.expected] ?? issue.expected}, not ${nameType(issue.input)}`;
    case 'invalid_value': {
      const values = issue.values.map((value) => JSON.stringify(value)).join(', ');
      const type = isOfOtherType(issue) ? `, not ${nameType(issue.input)}` : '';
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${values}${type}`;
    }
    case 'too_small':
      return `must ${limitOf(issue.origin, 'least', issue.minimum)}`;
    case 'too_big':
      return `must ${limitOf(issue.origin, 'most', issue.maximum)}`;
    case 'invalid_format':
      return formats[issue.format] ?? 'has not the required form';
    case 'invalid_union':
      return describeUnion(issue);
    default:
      return 'is not valid';
  }
}

/** Whether a value is none of the allowed ones because it has another type than all of them. */
export function isOfOtherType({
  values,
  input,
}: {
  readonly values: readonly unknown[];
  readonly input?: unknown;
}): boolean {
  return input !== undefined && values.every((value) => typeof value !== typeof input);
}

/** A value that fits no form. Where a member tells the forms apart, the fault is that member. */
function describeUnion(issue: Issue & { readonly code: 'invalid_union' }): string {
  if (issue.input === undefined) return 'is required';
  const { discriminator } = issue;
  if (discriminator === undefined) return 'is none of the forms that are allowed here';
  const input = typeof issue.input === 'object' && issue.input !== null ? issue.input : {};
  const value: unknown = Reflect.get(input, discriminator);
  const options: readonly unknown[] = Array.isArray(issue.options) ? issue.options : [];
  const names = options.map((option) => JSON.stringify(option)).join(', ');
  if (value === undefined) return `is required and must be one of ${names}`;
  return typeof value === 'string' ? `must be one of ${names}` : `must be a string, not ${nameType(value)}`;
}

const typeNames: { readonly [type: string]: string } = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

const formats: { readonly [format: string]: string } = {
  url: 'must be an absolute URL',
  datetime: 'must be a time in RFC 3339 format, such as 2030-12-31T00:00:00Z',
};

/** The JSON type of a value, for a text. */
function nameType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'boolean' ? 'a boolean' : 'an object';
}

function limitOf(origin: string, bound: 'least' | 'most', limit: number | bigint): string {
  const units: { readonly [origin: string]: string } = { string: 'characters', array: 'items', set: 'items' };
  const unit = units[origin];
  return unit === undefined ? `be at ${bound} ${limit}` : `have at ${bound} ${limit} ${unit}`;
}
