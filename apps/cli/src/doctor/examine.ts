import { requireWorkerDatabaseUrl, type Settings } from '@connectory/runtime';
import { checkDatabase, checkSecrets } from './check-database.ts';
import { checkDisk, checkExposure, checkMemory, checkQueue } from './check-host.ts';
import { type Finding, ok } from './finding.ts';

/** Runs every check. None changes anything, except that the queue keeps a key for a minute. */
export async function examine(settings: Settings): Promise<readonly Finding[]> {
  const ofHost = [await checkDisk(settings), checkMemory(settings), checkExposure(settings)];
  const url = settings.DATABASE_URL;
  if (url === undefined)
    return [
      ok('database', 'embedded: "connectory start" starts and checks it; set DATABASE_URL for another'),
      ...ofHost,
    ];
  const workerUrl = requireWorkerDatabaseUrl(settings);
  return [
    ...(await checkDatabase('api', url)),
    ...(workerUrl === url ? [] : (await checkDatabase('worker', workerUrl)).slice(0, 1)),
    await checkQueue(settings, workerUrl),
    await checkSecrets(settings, url),
    ...ofHost,
  ];
}
