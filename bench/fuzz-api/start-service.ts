import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createApiKey, createDatabase } from '@connectory/database';
import {
  createOwner,
  databaseSettings,
  type RunningProcess,
  startKillablePostgres,
  startProcess,
} from '@connectory/harness';

/** Long enough for a machine that has no time for this process. */
const startMs = 3_600_000;

export interface FuzzedService {
  readonly baseUrl: string;
  readonly organisationId: string;
  readonly tokens: { readonly [role: string]: readonly string[] };
  /** Ids of the keys of this run. Requests must not revoke them. */
  readonly keyIds: ReadonlySet<string>;
  readonly api: RunningProcess;
  stop(): Promise<void>;
}

/** Starts PostgreSQL, an API and a worker without rate limits, with keys of each role. */
export async function startService(folder: string): Promise<FuzzedService> {
  const postgres = await startKillablePostgres(path.join(folder, 'postgres'));
  const owner = await createOwner(postgres.url, 'fuzz');
  const other = await createOwner(postgres.url, 'other');
  const keys = await createKeys(postgres.url, owner.organisationId);
  const env = {
    ...databaseSettings(postgres),
    REDIS_URL: '',
    SECRETS_KEY: randomBytes(32).toString('base64'),
    PORT: '0',
    CONNECTORY_TMP_DIR: folder,
    LOG_LEVEL: 'warn',
    ...Object.fromEntries(
      ['READS', 'WRITES', 'FAILURES', 'ANONYMOUS'].map((name) => [`RATE_LIMIT_${name}_PER_MINUTE`, '0']),
    ),
  };
  const api = startProcess({ app: 'api', env: { ...env, LOG_LEVEL: 'info' } });
  const worker = startProcess({ app: 'worker', env });
  const [, baseUrl = ''] = await api.untilOutput(/"baseUrl":"([^"]+)"/, startMs);
  return {
    baseUrl,
    organisationId: owner.organisationId,
    tokens: {
      read: [owner.apiKey, owner.operatorApiKey, keys.read],
      import: [owner.apiKey, owner.operatorApiKey],
      operator: [owner.operatorApiKey],
      odd: [other.apiKey, keys.read, keys.scoped, 'cty_wrong', 'a.b.c', `cty_${'a'.repeat(2_000)}`, 'e30.e30.', '..'],
    },
    keyIds: keys.ids,
    api,
    stop: async () => {
      await Promise.all([api.stop(), worker.stop()]);
      await postgres.stop();
    },
  };
}

async function createKeys(databaseUrl: string, organisationId: string) {
  const database = createDatabase({ url: databaseUrl, poolSize: 1, onError: () => undefined });
  try {
    const read = await createApiKey(database, { organisationId, name: 'read', role: 'read' });
    const scoped = await createApiKey(database, {
      organisationId,
      name: 'scoped',
      role: 'import',
      scopes: ['imports:read'],
    });
    const { rows } = await database.pool.query<{ id: string }>('select id from api_keys');
    return { read: read.token, scoped: scoped.token, ids: new Set(rows.map(({ id }) => id)) };
  } finally {
    await database.close();
  }
}
