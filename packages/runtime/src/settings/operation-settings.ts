import { z } from 'zod';
import { choice, integer, optionalText, text, urlSchemas } from './setting-kinds.ts';

/** 32 bytes, with or without padding. The last character holds four bits. */
const base64Key = '[A-Za-z0-9+/_-]{42}[AEIMQUYcgkosw048]=?';

/** Messages must not repeat a value. */
const keyFault = 'must be 32 bytes in base64, as "openssl rand -base64 32" prints them';

export const storage = {
  DATABASE_URL: optionalText('`postgresql://` URL of the database, with the role of the service', {
    schema: urlSchemas.database,
  }),
  DATABASE_WORKER_URL: optionalText('The same for workers, with a role of their own', {
    schema: urlSchemas.database,
    shownDefault: '`DATABASE_URL`',
  }),
  DATABASE_OWNER_URL: optionalText('The same for migrations, with the role that owns the tables', {
    schema: urlSchemas.database,
    shownDefault: '`DATABASE_URL`',
  }),
  DATABASE_POOL_SIZE: integer('Connections of each process for its queries', {
    default: 10,
    min: 1,
    max: 1_000,
    unit: 'connections',
  }),
  DATABASE_SOCKET_TIMEOUT_SECONDS: integer('Silence after which a connection is closed', {
    default: 30,
    min: 1,
    max: 3_600,
    unit: 'seconds',
  }),
  REDIS_URL: optionalText('`redis://` or `rediss://` URL of the queue', { schema: urlSchemas.redis }),
  QUEUE_PREFIX: text(
    'Namespace of this installation in a shared Redis or database',
    'connectory',
    z.string().regex(/^[a-z0-9-]+$/, 'may hold lower-case letters, digits and hyphens'),
  ),
  CONNECTORY_DATA_DIR: text('Folder of the embedded database and `credentials.json`', '.connectory'),
  CONNECTORY_TMP_DIR: optionalText('Folder for uploads while they arrive', { shownDefault: 'the system’s' }),
};

export const secrets = {
  SECRETS_KEY: optionalText('Key that encrypts secrets in the database: 32 bytes in base64', {
    schema: z
      .string()
      .trim()
      .regex(new RegExp(`^${base64Key}$`), keyFault),
  }),
  SECRETS_KEY_FILE: optionalText('File with that key, instead', {
    shownDefault: '`secrets-key` in `CONNECTORY_DATA_DIR`, if the database is embedded',
  }),
  SECRETS_KEY_PREVIOUS: optionalText('Earlier keys, which only decrypt, separated by commas', {
    schema: z
      .string()
      .trim()
      .regex(new RegExp(`^${base64Key}( *, *${base64Key})*$`), `each ${keyFault}`),
  }),
};

export const operation = {
  WORKER_HEALTH_PORT: integer('Port of a worker for probes and metrics; `0` for none', {
    default: 0,
    min: 0,
    max: 65_535,
  }),
  HEARTBEAT_SECONDS: integer('Interval of the heartbeats of a running import', {
    default: 5,
    min: 1,
    max: 600,
    unit: 'seconds',
  }),
  STALE_AFTER_SECONDS: integer('Time without heartbeat before a claim is released', {
    default: 30,
    min: 2,
    max: 3_600,
    unit: 'seconds',
  }),
  SWEEP_SECONDS: integer('Interval of the search for lost jobs', { default: 10, min: 1, max: 3_600, unit: 'seconds' }),
  HOUSEKEEPING_SECONDS: integer('Interval of housekeeping', { default: 600, min: 1, max: 86_400, unit: 'seconds' }),
  AUDIT_DAYS: integer('Time for which audit events are kept', { default: 400, min: 30, max: 36_500, unit: 'days' }),
  SHUTDOWN_SECONDS: integer('Time for running work to end after SIGTERM', {
    default: 25,
    min: 1,
    max: 600,
    unit: 'seconds',
  }),
  DRAIN_SECONDS: integer('Part of it in which an API is not ready, but still accepts connections', {
    default: 0,
    min: 0,
    max: 300,
    unit: 'seconds',
  }),
  LOG_LEVEL: choice(
    'Least severity that is logged',
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    'info',
  ),
};
