import type { z } from 'zod';

/** One invalid field of a request, as the `fields` of an Error list them. */
export interface FieldFault {
  /** Path of the field, such as `metadata.version`. */
  readonly field: string;
  readonly message: string;
  /** Error code of the violated rule, if the rule has its own. */
  readonly code?: string;
}

export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly FieldFault[] };

/** Parses unknown input by a schema. @param name prefix of the field paths, such as `body` or `metadata`. */
export function parseRequest<Value>(schema: z.ZodType<Value>, input: unknown, name: string): Parsed<Value> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    faults: parsed.error.issues.flatMap((issue) => {
      const code = issue.code === 'custom' ? codeOf(issue.params) : undefined;
      const path = [name, ...issue.path.map(String)].join('.');
      if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => ({ field: `${path}.${key}`, message: 'is not a known field: remove it' }));
      }
      return [{ field: path, message: issue.message, ...(code === undefined ? {} : { code }) }];
    }),
  };
}

function codeOf(params: Record<string, unknown> | undefined): string | undefined {
  const code = params?.['code'];
  return typeof code === 'string' ? code : undefined;
}
