import type { Database } from '../postgres/database.ts';
import { violatedConstraint } from '../postgres/database-errors.ts';
import { inWriteTransaction, type WriteTransaction } from '../postgres/write-transaction.ts';
import { type LockedConnector, lockConnector, lockVersion, rereadVersion, touchConnector } from './locked-versions.ts';
import type { VersionRecord } from './versions.ts';

/** A version as its path names it: by name, or `latest` or `default`. */
export interface NamedVersion {
  readonly organisationId: string;
  readonly connectorId: string;
  readonly version: string;
}

export type VersionNotFound = { readonly outcome: 'connector-not-found' } | { readonly outcome: 'version-not-found' };

export type VersionChange = { readonly outcome: 'changed'; readonly version: VersionRecord } | VersionNotFound;

/**
 * Draft → published, which makes it the latest. One that is published stays as it is: asked twice, or at once, it is published once.
 */
export async function publishVersion(database: Database, named: NamedVersion): Promise<VersionChange> {
  return changeVersion(database, named, async (tx, version) => {
    await tx.$executeRaw`
      update connector_versions set published_at = clock_timestamp(), updated_at = clock_timestamp()
       where id = ${version.id} and published_at is null`;
  });
}

/** Published → draft. A draft stays as it is. */
export async function unpublishVersion(database: Database, named: NamedVersion): Promise<VersionChange> {
  return changeVersion(database, named, async (tx, version) => {
    await tx.$executeRaw`
      update connector_versions set published_at = null, updated_at = clock_timestamp()
       where id = ${version.id} and published_at is not null`;
  });
}

export interface VersionUpdate {
  readonly name: string;
  readonly description: string | null;
  /** Whether the connector's default is to be this version; false leaves the choice to the latest. */
  readonly isDefault: boolean;
  /** What its sender took the version to be: nothing is written when it is not. */
  readonly expected: {
    readonly id: string;
    readonly isLatest: boolean;
    readonly createdAt: Date;
    readonly updatedAt: Date;
    readonly publishedAt: Date | null;
  };
}

export type VersionUpdating =
  | VersionChange
  /** These fields cannot be changed like this, or have changed since they were read. */
  | { readonly outcome: 'read-only'; readonly fields: readonly string[] }
  /** Name and description of a published version are immutable. */
  | { readonly outcome: 'version-published'; readonly version: VersionRecord }
  | { readonly outcome: 'version-exists' }
  /** It is the default for being the latest: another has to be chosen instead. */
  | { readonly outcome: 'default-by-role' };

/** A refusal found within the transaction, which writes nothing then. */
class Refused extends Error {
  readonly refusal: Exclude<VersionUpdating, VersionChange>;
  constructor(refusal: Exclude<VersionUpdating, VersionChange>) {
    super(refusal.outcome);
    this.refusal = refusal;
  }
}

/** Writes name, description and whether it is the default; of a published version only the latter. */
export async function updateVersion(
  database: Database,
  named: NamedVersion,
  update: VersionUpdate,
): Promise<VersionUpdating> {
  try {
    return await changeVersion(database, named, async (tx, version, connector) => {
      const fields = readOnlyChanges(version, update.expected);
      if (fields.length > 0) throw new Refused({ outcome: 'read-only', fields });
      await writeTexts(tx, version, update);
      await writeDefault(tx, { version, connector, isDefault: update.isDefault });
    });
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
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

async function writeTexts(tx: WriteTransaction, version: VersionRecord, update: VersionUpdate): Promise<void> {
  const { name, description } = update;
  if (version.name === name && version.description === description) return;
  const written = await tx.$executeRaw`
    update connector_versions set name = ${name}, description = ${description}, updated_at = clock_timestamp()
     where id = ${version.id} and published_at is null`;
  if (written === 0) throw new Refused({ outcome: 'version-published', version });
}

async function writeDefault(
  tx: WriteTransaction,
  change: { version: VersionRecord; connector: LockedConnector; isDefault: boolean },
): Promise<void> {
  const { version, connector, isDefault } = change;
  if (version.isDefault === isDefault) return;
  if (!isDefault && connector.defaultVersionId !== version.id) throw new Refused({ outcome: 'default-by-role' });
  const chosen = isDefault ? version.id : null;
  await tx.$executeRaw`update connectors set default_version_id = ${chosen} where id = ${connector.id}`;
}

export type VersionDeletion =
  | { readonly outcome: 'deleted' }
  | VersionNotFound
  /** Published: it takes force to delete it. */
  | { readonly outcome: 'version-published'; readonly version: VersionRecord };

/** Deletes a draft, or with `force` whatever it is. An import into it that is under way makes it anew when it ends. */
export async function deleteVersion(
  database: Database,
  named: NamedVersion,
  options: { readonly force: boolean },
): Promise<VersionDeletion> {
  return inWriteTransaction(database, async (tx) => {
    const connector = await lockConnector(tx, named.organisationId, named.connectorId);
    if (connector === undefined) return { outcome: 'connector-not-found' };
    const version = await lockVersion(tx, connector, named.version);
    if (version === undefined) return { outcome: 'version-not-found' };
    const deleted = await tx.$executeRaw`
      delete from connector_versions where id = ${version.id} and (published_at is null or ${options.force}::boolean)`;
    if (deleted === 0) return { outcome: 'version-published', version };
    await tx.$executeRaw`
      update connectors set updated_at = now(),
             default_version_id = case when default_version_id = ${version.id} then null else default_version_id end
       where id = ${connector.id}`;
    return { outcome: 'deleted' };
  });
}

async function changeVersion(
  database: Database,
  named: NamedVersion,
  change: (tx: WriteTransaction, version: VersionRecord, connector: LockedConnector) => Promise<void>,
): Promise<VersionChange> {
  const { organisationId, connectorId } = named;
  return inWriteTransaction(database, async (tx) => {
    const connector = await lockConnector(tx, organisationId, connectorId);
    if (connector === undefined) return { outcome: 'connector-not-found' };
    const version = await lockVersion(tx, connector, named.version);
    if (version === undefined) return { outcome: 'version-not-found' };
    await change(tx, version, connector);
    await touchConnector(tx, connectorId);
    return { outcome: 'changed', version: await rereadVersion(tx, organisationId, connectorId, version.id) };
  });
}
