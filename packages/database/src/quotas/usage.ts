import type { Database } from '../postgres/database.ts';

export interface OrganisationUsage {
  readonly waitingImports: number;
  readonly runningImports: number;
  readonly connectors: number;
  /** As measured last. */
  readonly storedBytes: number;
  /** Seconds from one start of an import to the next, by the latest ones; null if there are too few. */
  readonly secondsPerStart: number | null;
}

/** Started imports that the pace is taken from. */
const paceOf = 20;

/** The imports among which they are looked for: those of a bulk run do not count, and may be many. */
const latestImports = 500;

/** The present use of an organisation. Waiting imports of bulk re-imports do not count. */
export async function readUsage(database: Database, organisationId: string): Promise<OrganisationUsage> {
  const [row] = await database.sql.$queryRaw<OrganisationUsage[]>`
    select (select count(*)::int from listed_imports
             where status = 'queued' and organisation_id = ${organisationId} and reimport_id is null) as "waitingImports",
           (select count(*)::int from listed_imports where status = 'running' and organisation_id = ${organisationId}) as "runningImports",
           (select count(*)::int from connectors where organisation_id = ${organisationId}) as "connectors",
           coalesce((select stored_bytes from organisation_usage where organisation_id = ${organisationId}), 0)::float8 as "storedBytes",
           (select (extract(epoch from max(started_at) - min(started_at)) / nullif(count(*) - 1, 0))::float8
              from (select started_at
                      from (select id, started_at, reimport_id from listed_imports
                             where organisation_id = ${organisationId} order by id desc limit ${latestImports}) latest
                     where started_at is not null and reimport_id is null
                     order by id desc limit ${paceOf}) started) as "secondsPerStart"`;
  if (row === undefined) throw new Error('the usage has no row');
  return row;
}

/**
 * Counts the connectors and documents of an organisation, and stores the result for the next acceptances. A document counts once, by its
 * bytes as uploaded.
 */
export async function measureUsage(database: Database, organisationId: string): Promise<void> {
  await database.sql.$executeRaw`
    insert into organisation_usage (organisation_id, connectors, stored_bytes, measured_at)
    select ${organisationId}::char(26), (select count(*) from connectors where organisation_id = ${organisationId}),
           (select coalesce(sum(bytes), 0) from documents
             where sha256 in (select document_sha256 from imports where organisation_id = ${organisationId}
                              union
                              select document_sha256 from upload_urls where organisation_id = ${organisationId}
                              union
                              select v.document_sha256 from connector_versions v join connectors c on c.id = v.connector_id
                               where c.organisation_id = ${organisationId})),
           now()
    on conflict (organisation_id)
    do update set connectors = excluded.connectors, stored_bytes = excluded.stored_bytes, measured_at = excluded.measured_at`;
}
