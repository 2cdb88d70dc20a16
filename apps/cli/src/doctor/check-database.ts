import {
  createDatabase,
  createSecretBox,
  prepareSecrets,
  SecretKeyError,
  startDatabaseCheck,
} from '@connectory/database';
import { readSecretKeys, type Settings } from '@connectory/runtime';
import { fault, type Finding, ok, warning } from './finding.ts';

/** A difference above this makes times of the API and of the database contradict each other. */
const maxClockSkewMs = 5_000;

const ignore = (): void => undefined;

/** Checks a database as a process does at its start: reachable, no pooler, migrated, with the privileges that it needs. */
export async function checkDatabase(kind: 'api' | 'worker', url: string): Promise<readonly Finding[]> {
  const check = `database (${kind})`;
  const database = createDatabase({ url, applicationName: 'connectory doctor', poolSize: 1, onError: ignore });
  const warnings: string[] = [];
  const log = { warn: (_facts: object, text: string): void => void warnings.push(text), error: ignore };
  const probe = startDatabaseCheck(database, kind, log, { failed: ignore, responded: ignore });
  try {
    await probe.run();
    const { rows } = await database.pool.query<{ version: string; now: Date; free: number; limit: number }>(
      `select current_setting('server_version') as version, clock_timestamp() as now, current_setting('max_connections')::int as "limit",
              current_setting('max_connections')::int - (select count(*)::int from pg_stat_activity) as free`,
    );
    const [row] = rows;
    return [
      ok(check, `PostgreSQL ${row?.version} is reachable, migrated, and grants what is needed`),
      ...warnings.map((text) => warning(check, text)),
      ...(row === undefined ? [] : [checkClock(row.now), checkConnections(row)]),
    ];
  } catch (error) {
    const summary = probe.fault()?.summary;
    return [
      fault(
        check,
        summary === undefined
          ? `cannot be reached (${reasonOf(error)}): check its URL and PostgreSQL`
          : `the database ${summary}`,
      ),
    ];
  } finally {
    probe.stop();
    await database.close();
  }
}

function checkClock(now: Date): Finding {
  const skewMs = Math.abs(now.getTime() - Date.now());
  return skewMs < maxClockSkewMs
    ? ok('clock', 'agrees with the clock of the database')
    : warning('clock', `differs from the database by ${Math.round(skewMs / 1000)} s: synchronise both by NTP`);
}

function checkConnections({ free, limit }: { free: number; limit: number }): Finding {
  return free > limit / 10
    ? ok('connections', `${free} of ${limit} are free`)
    : warning('connections', `only ${free} of ${limit} are free: raise "max_connections" of PostgreSQL`);
}

/** Checks that the keys open the stored secrets. */
export async function checkSecrets(settings: Settings, url: string): Promise<Finding> {
  try {
    const keys = readSecretKeys(settings);
    await prepareSecrets({ url, secrets: createSecretBox(keys), encrypt: false, onError: ignore });
    return keys === undefined
      ? warning('secrets', 'there is no key: set SECRETS_KEY, or secrets of auth schemes and notifications are refused')
      : ok('secrets', 'the key opens the stored secrets');
  } catch (error) {
    return fault('secrets', error instanceof SecretKeyError ? error.message : reasonOf(error));
  }
}

export function reasonOf(error: unknown): string {
  if (error instanceof Error && error.message !== '') return error.message;
  // Errors of connections to several addresses have a code only.
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown error';
}
