import type { ReimportPlan, ReimportRecord } from '@connectory/lifecycle';
import { createId } from '@connectory/encoding';
import { actorJson } from '../audit/audit-rows.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../postgres/database.ts';
import { toReimportRecord } from './reimport-record.ts';
import { selectedVersions, selectorParameters } from './selected-versions.ts';

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
      const items = await tx.$executeRawUnsafe(selectItems, ...selectorParameters(plan.selector), id);
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
 * do not follow each other.
 */
const selectItems = `
  insert into reimport_items (reimport_id, position, organisation_id, connector_id, version_id, version)
  select $6, row_number() over (order by md5(v.id)) - 1, v.organisation_id, v.connector_id, v.id, v.name
    from ${selectedVersions}`;
