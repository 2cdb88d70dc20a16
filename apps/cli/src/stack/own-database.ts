import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createDatabase, pingDatabase } from '@connectory/database';
import { startEmbeddedPostgres } from '@connectory/embedded';
import type { Settings } from '@connectory/runtime';
import { migrateAll } from './prepare-database.ts';

function databaseUrlPath(dataDir: string): string {
  return path.join(dataDir, 'database-url');
}

/** Notes where the embedded database of a data folder answers, for commands that run beside the service. It holds a password. */
export async function rememberDatabase(dataDir: string, databaseUrl: string): Promise<void> {
  await writeFile(databaseUrlPath(dataDir), `${databaseUrl}\n`, { mode: 0o600 });
}

/**
 * The database that this machine's service works on: that of `DATABASE_URL`, the embedded one that is running, or the embedded one
 * started for as long as it is needed.
 */
export async function openOwnDatabase(settings: Settings): Promise<{ url: string; close: () => Promise<void> }> {
  const nothing = async (): Promise<void> => undefined;
  if (settings.DATABASE_URL !== undefined) return { url: settings.DATABASE_URL, close: nothing };
  const dataDir = path.resolve(settings.CONNECTORY_DATA_DIR);
  const remembered = await readFile(databaseUrlPath(dataDir), 'utf8').catch(() => '');
  if (remembered !== '' && (await answers(remembered.trim()))) return { url: remembered.trim(), close: nothing };
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const postgres = await startEmbeddedPostgres({ dataDir });
  await migrateAll(postgres.databaseUrl);
  return { url: postgres.databaseUrl, close: () => postgres.stop() };
}

async function answers(url: string): Promise<boolean> {
  const database = createDatabase({ url, poolSize: 1, onError: () => undefined });
  try {
    await pingDatabase(database);
    return true;
  } catch {
    return false;
  } finally {
    await database.close();
  }
}
