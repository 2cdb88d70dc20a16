import type { AuditAction, AuditDetails, VersionRecord } from '@connectory/lifecycle';
import { actorJson } from '../audit/audit-rows.ts';
import { recordAudit } from '../audit/record-audit.ts';
import {
  type LockedConnector,
  lockConnector,
  type Precondition,
  touchConnector,
} from '../connectors/lock-connector.ts';
import type { Database } from '../postgres/database.ts';
import { violatedConstraint } from '../postgres/database-errors.ts';
import { inWriteTransaction, type WriteTransaction } from '../postgres/write-transaction.ts';
import { lockVersion, rereadVersion } from './lock-versions.ts';
import { type InvalidEntity, readInvalidEntities } from './read-invalid-entities.ts';

/** A version as a URL path names it: by name, or `latest` or `default`. */
export interface NamedVersion {
  readonly organisationId: string;
  readonly connectorId: string;
  readonly version: string;
}

/** A version that is changed only if it fulfils a condition. */
export interface ExpectedVersion extends NamedVersion {
  readonly condition?: Precondition<VersionRecord> | undefined;
}

export type VersionNotFound = { readonly outcome: 'connector-not-found' } | { readonly outcome: 'version-not-found' };

export type VersionChange = { readonly outcome: 'changed'; readonly version: VersionRecord } | VersionNotFound;

export type Publication =
  | VersionChange
  /** Some of its entities have errors. */
  | {
      readonly outcome: 'version-invalid';
      readonly version: VersionRecord;
      readonly entities: readonly InvalidEntity[];
    };

/** Draft → published, which makes it the latest. A published version stays unchanged, so repeated requests publish it once. */
export async function publishVersion(database: Database, named: ExpectedVersion): Promise<Publication> {
  try {
    return await publish(database, named);
  } catch (error) {
    if (error instanceof InvalidVersion) return { outcome: 'version-invalid', ...error.found };
    throw error;
  }
}

/** Rolls back the transaction. */
class InvalidVersion extends Error {
  readonly found: { readonly version: VersionRecord; readonly entities: readonly InvalidEntity[] };
  constructor(found: InvalidVersion['found']) {
    super('version-invalid');
    this.found = found;
  }
}

async function publish(database: Database, named: ExpectedVersion): Promise<VersionChange> {
  return changeVersion(database, named, async (tx, version) => {
    if (version.publishedAt !== null) return undefined;
    const entities = await readInvalidEntities(tx, version.id);
    if (entities.length > 0) throw new InvalidVersion({ version, entities });
    const published = await tx.$executeRaw`
      update connector_versions set published_at = clock_timestamp(), updated_at = clock_timestamp()
       where id = ${version.id} and published_at is null`;
    return published === 0 ? undefined : { action: 'version.published' };
  });
}

/** Published → draft. A draft stays unchanged. */
export async function unpublishVersion(database: Database, named: ExpectedVersion): Promise<VersionChange> {
  return changeVersion(database, named, async (tx, version) => {
    const unpublished = await tx.$executeRaw`
      update connector_versions set published_at = null, updated_at = clock_timestamp()
       where id = ${version.id} and published_at is not null`;
    return unpublished === 0 ? undefined : { action: 'version.unpublished' };
  });
}

export interface VersionUpdate {
  readonly name: string;
  readonly description: string | null;
  /** True makes it the connector's default; false makes the latest version the default. */
  readonly isDefault: boolean;
  /** The read-only fields as the client read them. If they differ, nothing is written. */
  readonly expected: {
    readonly id: string;
    readonly isLatest: boolean;
    readonly createdAt: Date;
    readonly updatedAt: Date;
    readonly publishedAt: Date | null;
  };
}

export type VersionUpdateOutcome =
  | VersionChange
  /** The client changed these read-only fields, or they have changed since it read them. */
  | { readonly outcome: 'read-only'; readonly fields: readonly string[] }
  /** Name and description of a published version are immutable. */
  | { readonly outcome: 'version-published'; readonly version: VersionRecord }
  | { readonly outcome: 'version-exists' }
  /** It is the default because it is the latest: choose another default instead. */
  | { readonly outcome: 'default-by-role' }
  /** A draft cannot become the default, which refers to a published version. */
  | { readonly outcome: 'default-is-draft' };

/** Rolls back the transaction. */
class RefusedUpdate extends Error {
  readonly refusal: Exclude<VersionUpdateOutcome, VersionChange>;
  constructor(refusal: Exclude<VersionUpdateOutcome, VersionChange>) {
    super(refusal.outcome);
    this.refusal = refusal;
  }
}

/** Writes the name, the description and the role as default. For a published version only the role may change. */
export async function updateVersion(
  database: Database,
  named: ExpectedVersion,
  update: VersionUpdate,
): Promise<VersionUpdateOutcome> {
  try {
    return await changeVersion(database, named, async (tx, version, connector) => {
      const fields = readOnlyChanges(version, update.expected);
      if (fields.length > 0) throw new RefusedUpdate({ outcome: 'read-only', fields });
      const changed = [
        ...(await writeTexts(tx, version, update)),
        ...(await writeDefault(tx, { version, connector, isDefault: update.isDefault })),
      ];
      return changed.length === 0 ? undefined : { action: 'version.changed', details: { changed } };
    });
  } catch (error) {
    if (error instanceof RefusedUpdate) return error.refusal;
    if (violatedConstraint(error) === 'connector_versions_connector_id_name_key') return { outcome: 'version-exists' };
    throw error;
  }
}

