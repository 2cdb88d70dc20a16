import { createDatabase } from '@connectory/database';

const runId = '01KZZZZZZZZZZZZZZZZZZZZZZZ';

/** Adds a paused run over copies of a connector, of which the first half has ended. @returns its id */
export async function addRun(databaseUrl: string, items: number): Promise<string> {
  const database = createDatabase({ url: databaseUrl, poolSize: 1, onError: () => undefined });
  try {
    await database.pool.query(
      `with run as (
         insert into reimports (id, status, selector, target, version_template, dry_run, max_in_flight)
         values ($1, 'paused', '{"versions":"all"}', 'replace_drafts', '{version}', false, 8) returning id
       )
       insert into reimport_items (reimport_id, position, organisation_id, connector_id, version_id, version, outcome)
       select run.id, n, c.organisation_id, c.id, v.id, v.name,
              (case when n < $2::int / 2 then 'unchanged' else 'pending' end)::reimport_outcome
         from run, generate_series(0, $2::int - 1) n
         join connectors c on c.name = 'Copy ' || 1 + n % 300
         join connector_versions v on v.connector_id = c.id`,
      [runId, items],
    );
    return runId;
  } finally {
    await database.close();
  }
}
