import type { ConnectorModel, Message } from '@connectory/importer';
import type { ClaimedWork } from '../imports/find-claimed-import.ts';
import { infoMessage } from './info-message.ts';
import { type KeptIds, keepIds } from './keep-ids.ts';
import { readKnownEntities } from './known-entities.ts';
import { findDiffBase, planDiff, type PlannedDiff } from './plan-diff.ts';
import { buildVersionRows, type KnownIds, type VersionRows } from './version-rows.ts';
import type { SqlSession } from '../postgres/sql-session.ts';

/** A version as it stood when looked at. */
export interface StoredVersion {
  readonly id: string;
  /** Another after every change of its row. */
  readonly revision: string;
  readonly published: boolean;
}

/** The rows of a version to be written, and what they were worked out against. */
export interface VersionPlan {
  /** The version of this name that is there already. */
  readonly existing: StoredVersion | undefined;
  /** What it keeps of the version that it replaces; undefined when it replaces none. */
  readonly kept: KeptIds | undefined;
  readonly rows: VersionRows;
  /** What changes, against what it replaces; of a dry run of a new version, against the latest. */
  readonly diff: PlannedDiff | undefined;
  /** What there is to say about all this. */
  readonly messages: readonly Message[];
}

const noKnownIds: KnownIds = { actions: new Map(), triggers: new Map(), definitions: new Map() };

/** Works out rows. Done before the transaction that writes them, so that nothing is locked meanwhile; see `isStillRight`. */
export async function planVersion(
  tx: SqlSession,
  target: ClaimedWork,
  version: string,
  { model, maxDiffBytes }: { readonly model: ConnectorModel; readonly maxDiffBytes: number },
): Promise<VersionPlan> {
  const existing = target.createsConnector ? undefined : await findStoredVersion(tx, target.connectorId, version);
  const kept =
    existing === undefined || !mayReplace(target, existing)
      ? undefined
      : keepIds(model, await readKnownEntities(tx, existing.id));
  const rows = buildVersionRows(model, kept?.ids ?? noKnownIds);
  const base = await findDiffBase(tx, target, kept === undefined ? undefined : existing);
  const diff = base === undefined ? undefined : await planDiff(tx, base, rows, maxDiffBytes);
  const leftOut = base !== undefined && diff === undefined ? [diffLeftOut(base.version, maxDiffBytes)] : [];
  return { existing, kept, rows, diff, messages: [...(kept?.messages ?? []), ...leftOut] };
}

function diffLeftOut(version: string, maxBytes: number): Message {
  return infoMessage(
    'DIFF_LEFT_OUT',
    `What changed against version ${version} was not worked out: together they have more than the ${maxBytes} bytes that an import compares (IMPORT_MAX_DIFF_BYTES).`,
  );
}

/** Whether nothing has changed since; the row stays locked, so that nothing will. */
export async function isStillRight(
  tx: SqlSession,
  target: ClaimedWork,
  version: string,
  plan: VersionPlan,
): Promise<boolean> {
  // A connector that was made in this transaction has no version that anybody could have made.
  if (target.createsConnector) return true;
  const existing = await lockStoredVersion(tx, target.connectorId, version);
  return existing?.id === plan.existing?.id && existing?.revision === plan.existing?.revision;
}

/** A published version is immutable, whoever asks. */
export function mayReplace(target: ClaimedWork, existing: StoredVersion): boolean {
  return target.options.ifExists === 'replace' && !existing.published;
}

// `xmin` names the transaction that wrote the row last: no clock is asked, and no column kept.
async function findStoredVersion(tx: SqlSession, connectorId: string, name: string) {
  const rows = await tx.$queryRaw<StoredVersion[]>`
    select id, xmin::text as revision, published_at is not null as published
      from connector_versions where connector_id = ${connectorId} and name = ${name}`;
  return rows[0];
}

async function lockStoredVersion(tx: SqlSession, connectorId: string, name: string) {
  const rows = await tx.$queryRaw<StoredVersion[]>`
    select id, xmin::text as revision, published_at is not null as published
      from connector_versions where connector_id = ${connectorId} and name = ${name} for update`;
  return rows[0];
}
