import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startEmbeddedPostgres } from '@connectory/embedded';
import {
  createOwner,
  databaseSettings,
  migrateEmbedded,
  type Owner,
  startProcess,
  startRedis,
} from '@connectory/harness';

/** Long enough for a machine that has no time for these processes. */
const startMs = 3_600_000;

export interface Stack extends Owner {
  readonly baseUrl: string;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

/** Starts one API and one worker with default settings, on new servers. @param backend `postgres` or `redis` */
export async function startStack({ folder, backend }: { folder: string; backend: string }): Promise<Stack> {
  await mkdir(folder, { recursive: true });
  const releases: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const release of releases.splice(0).reverse()) await release();
  };
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres') });
    releases.push(() => postgres.stop());
    const { databaseUrl } = postgres;
    const database = await migrateEmbedded(postgres);
    const redis = backend === 'redis' ? await startRedis(path.join(folder, 'redis')) : undefined;
    if (backend === 'redis' && redis === undefined) throw new Error('redis-server is not installed');
    if (redis !== undefined) releases.push(() => redis.stop());
    const owner = await createOwner(databaseUrl, 'bench');
    const env = {
      ...databaseSettings(database),
      REDIS_URL: redis?.url ?? '',
      QUEUE_PREFIX: 'bench',
      CONNECTORY_TMP_DIR: path.join(folder, 'uploads'),
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
    };
    const api = startProcess({ app: 'api', env });
    releases.push(() => api.stop());
    const worker = startProcess({ app: 'worker', env });
    releases.push(() => worker.stop());
    const [, baseUrl = ''] = await api.untilOutput(/"baseUrl":"([^"]+)"/, startMs);
    await worker.untilOutput('worker ready', startMs);
    return { baseUrl, databaseUrl, ...owner, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
