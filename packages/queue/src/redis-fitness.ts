import type { Redis } from 'ioredis';

/** The queue can be reached, but refuses jobs until an operator changes it. */
export class UnfitQueueError extends Error {
  override readonly name = 'UnfitQueueError';
  /** A retry may succeed, once an operator has changed the queue. */
  readonly code = 'unavailable';
  /** What is wrong, and the next step. */
  readonly summary: string;

  /** The database lacks the tables of the queue, which the check of the database logs. */
  readonly isUnmigrated: boolean;

  constructor(summary: string, cause?: unknown, isUnmigrated = false) {
    super(`The queue ${summary}.`, { cause });
    this.summary = summary;
    this.isUnmigrated = isUnmigrated;
  }
}

interface Refusal {
  /** The word that begins the error of Redis. */
  readonly code: string;
  readonly summary: string;
}

/** What Redis refuses, and the setting to change. */
const refusals: readonly Refusal[] = [
  { code: 'READONLY', summary: 'is a read-only replica: set REDIS_URL to the primary' },
  { code: 'OOM', summary: 'is full: raise "maxmemory" of Redis, or remove other data from it' },
  { code: 'MISCONF', summary: 'cannot save to its disk: free disk space of Redis, or see its log' },
  { code: 'NOPERM', summary: 'lacks permissions: grant the user of REDIS_URL "~bull:* +@all"' },
  { code: 'NOAUTH', summary: 'needs a password: add it to REDIS_URL' },
  { code: 'WRONGPASS', summary: 'refuses the user or the password in REDIS_URL' },
  { code: 'MOVED', summary: clusterSummary() },
  { code: 'CROSSSLOT', summary: clusterSummary() },
  { code: 'CLUSTERDOWN', summary: clusterSummary() },
  { code: 'ERR unknown command', summary: 'lacks commands of Redis: set REDIS_URL to a Redis or Valkey server' },
  { code: 'NOREPLICAS', summary: 'has too few replicas: see "min-replicas-to-write" of Redis' },
];

function clusterSummary(): string {
  return 'is a Redis Cluster, which is not supported: set REDIS_URL to a single primary';
}

const untrusted = 'has a certificate of an unknown authority: set NODE_EXTRA_CA_CERTS to the file of its authority';

/** Error codes of TLS, and the setting to change. */
const tlsFaults: { readonly [code: string]: string } = {
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_HAS_EXPIRED: 'has an expired certificate: renew it',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name: use that name in REDIS_URL',
};

/** @returns the refusal that an error of Redis, or of BullMQ on PostgreSQL, states; undefined for any other error. */
export function refusalOf(error: unknown): UnfitQueueError | undefined {
  if (error instanceof Error && error.name === 'SchemaMigrationRequiredError')
    return new UnfitQueueError('is not migrated: run "connectory migrate"', error, true);
  const message = error instanceof Error ? error.message : '';
  const tlsFault = error instanceof Error && 'code' in error ? tlsFaults[String(error.code)] : undefined;
  if (tlsFault !== undefined) return new UnfitQueueError(tlsFault, error);
  const found = refusals.find(({ code }) => message === code || message.startsWith(`${code} `));
  if (found !== undefined) return new UnfitQueueError(found.summary, error);
  // Errors of scripts quote the error of their command.
  const quoted = refusals.find(({ code }) => message.includes(`-${code} `) || message.includes(`: ${code} `));
  return quoted === undefined ? undefined : new UnfitQueueError(quoted.summary, error);
}

/** How long Redis keeps the key of the probe. */
const probeSeconds = 60;

/**
 * Writes a key, as a job would.
 * @returns a warning when Redis may evict jobs.
 * @throws UnfitQueueError, or the error of a Redis that cannot be reached.
 */
export async function probeRedis(redis: Redis, prefix: string): Promise<string | undefined> {
  try {
    const [server, memory] = await Promise.all([redis.info('server'), redis.info('memory')]);
    // A cluster accepts a single key, and then refuses jobs, whose keys are of several slots.
    const unsupported = unsupportedModes[valueOf(server, 'redis_mode')];
    if (unsupported !== undefined) throw new UnfitQueueError(unsupported);
    // The keys of BullMQ begin with `bull:`, so that one permission covers all.
    await redis.set(`bull:${prefix}-probe`, '1', 'EX', probeSeconds);
    return warningOf(memory);
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

/** What cannot hold the queue, by the field `redis_mode` of INFO. */
const unsupportedModes: { readonly [mode: string]: string } = {
  cluster: clusterSummary(),
  sentinel: 'is a Redis Sentinel, which is not supported: set REDIS_URL to the primary that it watches',
};

/** @param info a section of INFO */
function valueOf(info: string, name: string): string {
  return new RegExp(String.raw`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1] ?? '';
}

/** @param info the section `memory` of INFO. */
function warningOf(info: string): string | undefined {
  const policy = valueOf(info, 'maxmemory_policy');
  if (valueOf(info, 'maxmemory') === '0' || policy === 'noeviction' || policy === '') return undefined;
  return `may evict jobs ("maxmemory-policy ${policy}"): set "maxmemory-policy noeviction" of Redis`;
}
