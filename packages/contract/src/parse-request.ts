import type { z } from 'zod';
import { describeIssue } from './describe-issue.ts';

/** One invalid field of a request, as the `fields` of an Error list them. */
export interface FieldFault {
  /** Path of the field in the notation of the contract, such as `metadata.include.tags[0]`. */
  readonly field: string;
  readonly message: string;
  /** Error code of the violated rule, if the rule has its own. */
  readonly code?: string;
}

export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly FieldFault[] };

/**
 * Parses unknown input by a schema.
 * @param name what the input is: `body`, or the name of a part, with which field paths begin. Fields of a body have no prefix.
 */
export function parseRequest<Value>(schema: z.ZodType<Value>, input: unknown, name: string): Parsed<Value> {
  const parsed = schema.safeParse(input, { error: describeIssue, reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, faults: parsed.error.issues.flatMap((issue) => faultsOf(issue, name)) };
}

function faultsOf(issue: z.core.$ZodIssue, name: string): readonly FieldFault[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: fieldPath(name, [...path, key]),
      message: 'is not a known field: remove it',
    }));
  }
  const code = issue.code === 'custom' ? codeOf(issue.params) : undefined;
  // The text of a schema is about its values. For a value of another type, the type is the fault.
  const message = describeType(issue) ?? issue.message;
  return [{ field: fieldPath(name, path), message, ...(code === undefined ? {} : { code }) }];
}

function describeType(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code !== 'invalid_type' || issue.input === undefined) return undefined;
  const isNumber = typeof issue.input === 'number' && (issue.expected === 'int' || issue.expected === 'number');
  return isNumber ? undefined : describeIssue({ ...issue, input: issue.input });
}

/** The path of a field in the notation of the contract: `field1.field2[0].field3`. */
export function fieldPath(name: string, path: readonly (string | number)[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  if (name !== 'body') return `${name}${text}`;
  return text === '' ? name : text.replace(/^\./, '');
}

function codeOf(params: Record<string, unknown> | undefined): string | undefined {
  const code = params?.['code'];
  return typeof code === 'string' ? code : undefined;
}
