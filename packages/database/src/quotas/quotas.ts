import { actorJson } from '../audit/audit-rows.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../postgres/database.ts';

/** What operators can set for one organisation. Null where the value of the settings applies. */
export interface OwnQuotas {
  /** Imports in each turn of the organisation. */
  readonly importWeight: number | null;
  readonly runningImports: number | null;
  readonly waitingImports: number | null;
  readonly connectors: number | null;
  readonly storedBytes: number | null;
  readonly uploads: number | null;
  readonly diffs: number | null;
  readonly eventStreams: number | null;
}

/** @returns nulls for an organisation without quotas of its own. */
export async function readQuotas(database: Database, organisationId: string): Promise<OwnQuotas> {
  const [row] = await database.sql.$queryRaw<OwnQuotas[]>`
    select import_weight as "importWeight", running_imports as "runningImports", waiting_imports as "waitingImports", connectors,
           stored_bytes::float8 as "storedBytes", uploads, diffs, event_streams as "eventStreams"
      from organisation_quotas where organisation_id = ${organisationId}`;
  return row ?? noQuotas;
}

const noQuotas: OwnQuotas = {
  importWeight: null,
  runningImports: null,
  waitingImports: null,
  connectors: null,
  storedBytes: null,
  uploads: null,
  diffs: null,
  eventStreams: null,
};

/** Replaces the quotas of an organisation, which must exist. */
export async function setQuotas(database: Database, organisationId: string, quotas: OwnQuotas): Promise<void> {
  const { origin } = database;
  const storedBytes = quotas.storedBytes === null ? null : BigInt(quotas.storedBytes);
  const data = { ...quotas, storedBytes, changedBy: actorJson(origin) };
  await database.prisma.$transaction(async (tx) => {
    await tx.organisationQuotas.upsert({
      where: { organisationId },
      create: { organisationId, ...data },
      update: data,
    });
    const target = { kind: 'organisation', id: organisationId };
    await recordAudit(tx, origin, { action: 'quota.changed', organisationId, target, details: { ...quotas } });
  });
}
