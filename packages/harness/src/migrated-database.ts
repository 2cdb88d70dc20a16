import { migrate, provisionRoles } from '@connectory/database';
import type { EmbeddedPostgres } from '@connectory/embedded';
import { migrateQueue } from '@connectory/queue';

/** A migrated database, with the URLs of its roles. */
export interface MigratedDatabase {
  /** Of its owner, a superuser, for what a test does itself. */
  readonly url: string;
  readonly apiUrl: string;
  readonly workerUrl: string;
}

/** Migrates an embedded database as `connectory start` does, with the roles of API and workers. */
export async function migrateEmbedded({
  databaseUrl,
  serviceUrls,
}: Pick<EmbeddedPostgres, 'databaseUrl' | 'serviceUrls'>): Promise<MigratedDatabase> {
  await migrate(databaseUrl);
  await migrateQueue(databaseUrl, await provisionRoles(databaseUrl, serviceUrls));
  return { url: databaseUrl, apiUrl: serviceUrls.api, workerUrl: serviceUrls.worker };
}

/** The settings by which API and workers connect, each with its role. */
export function databaseSettings({ apiUrl, workerUrl }: MigratedDatabase) {
  return { DATABASE_URL: apiUrl, DATABASE_WORKER_URL: workerUrl };
}
