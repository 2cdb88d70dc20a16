import type { AuditAction, ChangeOrigin, VersionRecord } from '@connectory/lifecycle';
import { actorJson } from '../audit/audit-rows.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { lockConnector, touchConnector } from '../connectors/lock-connector.ts';
import type { Database } from '../postgres/database.ts';
import { violatedConstraint } from '../postgres/database-errors.ts';
import { inWriteTransaction, type WriteTransaction } from '../postgres/write-transaction.ts';
import type { NamedVersion } from '../versions/change-version.ts';
import { lockVersion } from '../versions/lock-versions.ts';
import type { LimitedSession } from './edit-limits.ts';
import { inTurn } from './edit-turns.ts';
import { type EditRefusal, RefusedEdit } from './refused-edit.ts';

/** A locked draft in its transaction, for reading and writing its rows. */
export interface DraftSession {
  readonly tx: WriteTransaction & LimitedSession;
  readonly versionId: string;
}

/** A locked draft, within the transaction that edits it. */
export interface Draft extends DraftSession {
  readonly origin: ChangeOrigin;
  readonly version: VersionRecord;
  /** Records changes of entities for the audit. */
  audit(changes: readonly EntityChange[]): void;
}

export interface EntityChange {
  readonly action: AuditAction;
  readonly kind: 'action' | 'trigger' | 'definition';
  readonly id: string;
  readonly name: string;
}

export type Edited<Value> =
  | { readonly outcome: 'edited'; readonly version: string; readonly value: Value }
  | EditRefusal;

/** Two entities of a kind had the same name. */
const uniqueNames: ReadonlySet<string | undefined> = new Set([
  'actions_version_id_name_key',
  'triggers_version_id_name_key',
  'definitions_version_id_name_key_key',
]);

/**
 * Edits a draft in one transaction. Its row is written, so that an import that was planned against the former state plans again.
 * @param name the name that the edit gives to an entity, for the refusal of a name that exists.
 */
export async function editDraft<Value>(
  database: Database,
  named: NamedVersion,
  name: string,
  edit: (draft: Draft) => Promise<Value>,
): Promise<Edited<Value>> {
  try {
    const edited = await inTurn(database.pool, named.organisationId, () =>
      inWriteTransaction(database, (tx) =>
        editWithin({ ...tx, limits: database.editLimits }, database.origin, named, edit),
      ),
    );
    return edited === 'busy' ? { outcome: 'busy' } : edited;
  } catch (error) {
    if (error instanceof RefusedEdit) return error.refusal;
    if (uniqueNames.has(violatedConstraint(error))) return { outcome: 'name-exists', name };
    throw error;
  }
}

async function editWithin<Value>(
  tx: Draft['tx'],
  origin: ChangeOrigin,
  { organisationId, connectorId, version: versionName }: NamedVersion,
  edit: (draft: Draft) => Promise<Value>,
): Promise<Edited<Value>> {
  const connector = await lockConnector(tx, organisationId, connectorId);
  if (connector === undefined) return { outcome: 'connector-not-found' };
  const version = await lockVersion(tx, connector, versionName);
  if (version === undefined) return { outcome: 'version-not-found' };
  if (version.publishedAt !== null) return { outcome: 'version-published', version };
  const audit: Draft['audit'] = (changes) => {
    const audited = changes.map(({ action, kind, id, name }) => ({
      action,
      organisationId,
      target: { kind, id },
      details: { connectorId, version: version.name, name },
    }));
    tx.beforeCommit(recordAudit(tx, origin, ...audited));
  };
  const value = await edit({ tx, versionId: version.id, origin, version, audit });
  await tx.$executeRaw`
    update connector_versions set updated_at = clock_timestamp(), changed_by = ${actorJson(origin)} where id = ${version.id}`;
  await touchConnector(tx, connectorId);
  return { outcome: 'edited', version: version.name, value };
}
