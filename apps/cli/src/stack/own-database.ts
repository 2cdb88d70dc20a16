import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createDatabase, pingDatabase } from '@connectory/database';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@connectory/embedded';
import type { DatabaseUrls, Settings } from '@connectory/runtime';
import { migrateAll } from './prepare-database.ts';

function databaseUrlPath(dataDir: string): string {
  return path.join(dataDir, 'database-url');
}

/** Saves the URL of a running embedded database for commands that run beside the service: that of the API, with its password. */
export async function saveDatabaseUrl(dataDir: string, databaseUrl: string): Promise<void> {
  await writeFile(databaseUrlPath(dataDir), `${databaseUrl}\n`, { mode: 0o600 });
}

/**
 * Opens the database of this machine's service: that of `DATABASE_URL`, the running embedded database, or an embedded database
 * that runs until `close` is called.
 */
export async function openOwnDatabase(settings: Settings): Promise<{ url: string; close: () => Promise<void> }> {
  const keepRunning = async (): Promise<void> => undefined;
  if (settings.DATABASE_URL !== undefined) return { url: settings.DATABASE_URL, close: keepRunning };
  const dataDir = path.resolve(settings.CONNECTORY_DATA_DIR);
  const savedUrl = await readFile(databaseUrlPath(dataDir), 'utf8').catch(() => '');
  if (savedUrl !== '' && (await isReachable(savedUrl.trim()))) return { url: savedUrl.trim(), close: keepRunning };
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const postgres = await startEmbeddedPostgres({ dataDir });
  const urls = embeddedUrls(postgres);
  await migrateAll(urls, { setPasswords: true });
  return { url: urls.api, close: () => postgres.stop() };
}

/** The URLs of an embedded database. */
export function embeddedUrls({ databaseUrl, serviceUrls }: EmbeddedPostgres): DatabaseUrls {
  return { owner: databaseUrl, ...serviceUrls };
}

async function isReachable(url: string): Promise<boolean> {
  const database = createDatabase({ url, applicationName: 'connectory cli', poolSize: 1, onError: () => undefined });
  try {
    await pingDatabase(database);
    return true;
  } catch {
    return false;
  } finally {
    await database.close();
  }
}
