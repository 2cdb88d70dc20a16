import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { provisionRoles } from '@connectory/database';
import { startEmbeddedPostgres } from '@connectory/embedded';
import { migrateEmbedded, programsVariable, startRedis } from '@connectory/harness';
import { migrateQueue } from '@connectory/queue';
import type { TestProject } from 'vitest/node';
import { buildPrograms } from './build-programs.ts';
import './provided-context.ts';

const templateDatabase = 'connectory';

/** Files in memory, on Linux. */
const memoryFolder = '/dev/shm';

/** Free space from which on the servers keep their data in memory. Containers often have less. */
const enoughBytes = 4 * 1024 ** 3;

/**
 * In memory where there is room: each test file creates and drops a database of many files, which takes almost a tenth of the processor on
 * ext4.
 */
async function findDataFolder(): Promise<string> {
  const free = await statfs(memoryFolder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return free >= enoughBytes ? memoryFolder : tmpdir();
}

/**
 * Bundles the programs, and starts one PostgreSQL and, where it is installed, one Redis for the whole run. Each test file creates its own
 * database. UNBUNDLED=1 runs the programs from the build of each package, with lines of the sources in stack traces.
 */
export default async function globalSetup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(await findDataFolder(), 'connectory-test-'));
  const releases: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const release = async (): Promise<void> => {
    for (const stop of releases.splice(0).reverse()) await stop();
  };
  try {
    if (process.env['UNBUNDLED'] !== '1') {
      const programs = await buildPrograms();
      releases.push(() => rm(programs, { recursive: true, force: true }));
      process.env[programsVariable] = programs;
    }
    const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), durable: false });
    releases.push(() => postgres.stop());
    await migrateEmbedded(postgres);
    const serviceUrl = new URL(postgres.serviceUrls.api);
    serviceUrl.username = 'connectory_service';
    const service = { api: serviceUrl.href, worker: serviceUrl.href };
    await migrateQueue(postgres.databaseUrl, await provisionRoles(postgres.databaseUrl, service));
    project.provide('serviceUrl', serviceUrl.href);
    const redis = await startRedis(path.join(folder, 'redis'));
    if (redis !== undefined) releases.push(() => redis.stop());
    const maintenance = new URL(postgres.databaseUrl);
    maintenance.pathname = '/postgres';
    project.provide('postgresUrl', maintenance.href);
    project.provide('apiUrl', postgres.serviceUrls.api);
    project.provide('workerUrl', postgres.serviceUrls.worker);
    project.provide('templateDatabase', templateDatabase);
    project.provide('redisUrl', redis?.url ?? '');
    return release;
  } catch (error) {
    await release();
    throw error;
  }
}