function readOnlyChanges(version: VersionRecord, expected: VersionUpdate['expected']): readonly string[] {
  const sameTime = (one: Date | null, other: Date | null): boolean => one?.getTime() === other?.getTime();
  return [
    ...(version.id === expected.id ? [] : ['id']),
    ...(version.isLatest === expected.isLatest ? [] : ['isLatest']),
    ...(sameTime(version.createdAt, expected.createdAt) ? [] : ['createdAt']),
    ...(sameTime(version.updatedAt, expected.updatedAt) ? [] : ['updatedAt']),
    ...(sameTime(version.publishedAt, expected.publishedAt) ? [] : ['publishedAt']),
  ];
}

/** @returns the names of the fields that it has changed. */
async function writeTexts(
  tx: WriteTransaction,
  version: VersionRecord,
  update: VersionUpdate,
): Promise<readonly string[]> {
  const { name, description } = update;
  const changed = (['name', 'description'] as const).filter((field) => version[field] !== update[field]);
  if (changed.length === 0) return [];
  const written = await tx.$executeRaw`
    update connector_versions set name = ${name}, description = ${description}, updated_at = clock_timestamp()
     where id = ${version.id} and published_at is null`;
  if (written === 0) throw new RefusedUpdate({ outcome: 'version-published', version });
  return changed;
}

async function writeDefault(
  tx: WriteTransaction,
  change: { version: VersionRecord; connector: LockedConnector; isDefault: boolean },
): Promise<readonly string[]> {
  const { version, connector, isDefault } = change;
  if (version.isDefault === isDefault) return [];
  if (isDefault && version.publishedAt === null) throw new RefusedUpdate({ outcome: 'default-is-draft' });
  if (!isDefault && connector.defaultVersionId !== version.id) throw new RefusedUpdate({ outcome: 'default-by-role' });
  const chosen = isDefault ? version.id : null;
  await tx.$executeRaw`update connectors set default_version_id = ${chosen} where id = ${connector.id}`;
  return ['isDefault'];
}

export type VersionDeletion =
  | { readonly outcome: 'deleted' }
  | VersionNotFound
  /** Published, so deleting it requires `force`. */
  | { readonly outcome: 'version-published'; readonly version: VersionRecord };

/** Deletes a draft, or with `force` also a published version. An import under way into it creates it again. */
export async function deleteVersion(
  database: Database,
  named: ExpectedVersion,
  options: { readonly force: boolean },
): Promise<VersionDeletion> {
  return inWriteTransaction(database, async (tx) => {
    const connector = await lockConnector(tx, named.organisationId, named.connectorId);
    if (connector === undefined) return { outcome: 'connector-not-found' };
    const version = await lockVersion(tx, connector, named.version);
    if (version === undefined) return { outcome: 'version-not-found' };
    named.condition?.(version);
    const deleted = await tx.$executeRaw`
      delete from connector_versions where id = ${version.id} and (published_at is null or ${options.force}::boolean)`;
    if (deleted === 0) return { outcome: 'version-published', version };
    await tx.$executeRaw`
      update connectors set updated_at = now(),
             default_version_id = case when default_version_id = ${version.id} then null else default_version_id end
       where id = ${connector.id}`;
    const { organisationId, connectorId } = named;
    const details = { connectorId, name: version.name, wasPublished: version.publishedAt !== null };
    const target = { kind: 'version', id: version.id };
    tx.beforeCommit(recordAudit(tx, database.origin, { action: 'version.deleted', organisationId, target, details }));
    return { outcome: 'deleted' };
  });
}

/** The changes of `changeVersion`; undefined if the version was so already. */
type MadeChange = { readonly action: AuditAction; readonly details?: AuditDetails } | undefined;

async function changeVersion(
  database: Database,
  named: ExpectedVersion,
  change: (tx: WriteTransaction, version: VersionRecord, connector: LockedConnector) => Promise<MadeChange>,
): Promise<VersionChange> {
  const { organisationId, connectorId } = named;
  return inWriteTransaction(database, async (tx) => {
    const connector = await lockConnector(tx, organisationId, connectorId);
    if (connector === undefined) return { outcome: 'connector-not-found' };
    const version = await lockVersion(tx, connector, named.version);
    if (version === undefined) return { outcome: 'version-not-found' };
    named.condition?.(version);
    const made = await change(tx, version, connector);
    await touchConnector(tx, connectorId);
    if (made !== undefined) tx.beforeCommit(recordChange(tx, database, named, { ...made, version }));
    return { outcome: 'changed', version: await rereadVersion(tx, organisationId, connectorId, version.id) };
  });
}

async function recordChange(
  tx: WriteTransaction,
  { origin }: Database,
  { organisationId, connectorId }: NamedVersion,
  { action, details, version }: NonNullable<MadeChange> & { readonly version: VersionRecord },
): Promise<void> {
  const target = { kind: 'version', id: version.id };
  const audited = { action, organisationId, target, details: { connectorId, name: version.name, ...details } };
  await Promise.all([
    tx.$executeRaw`update connector_versions set changed_by = ${actorJson(origin)} where id = ${version.id}`,
    recordAudit(tx, origin, audited),
  ]);
}
