import type { ConnectorModel, Message } from '@connectory/importer';
import type { Database } from '../postgres/database.ts';
import { createId } from '../ids/create-id.ts';
import { fence } from '../imports/claim-import.ts';
import type { ClaimedWork } from '../imports/find-claimed-import.ts';
import { writeEffect } from '../imports/import-effect.ts';
import type { ImportTimings } from '../imports/import-record.ts';
import { importSourceJson } from '../imports/import-source.ts';
import { storedText } from '../stored-text.ts';
import { violatedConstraint } from '../postgres/database-errors.ts';
import { inWriteTransaction, type WriteTransaction } from '../postgres/write-transaction.ts';
import { endSucceeded } from './end-succeeded.ts';
import { fitVersionName } from './fit-version-name.ts';
import { keepValidators } from './keep-validators.ts';
import { diffJson } from './plan-diff.ts';
import { isStillRight, mayReplace, planVersion, type StoredVersion, type VersionPlan } from './plan-version.ts';
import {
  connectorColumns,
  createConnectorFenced,
  extendConnector,
  mergeIntoConnector,
} from '../connectors/write-connector.ts';
import { findUnknownSchemas, schemasKey, writeVersionRows } from './write-version-rows.ts';

export interface PersistedVersion {
  readonly model: ConnectorModel;
  readonly importerVersion: string;
  /** Milliseconds by stage so far; `persisting` is added here. */
  readonly timings: ImportTimings;
  /** Of a draft and of what replaces it, together: larger ones are not compared. */
  readonly maxDiffBytes: number;
}

interface Ended {
  readonly version: string;
  /** Those that were given, and that of writing. */
  readonly timings: ImportTimings;
}

export type PersistOutcome =
  | ({ readonly outcome: 'persisted'; readonly versionId: string } & Ended)
  /** A dry run: the import has succeeded, and nothing but its own row was written. */
  | ({ readonly outcome: 'previewed' } & Ended)
  /** Somebody else holds the import now, or it was cancelled: nothing was written. */
  | { readonly outcome: 'claim-lost' }
  /** Between acceptance and now the connector was deleted. Nothing was written. */
  | { readonly outcome: 'connector-gone' }
  /** Between acceptance and now the version appeared. Nothing was written. */
  | { readonly outcome: 'version-exists'; readonly version: string }
  /** The version to be replaced was published, and so is immutable. Nothing was written. */
  | { readonly outcome: 'version-published'; readonly version: string };

/** A transaction that must be given up without being an error. */
class Abandoned extends Error {
  readonly result: PersistOutcome;
  constructor(result: PersistOutcome) {
    super(result.outcome);
    this.result = result;
  }
}

/**
 * Writes a connector version, new or in the place of a draft, and ends its import, `running → succeeded`, in one transaction fenced by
 * the claim: all of it or none. What replaces a draft keeps the ids of what was taken for the same. A dry run ends its import only.
 * The number of statements does not depend on the size of the model.
 */
export async function persistVersion(
  database: Database,
  target: ClaimedWork,
  persisted: PersistedVersion,
): Promise<PersistOutcome> {
  const startedAt = performance.now();
  const version = storedText(target.version ?? fitVersionName(persisted.model.connector.version));
  const planned = await planVersion(database.sql, target, version, persisted);
  for (;;) {
    try {
      return await inWriteTransaction(database, (tx) =>
        writeWithin(tx, target, { version, planned, persisted, startedAt }),
      );
    } catch (error) {
      if (error instanceof Abandoned) return error.result;
      // Others were faster with some of the schemas: those are stored now, and need not be written again.
      if (violatedConstraint(error) !== schemasKey) throw error;
    }
  }
}

async function writeWithin(
  tx: WriteTransaction,
  target: ClaimedWork,
  work: { version: string; planned: VersionPlan; persisted: PersistedVersion; startedAt: number },
): Promise<PersistOutcome> {
  const { version, planned, persisted } = work;
  const { claim } = target;
  const { model } = persisted;
  const dry = target.options.dryRun === true;
  const merged = await settleConnector(tx, target, model, dry);
  const right = await isStillRight(tx, target, version, planned);
  const plan = right ? planned : await planVersion(tx, target, version, persisted);
  refuseExisting(target, version, plan.existing);
  const messages = [...model.messages, ...merged, ...plan.messages];
  const versionId = dry ? null : await writePlanned(tx, target, { version, plan, persisted, messages });
  await writeEffect(tx, claim.importId, {
    connector: dry && target.createsConnector ? connectorColumns(model.connector) : undefined,
    diffJson: plan.diff && diffJson(plan.diff, versionId === null ? { version } : { versionId, version }),
  });
  const timings = { ...persisted.timings, persisting: Math.round(performance.now() - work.startedAt) };
  const diff = plan.diff && { against: plan.diff.base.version, ...plan.diff.diff.summary };
  const matched = plan.kept?.account;
  tx.beforeCommit(endSucceeded(tx, claim, { versionId, version, model, messages, timings, matched, diff }));
  const said = { version, timings };
  return versionId === null ? { outcome: 'previewed', ...said } : { outcome: 'persisted', versionId, ...said };
}

