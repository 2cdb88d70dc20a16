import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createApiKey, createDatabase, createOrganisation, migrate } from '@connectory/database';
import { startEmbeddedPostgres } from '@connectory/embedded';
import { migrateQueue } from '@connectory/queue';
import { startProcess, startRedis } from '@connectory/harness';

/** One api and one worker with the settings that every installation starts with, on servers of their own. */
export async function startStack({ folder, backend }) {
  await mkdir(folder, { recursive: true });
  const releases = [];
  const stop = async () => {
    for (const release of releases.splice(0).reverse()) await release();
  };
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres') });
    releases.push(() => postgres.stop());
    await migrate(postgres.databaseUrl);
    await migrateQueue(postgres.databaseUrl);
    const redis = backend === 'redis' ? await startRedis(path.join(folder, 'redis')) : undefined;
    if (backend === 'redis' && redis === undefined) throw new Error('no redis-server is installed');
    if (redis !== undefined) releases.push(() => redis.stop());
    const owner = await createOwner(postgres.databaseUrl);
    const env = {
      DATABASE_URL: postgres.databaseUrl,
      REDIS_URL: redis?.url ?? '',
      QUEUE_PREFIX: 'bench',
      CONNECTORY_TMP_DIR: path.join(folder, 'uploads'),
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
    };
    const api = startProcess({ app: 'api', env: { ...env, LOG_LEVEL: 'info' } });
    releases.push(() => api.stop());
    const worker = startProcess({ app: 'worker', env: { ...env, LOG_LEVEL: 'info' } });
    releases.push(() => worker.stop());
    const [, baseUrl] = await api.untilOutput(/"baseUrl":"([^"]+)"/, 60_000);
    await worker.untilOutput('worker ready', 60_000);
    return { baseUrl, databaseUrl: postgres.databaseUrl, ...owner, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createOwner(url) {
  const database = createDatabase({ url, poolSize: 1, silenceMs: 60_000, onError: () => undefined });
  try {
    const { id: organisationId } = await createOrganisation(database, 'Bench');
    const key = (role, owner) => createApiKey(database, { organisationId: owner, name: 'bench', role });
    const { token: apiKey } = await key('import', organisationId);
    const { token: operatorApiKey } = await key('operator', null);
    return { organisationId, apiKey, operatorApiKey };
  } finally {
    await database.close();
  }
}
