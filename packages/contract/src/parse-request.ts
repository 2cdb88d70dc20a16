import type { z } from 'zod';
import { describeIssue, isOfOtherType } from './describe-issue.ts';

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
  return faultsOf(schema, input, (path) => ({ name, path }));
}

/** Faults that are listed. A request can have hundreds of thousands, and the response would be many times as long. */
export const maxFaults = 100;

type Path = readonly (string | number)[];

/** As `parseRequest`. @param locate turns the path of a fault in the input into that in the request. */
export function faultsOf<Value>(
  schema: z.ZodType<Value>,
  input: unknown,
  locate: (path: Path) => { readonly name: string; readonly path: Path },
): Parsed<Value> {
  const parsed = schema.safeParse(input, { error: describeIssue, reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  const fieldOf = (path: Path): string => {
    const place = locate(path);
    return fieldPath(place.name, place.path);
  };
  const faults = parsed.error.issues.slice(0, maxFaults).flatMap((issue) => describeFaults(issue, fieldOf));
  return { ok: false, faults: faults.slice(0, maxFaults) };
}

function describeFaults(issue: z.core.$ZodIssue, fieldOf: (path: Path) => string): readonly FieldFault[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, maxFaults).map((key) => ({
      field: fieldOf([...path, shorten(key)]),
      message: 'is not a known field: remove it',
    }));
  }
  const code = issue.code === 'custom' ? codeOf(issue.params) : undefined;
  // The text of a schema is about its values. For a value of another type, the type is the fault.
  const message = describeType(issue) ?? issue.message;
  return [{ field: fieldOf(path), message, ...(code === undefined ? {} : { code }) }];
}

/** Characters of the name of an unknown field that are shown. */
const maxKeyChars = 200;

/** A long name is cut, without half of a surrogate pair. */
function shorten(key: string): string {
  return key.length <= maxKeyChars ? key : `${key.slice(0, maxKeyChars).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function describeType(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'invalid_value' && isOfOtherType(issue)) return describeIssue({ ...issue, input: issue.input });
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
