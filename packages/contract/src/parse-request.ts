import type { z } from 'zod';

/** Why a request's body or part is not as defined: what the contract's Error puts into `fields`. */
export interface FieldFault {
  /** A path such as `metadata.version`. */
  readonly field: string;
  readonly message: string;
  /** A code more telling than the general one, when the rule has its own. */
  readonly code?: string;
}

export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly FieldFault[] };

/** Parses unknown input by a schema. @param name the input as its sender knows it, in front of each field. */
export function parseRequest<Value>(schema: z.ZodType<Value>, input: unknown, name: string): Parsed<Value> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    faults: parsed.error.issues.flatMap((issue) => {
      const code = issue.code === 'custom' ? codeOf(issue.params) : undefined;
      const path = [name, ...issue.path.map(String)].join('.');
      if (issue.code === 'unrecognized_keys') {
        return issue.keys.map((key) => ({ field: `${path}.${key}`, message: 'is not known, or not supported yet' }));
      }
      return [{ field: path, message: issue.message, ...(code === undefined ? {} : { code }) }];
    }),
  };
}

function codeOf(params: Record<string, unknown> | undefined): string | undefined {
  const code = params?.['code'];
  return typeof code === 'string' ? code : undefined;
}
