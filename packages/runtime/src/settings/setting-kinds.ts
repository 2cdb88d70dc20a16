import { z } from 'zod';

/** One setting: how to parse its environment variable, and its row in `docs/settings.md`. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  /** Unit of a number, such as `seconds`. Empty for text. */
  readonly unit: string;
  /** One phrase without a full stop. */
  readonly description: string;
  /** Default shown in the docs if the schema has none, such as `system's`. */
  readonly shownDefault: string;
}

export interface IntegerOptions {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
}

export function integer(description: string, { default: fallback, min, max, unit = '' }: IntegerOptions) {
  const schema = z.coerce.number().int().min(min).max(max).default(fallback);
  return describe(schema, { description, unit, shownDefault: String(fallback) });
}

export function choice<const Values extends readonly [string, ...string[]]>(
  description: string,
  values: Values,
  fallback: Values[number],
) {
  return describe(z.enum(values).default(fallback), { description, shownDefault: fallback });
}

/** Text that always has a value. */
export function text(description: string, fallback: string, schema = z.string()) {
  return describe(schema.default(fallback), { description, shownDefault: fallback });
}

/** Text that may be absent. An empty variable counts as absent. */
export function optionalText(
  description: string,
  { schema = z.string().trim(), shownDefault = '' }: { schema?: z.ZodType<string>; shownDefault?: string } = {},
) {
  const emptyAsAbsent = z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    schema.optional(),
  );
  return describe(emptyAsAbsent, { description, shownDefault });
}

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' });
const redisUrl = z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL' });

export const urlSchemas = { http: httpUrl, database: databaseUrl, redis: redisUrl } as const;

function describe<Schema extends z.ZodType>(
  schema: Schema,
  shown: { description: string; unit?: string; shownDefault: string },
): Setting<Schema> {
  return { schema, unit: '', ...shown };
}
