import { z } from 'zod';

const integer = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

/** An empty environment variable means the same as an absent one. */
const optionalText = z
  .string()
  .trim()
  .transform((text) => (text === '' ? undefined : text))
  .optional();

const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' });
const redisUrl = z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL' });
const emptyAsAbsent = (schema: z.ZodType<string>) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/**
 * Every setting of every process, read from environment variables. `docs/settings.md` lists them.
 * Sizes are bytes unless the name says otherwise; durations carry their unit in the name.
 */
const settingsSchema = z.object({
  PORT: integer(8082, 0, 65_535),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_BASE_URL: emptyAsAbsent(z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })),
  DATABASE_URL: emptyAsAbsent(databaseUrl),
  DATABASE_POOL_SIZE: integer(10, 1, 1_000),
  DATABASE_SILENCE_SECONDS: integer(30, 1, 3_600),
  REDIS_URL: emptyAsAbsent(redisUrl),
  QUEUE_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'may hold lower-case letters, digits and hyphens')
    .default('connectory'),
  CONNECTORY_DATA_DIR: z.string().default('.connectory'),
  CONNECTORY_TMP_DIR: optionalText,
  TRUST_PROXY: emptyAsAbsent(
    z
      .string()
      .trim()
      .regex(
        /^(\d{1,2}|[\da-f.:/]+( *, *[\da-f.:/]+)*)$/i,
        'must be a number of proxies, or their addresses and networks',
      ),
  ),
  AUTH_JWKS_URL: emptyAsAbsent(z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })),
  AUTH_ISSUER: optionalText,
  AUTH_AUDIENCE: optionalText,
  AUTH_ORGANISATION_CLAIM: z.string().trim().min(1).default('organisation_id'),
  AUTH_ROLES_CLAIM: z.string().trim().min(1).default('roles'),
  RATE_LIMIT_READS_PER_MINUTE: integer(60_000, 0, 10_000_000),
  RATE_LIMIT_WRITES_PER_MINUTE: integer(6_000, 0, 10_000_000),
  RATE_LIMIT_FAILURES_PER_MINUTE: integer(60, 0, 10_000_000),
  REQUEST_TIMEOUT_SECONDS: integer(300, 1, 86_400),
  MAX_JSON_BYTES: integer(1024 * 1024, 1_024, 64 * 1024 * 1024),
  MAX_UPLOAD_BYTES: integer(64 * 1024 * 1024, 1, 2 ** 31 - 1),
  MAX_DOCUMENT_BYTES: integer(256 * 1024 * 1024, 1, 2 ** 31 - 1),
  MAX_DOCUMENT_DEPTH: integer(500, 10, 1_000),
  MAX_DOCUMENT_NODES: integer(20_000_000, 1_000, 200_000_000),
  MAX_ARCHIVE_FILES: integer(10_000, 1, 1_000_000),
  MAX_ARCHIVE_REFERENCES: integer(200_000, 1, 100_000_000),
  SCHEMA_URL_ALLOW: optionalText,
  SCHEMA_URL_TIMEOUT_SECONDS: integer(60, 1, 3_600),
  SCHEMA_URL_IDLE_SECONDS: integer(10, 1, 600),
  SCHEMA_URL_MAX_REDIRECTS: integer(5, 0, 20),
  SCHEMA_URL_MAX_FILES: integer(50, 1, 1_000),
  SCHEMA_URL_MAX_HEADER_BYTES: integer(16_384, 1_024, 1_048_576),
  CALLBACK_TIMEOUT_SECONDS: integer(10, 1, 300),
  CALLBACK_RETRY_SECONDS: integer(86_400, 0, 2_592_000),
  CALLBACK_CONCURRENCY: integer(8, 1, 1_000),
  OUTBOUND_NAME_SERVERS: optionalText,
  IMPORT_TIMEOUT_SECONDS: integer(300, 1, 86_400),
  IMPORT_HEAP_MB: integer(1_024, 64, 65_536),
  IMPORT_MAX_DIFF_BYTES: integer(100_663_296, 0, 17_179_869_184),
  MAX_DIFF_BYTES: integer(268_435_456, 0, 17_179_869_184),
  IMPORT_MAX_ATTEMPTS: integer(5, 1, 100),
  IMPORT_DEFAULT_WAIT_SECONDS: integer(0, 0, 60),
  WORKER_CONCURRENCY: integer(2, 1, 256),
  WORKER_BULK_CONCURRENCY: integer(1, 0, 256),
  WORKER_HEALTH_PORT: integer(0, 0, 65_535),
  METRICS_PORT: integer(0, 0, 65_535),
  HEARTBEAT_SECONDS: integer(5, 1, 600),
  STALE_AFTER_SECONDS: integer(30, 2, 3_600),
  SWEEP_SECONDS: integer(10, 1, 3_600),
  HOUSEKEEPING_SECONDS: integer(600, 1, 86_400),
  IMPORT_RETENTION_DAYS: integer(30, 1, 36_500),
  SHUTDOWN_SECONDS: integer(25, 1, 600),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

export type Settings = Readonly<z.infer<typeof settingsSchema>>;

/** What is wrong with the environment: one line for each setting. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The settings are not valid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Reads the settings from an environment.
 * @throws SettingsError naming every setting at fault at once.
 */
export function parseSettings(env: NodeJS.ProcessEnv): Settings {
  const parsed = settingsSchema.safeParse(env);
  if (!parsed.success) {
    throw new SettingsError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  if (parsed.data.STALE_AFTER_SECONDS <= parsed.data.HEARTBEAT_SECONDS) {
    throw new SettingsError([
      'STALE_AFTER_SECONDS: must be greater than HEARTBEAT_SECONDS, or healthy imports are taken for dead',
    ]);
  }
  const trust = ['AUTH_JWKS_URL', 'AUTH_ISSUER', 'AUTH_AUDIENCE'] as const;
  const absent = trust.filter((name) => parsed.data[name] === undefined);
  if (absent.length > 0 && absent.length < trust.length) {
    throw new SettingsError(
      absent.map((name) => `${name}: is needed too: ${trust.join(', ')} are set together or not at all`),
    );
  }
  return parsed.data;
}

/**
 * The database that both processes need.
 * @throws SettingsError when `DATABASE_URL` is absent.
 */
export function requireDatabaseUrl(settings: Settings): string {
  if (settings.DATABASE_URL === undefined) {
    throw new SettingsError([
      'DATABASE_URL: is required here; `connectory start` without it runs an embedded PostgreSQL and sets it for you',
    ]);
  }
  return settings.DATABASE_URL;
}