/** Fences the transaction, and extends the connector; a new one is made with its version. @returns what there is to say about it. */
async function settleConnector(
  tx: WriteTransaction,
  target: ClaimedWork,
  { connector }: ConnectorModel,
  dry: boolean,
): Promise<readonly Message[]> {
  if (target.createsConnector && !dry) return [];
  if (!(await fence(tx, target.claim))) throw new Abandoned({ outcome: 'claim-lost' });
  if (target.createsConnector) return [];
  const messages = dry
    ? (await mergeIntoConnector(tx, target.connectorId, connector))?.messages
    : await extendConnector(tx, target.connectorId, connector);
  if (messages === undefined) throw new Abandoned({ outcome: 'connector-gone' });
  return messages;
}

function refuseExisting(target: ClaimedWork, version: string, existing: StoredVersion | undefined): void {
  if (existing === undefined || mayReplace(target, existing)) return;
  const replacing = target.options.ifExists === 'replace';
  throw new Abandoned({ outcome: replacing ? 'version-published' : 'version-exists', version });
}

interface Written {
  readonly version: string;
  readonly plan: VersionPlan;
  readonly persisted: PersistedVersion;
  readonly messages: readonly Message[];
}

async function writePlanned(tx: WriteTransaction, target: ClaimedWork, written: Written): Promise<string> {
  const { existing, rows } = written.plan;
  const [versionId, unknown] = await Promise.all([
    existing === undefined ? insertVersion(tx, target, written) : emptyVersion(tx, existing.id, target, written),
    findUnknownSchemas(tx, rows.schemas),
  ]);
  await writeVersionRows(tx, versionId, rows, unknown);
  const fetched = target.options.schemaURL !== undefined;
  if (fetched || existing !== undefined) await keepValidators(tx, target.claim.importId, versionId);
  return versionId;
}

async function insertVersion(tx: WriteTransaction, target: ClaimedWork, written: Written): Promise<string> {
  const { importerVersion, model } = written.persisted;
  const id = createId();
  const messagesJson = JSON.stringify(written.messages);
  if (target.createsConnector) {
    const row = { id, name: written.version, importerVersion, messagesJson };
    const held = await createConnectorFenced(tx, target, model.connector, row);
    if (!held) throw new Abandoned({ outcome: 'claim-lost' });
    return id;
  }
  const inserted = await tx.$executeRaw`
    insert into connector_versions (id, connector_id, name, document_sha256, importer_version, import_source, messages)
    values (${id}, ${target.connectorId}, ${written.version}, ${target.documentSha256}, ${importerVersion},
            ${importSourceJson(target)}, ${messagesJson})
    on conflict (connector_id, name) do nothing`;
  if (inserted === 0) throw new Abandoned({ outcome: 'version-exists', version: written.version });
  return id;
}

/** Takes everything out of a draft, by compare-and-set on its being one. Its schemas may be others' too and stay. */
async function emptyVersion(
  tx: WriteTransaction,
  versionId: string,
  target: ClaimedWork,
  written: Written,
): Promise<string> {
  const updated = await tx.$executeRaw`
    update connector_versions
       set document_sha256 = ${target.documentSha256}, importer_version = ${written.persisted.importerVersion},
           import_source = ${importSourceJson(target)}, messages = ${JSON.stringify(written.messages)}, imported_at = now(),
           updated_at = now()
     where id = ${versionId} and published_at is null`;
  if (updated === 0) throw new Abandoned({ outcome: 'version-published', version: written.version });
  await tx.$executeRaw`delete from actions where version_id = ${versionId}`;
  await tx.$executeRaw`delete from triggers where version_id = ${versionId}`;
  await tx.$executeRaw`delete from definitions where version_id = ${versionId}`;
  return versionId;
}
