import { createId } from '@connectory/encoding';
import {
  type ClaimedWork,
  importSourceJson,
  type PlannedVersion,
  type StoredVersion,
  type VersionSource,
} from '@connectory/lifecycle';
import { replaceEdits } from '../edits/replace-edits.ts';
import { appliedOverlaysJson } from '../overlays/applied-overlays.ts';
import { createConnectorFenced } from '../connectors/write-connector.ts';
import type { WriteTransaction } from '../postgres/write-transaction.ts';
import { keepValidators } from './keep-validators.ts';
import { RefusedWrite } from './refused-write.ts';
import { findUnknownSchemas, writeVersionRows } from './write-version-rows.ts';

/** A planned version, with all messages of its import. */
export interface WrittenVersion {
  readonly version: string;
  /** The draft to replace. */
  readonly existing: StoredVersion | undefined;
  readonly plan: PlannedVersion;
  /** The version whose edits are taken over, if it is another one. */
  readonly editsFrom: string | undefined;
  readonly source: VersionSource;
  readonly importerVersion: string;
  /** JSON array of Message. */
  readonly messagesJson: string;
}

/**
 * Writes a planned version: its row, its entities and the schemas that are not stored yet.
 * @returns the id of the version.
 * @throws RefusedWrite
 */
export async function writePlan(tx: WriteTransaction, work: ClaimedWork, written: WrittenVersion): Promise<string> {
  const { existing, plan, source, editsFrom } = written;
  const [versionId, unknown] = await Promise.all([
    existing === undefined ? insertVersion(tx, work, written) : emptyDraft(tx, existing.id, work, written),
    findUnknownSchemas(tx, plan.schemaHashes),
  ]);
  await writeVersionRows(tx, versionId, source, unknown);
  if (plan.edits !== undefined)
    await replaceEdits(tx, {
      from: editsFrom ?? versionId,
      to: versionId,
      edits: plan.edits.edits,
      invalid: plan.edits.invalid,
      schemaHashes: plan.schemaHashes,
    });
  const fetched = work.options.schemaURL !== undefined;
  if (fetched || existing !== undefined) await keepValidators(tx, work.claim.importId, versionId);
  return versionId;
}

async function insertVersion(tx: WriteTransaction, work: ClaimedWork, written: WrittenVersion): Promise<string> {
  const { importerVersion, source, version, messagesJson } = written;
  const id = createId();
  const extrasHash = Buffer.from(written.plan.extrasHash, 'hex');
  const appliedOverlays = appliedOverlaysJson(work.overlays);
  if (work.createsConnector) {
    const row = { id, name: version, importerVersion, messagesJson, extrasHash, appliedOverlays };
    const held = await createConnectorFenced(tx, work, source.facts.connector, row);
    if (!held) throw new RefusedWrite({ outcome: 'claim-lost' });
    return id;
  }
  const inserted = await tx.$executeRaw`
    insert into connector_versions (id, connector_id, name, document_sha256, importer_version, import_source, messages,
                                    extras_hash, overlays_hash, applied_overlays, changed_by)
    values (${id}, ${work.connectorId}, ${version}, ${work.documentSha256}, ${importerVersion}, ${importSourceJson(work)},
            ${messagesJson}, ${extrasHash}, ${work.overlaysHash}, ${appliedOverlays},
            (select changed_by from imports where id = ${work.claim.importId}))
    on conflict (connector_id, name) do nothing`;
  if (inserted === 0) throw new RefusedWrite({ outcome: 'version-exists', version });
  return id;
}

/** Updates the row of a draft, if it still is one, and deletes its entities. Its schemas stay, because other versions may use them. */
async function emptyDraft(
  tx: WriteTransaction,
  versionId: string,
  work: ClaimedWork,
  { version, importerVersion, messagesJson, plan }: WrittenVersion,
): Promise<string> {
  const updated = await tx.$executeRaw`
    update connector_versions
       set document_sha256 = ${work.documentSha256}, importer_version = ${importerVersion},
           import_source = ${importSourceJson(work)}, messages = ${messagesJson},
           extras_hash = ${Buffer.from(plan.extrasHash, 'hex')}, overlays_hash = ${work.overlaysHash},
           applied_overlays = ${appliedOverlaysJson(work.overlays)}, imported_at = now(), updated_at = now(),
           changed_by = (select changed_by from imports where id = ${work.claim.importId})
     where id = ${versionId} and published_at is null`;
  if (updated === 0) throw new RefusedWrite({ outcome: 'version-published', version });
  await tx.$executeRaw`delete from actions where version_id = ${versionId}`;
  await tx.$executeRaw`delete from triggers where version_id = ${versionId}`;
  await tx.$executeRaw`delete from definitions where version_id = ${versionId}`;
  return versionId;
}
