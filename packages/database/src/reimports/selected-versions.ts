import type { ReimportSelector } from '@connectory/lifecycle';

/**
 * The versions that a selector matches, as the alias `v`, for a `from` clause. The parameters 1 to 5 are `selectorParameters`. An importer
 * version that does not consist of numbers counts as older.
 */
export const selectedVersions = `
    (
      select versions.*, connectors.organisation_id, connectors.name as connector_name,
             row_number() over (partition by connector_id order by published_at desc nulls last, versions.id desc) as recency
        from connector_versions versions join connectors on connectors.id = versions.connector_id
       where ($1::bpchar[] is null or connectors.organisation_id = any ($1))
         and ($2::bpchar[] is null or connectors.id = any ($2))
    ) v
   where v.document_sha256 is not null
     and case $3 when 'latest' then v.recency = 1 when 'drafts' then v.published_at is null else true end
     and ($4::int[] is null or v.importer_version !~ '^\\d{1,9}(\\.\\d{1,9})*$' or v.importer_version is null
          or string_to_array(v.importer_version, '.')::int[] < $4)
     and ($5::timestamptz is null or v.imported_at < $5)`;

export function selectorParameters(selector: ReimportSelector): readonly unknown[] {
  return [
    selector.organisationIds ?? null,
    selector.connectorIds ?? null,
    selector.versions,
    selector.importerVersionBelow?.split('.').map(Number) ?? null,
    selector.importedBefore ?? null,
  ];
}
