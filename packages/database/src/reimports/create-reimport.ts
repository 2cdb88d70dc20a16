import type { ReimportPlan, ReimportRecord, ReimportSelector } from '@connectory/lifecycle';
import { createId } from '@connectory/encoding';
import { actorJson } from '../audit/audit-rows.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../postgres/database.ts';
import { toReimportRecord } from './reimport-record.ts';

/** Stores a run and its items, selected by one statement, in one transaction. A worker's scheduler begins the items later. */
export async function createReimport(database: Database, plan: ReimportPlan): Promise<ReimportRecord> {
  const id = createId();
  return database.prisma.$transaction(
    async (tx) => {
      const row = await tx.reimport.create({
        data: {
          id,
          selector: JSON.stringify(plan.selector),
          target: plan.target,
          versionTemplate: plan.versionTemplate,
          dryRun: plan.dryRun,
          refetch: plan.refetch,
          edits: plan.edits,
          maxInFlight: plan.maxInFlight,
          canaryCount: plan.canary?.count ?? null,
          canaryMaxFailures: plan.canary?.maxFailures ?? 0,
          failureBudget: plan.failureBudget,
          changedBy: actorJson(database.origin),
        },
      });
      const items = await tx.$executeRawUnsafe(selectItems, id, ...selectorParameters(plan.selector));
      const details = { target: plan.target, dryRun: plan.dryRun, items, selector: JSON.stringify(plan.selector) };
      const target = { kind: 'reimport', id };
      await recordAudit(tx, database.origin, { action: 'reimport.created', organisationId: null, target, details });
      return toReimportRecord(row);
    },
    { timeout: 600_000, maxWait: 60_000 },
  );
}

/**
 * Items are ordered by a hash of their version's id: the first ones, such as a canary, are then a random sample, and items of one connector
 * do not follow each other. An importer version that does not consist of numbers counts as older.
 */
const selectItems = `
  insert into reimport_items (reimport_id, position, organisation_id, connector_id, version_id, version)
  select $1, row_number() over (order by md5(v.id)) - 1, v.organisation_id, v.connector_id, v.id, v.name
    from (
      select versions.*, connectors.organisation_id,
             row_number() over (partition by connector_id order by published_at desc nulls last, versions.id desc) as recency
        from connector_versions versions join connectors on connectors.id = versions.connector_id
       where ($2::text[] is null or connectors.organisation_id = any ($2))
         and ($3::text[] is null or connectors.id = any ($3))
    ) v
   where v.document_sha256 is not null
     and case $4 when 'latest' then v.recency = 1 when 'drafts' then v.published_at is null else true end
     and ($5::int[] is null or v.importer_version !~ '^\\d{1,9}(\\.\\d{1,9})*$' or v.importer_version is null
          or string_to_array(v.importer_version, '.')::int[] < $5)
     and ($6::timestamptz is null or v.imported_at < $6)`;

function selectorParameters(selector: ReimportSelector): readonly unknown[] {
  return [
    selector.organisationIds ?? null,
    selector.connectorIds ?? null,
    selector.versions,
    selector.importerVersionBelow?.split('.').map(Number) ?? null,
    selector.importedBefore ?? null,
  ];
}
