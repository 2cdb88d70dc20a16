import {
  type ClaimedWork,
  findReusableKind,
  type ImportSummary,
  importSourceJson,
  type ImportTimings,
  parseStored,
  summariseUnchanged,
  unchangedDiffJson,
} from '@connectory/lifecycle';
import { holdsClaim } from '../imports/fence.ts';
import { endUnchangedImport } from '../imports/transitions.ts';
import type { Database } from '../postgres/database.ts';
import type { FragmentSession } from '../postgres/sql-session.ts';
import { inWriteTransaction, type WriteTransaction } from '../postgres/write-transaction.ts';
import { keepValidators } from './keep-validators.ts';

/** A version with the content that an import would write, and the results of the import that made it. */
interface SameVersion {
  readonly id: string;
  readonly version: string;
  /** JSON text of ImportSummary. */
  readonly summary: string;
  readonly coverage: string;
  readonly openapi: string;
  readonly madeBy: string;
}

interface Importer {
  readonly importerVersion: string;
  readonly timings: ImportTimings;
}

/**
 * Ends a claimed import when its version already has the content that the import would write: made from the same document and source by
 * the same importer, which is deterministic. Only the import's own row is written.
 * @returns the name of that version; undefined when the import must run, or the claim is lost.
 */
export async function endUnchanged(
  database: Database,
  work: ClaimedWork,
  importer: Importer,
): Promise<string | undefined> {
  if (findReusableKind(work) === undefined) return undefined;
  return inWriteTransaction(database, (tx) => endUnchangedWithin(tx, work, importer));
}

/** The same within the caller's transaction. */
export async function endUnchangedWithin(
  tx: WriteTransaction,
  work: ClaimedWork,
  { importerVersion, timings }: Importer,
): Promise<string | undefined> {
  const kind = findReusableKind(work);
  const same = kind === undefined ? undefined : await lockSameVersion(tx, work, kind, importerVersion);
  if (same === undefined) return undefined;
  const { claim, options } = work;
  const dryRun = options.dryRun === true;
  if (!dryRun && options.schemaURL !== undefined) await keepValidators(tx, claim.importId, same.id);
  const ended = {
    same,
    versionId: dryRun ? null : same.id,
    summary: summariseUnchanged(same.version, parseStored<ImportSummary>(same.summary)),
    diffJson: unchangedDiffJson(same, dryRun),
    timings,
  };
  tx.beforeCommit(endUnchangedImport(tx, claim, ended));
  return same.version;
}

/**
 * Locks the claim and the version with the same content, so that it is not replaced, published or deleted meanwhile.
 * @returns undefined when there is none; the claim may then be unlocked.
 */
async function lockSameVersion(
  tx: FragmentSession,
  work: ClaimedWork,
  kind: 'draft' | 'any',
  importerVersion: string,
): Promise<SameVersion | undefined> {
  const name = kind === 'draft' ? work.version : null;
  const [row] = await tx.$queryRaw<SameVersion[]>`
    with held as (
      select id from imports where ${holdsClaim(work.claim)} for update
    )
    select v.id, v.name as version, made.summary, made.coverage, made.openapi, made.id as "madeBy"
      from held cross join connector_versions v join connectors c on c.id = v.connector_id
      join lateral (select id, summary, coverage, openapi from imports
                     where connector_id = v.connector_id and version_id = v.id and status = 'succeeded'
                     order by id desc limit 1) made on made.summary is not null
     where v.connector_id = ${work.connectorId} and (${name}::text is null or v.name = ${name} and v.published_at is null)
       and v.document_sha256 = ${work.documentSha256} and v.importer_version = ${importerVersion}
       and v.import_source = ${importSourceJson(work)} and coalesce(v.overlays_hash, '') = coalesce(c.overlays_hash, '')
     order by v.id limit 1
       for update of v`;
  return row;
}
