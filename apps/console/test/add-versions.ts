import { createDatabase } from '@connectory/database';

/** Copies the connector of a draft, as if its document had been imported into each copy by an earlier importer. */
export async function addVersions(databaseUrl: string, count: number): Promise<void> {
  const database = createDatabase({ url: databaseUrl, poolSize: 1, onError: () => undefined });
  try {
    await copyRows(database, count);
  } finally {
    await database.close();
  }
}

async function copyRows({ pool }: ReturnType<typeof createDatabase>, count: number): Promise<void> {
  // Ids are ULIDs: those of the copies differ in their last characters.
  const idOf = (table: string): string => `left(${table}.id, 22) || lpad((5000 + n)::text, 4, '0')`;
  await pool.query(
    `with source as (select id, organisation_id, base_url from connectors where name = 'Copied'),
          copied as (
            insert into connectors (id, organisation_id, name, base_url)
            select ${idOf('source')}, organisation_id, 'Copy ' || n, base_url from source, generate_series(1, $1::int) n
            returning id
          )
     insert into connector_versions (id, connector_id, name, document_sha256, importer_version, import_source)
     select ${idOf('v')}, ${idOf('source')}, v.name, v.document_sha256, '1', v.import_source
       from source join connector_versions v on v.connector_id = source.id, generate_series(1, $1::int) n,
            (select count(*) from copied) as done
      where done.count = $1::int`,
    [count],
  );
}
