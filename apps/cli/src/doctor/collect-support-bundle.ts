import { release } from 'node:os';
import { createDatabase } from '@connectory/database';
import { connectoryVersion, redactSecrets, type Settings, settingSections } from '@connectory/runtime';
import { reasonOf } from './check-database.ts';
import { examine } from './examine.ts';

/** What helps to find a fault elsewhere, without secrets, names and documents. */
export async function collectSupportBundle(settings: Settings, env: NodeJS.ProcessEnv): Promise<object> {
  const bundle = {
    createdAt: new Date().toISOString(),
    version: connectoryVersion(),
    node: process.version,
    platform: `${process.platform} ${process.arch} ${release()}`,
    settings: givenSettings(env),
    findings: await examine(settings),
    database: settings.DATABASE_URL === undefined ? 'embedded' : await describeDatabase(settings.DATABASE_URL),
  };
  return Object(redactSecrets(bundle)) as object;
}

/** Texts may hold secrets in any place, so only numbers, switches and the level of the log are shown. */
function givenSettings(env: NodeJS.ProcessEnv): { readonly [name: string]: string } {
  const names = settingSections.flatMap(({ settings }) => Object.keys(settings));
  const given = names.flatMap((name) => {
    const value = env[name] ?? '';
    if (value === '') return [];
    const isPlain = name === 'LOG_LEVEL' || /^(\d+|true|false)$/.test(value);
    return [[name, isPlain ? value : '(set)'] as const];
  });
  return Object.fromEntries(given);
}

const counts = {
  migrations:
    'select migration_name as name, finished_at as "finishedAt" from _prisma_migrations order by 1 desc limit 10',
  imports: `select status::text, count(*)::int as count from imports group by 1`,
  // Cut out of the text: PostgreSQL reads no JSON with \u0000, which errors about a document may quote.
  failures: `select substring(error from '"code":"([a-z_]+)"') as code, count(*)::int as count from imports
     where status = 'failed' and finished_at > now() - interval '7 days' group by 1`,
  waiting: `select enqueued_at is null as "withoutJob", attempts, count(*)::int as count from imports where status = 'queued' group by 1, 2`,
  tables: `select relname as name, n_live_tup::bigint::text as rows, pg_total_relation_size(relid)::text as bytes
     from pg_stat_user_tables order by pg_total_relation_size(relid) desc limit 30`,
  connections: `select case when application_name like 'connectory %' then application_name else 'other' end as name, state, count(*)::int as count from pg_stat_activity where datname = current_database() group by 1, 2`,
};

async function describeDatabase(url: string): Promise<{ readonly [name: string]: unknown }> {
  const database = createDatabase({ url, applicationName: 'connectory doctor', poolSize: 1, onError: () => undefined });
  try {
    const entries: [string, unknown][] = [];
    for (const [name, query] of Object.entries(counts)) {
      const { rows } = await database.pool
        .query<object>(query)
        .catch((error: unknown) => ({ rows: [{ error: reasonOf(error) }] }));
      entries.push([name, rows]);
    }
    return Object.fromEntries(entries);
  } finally {
    await database.close();
  }
}
