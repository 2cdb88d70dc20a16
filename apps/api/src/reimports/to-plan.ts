import { defaultVersionTemplate, type ReimportRequest } from '@connectory/contract';
import type { ReimportPlan, ReimportSelector } from '@connectory/lifecycle';

const defaultMaxInFlight = 16;

/** The plan of a request, with defaults filled in. */
export function toPlan(body: ReimportRequest): ReimportPlan {
  const { canary } = body;
  return {
    selector: toSelector(body.selector),
    target: body.target === 'new-version' ? 'new_version' : 'replace_drafts',
    versionTemplate: body.versionTemplate ?? defaultVersionTemplate,
    dryRun: body.dryRun ?? false,
    refetch: body.refetch ?? false,
    edits: body.edits ?? 'keep',
    maxInFlight: body.maxInFlight ?? defaultMaxInFlight,
    canary: canary === undefined ? null : { count: canary.count, maxFailures: canary.maxFailures ?? 0 },
    failureBudget: body.failureBudget ?? null,
  };
}

export function toSelector(given: ReimportRequest['selector']): ReimportSelector {
  const { organisationIds, connectorIds, versions = 'all', importerVersionBelow, importedBefore } = given;
  return {
    versions,
    ...(organisationIds === undefined ? {} : { organisationIds }),
    ...(connectorIds === undefined ? {} : { connectorIds }),
    ...(importerVersionBelow === undefined ? {} : { importerVersionBelow }),
    ...(importedBefore === undefined ? {} : { importedBefore }),
  };
}
