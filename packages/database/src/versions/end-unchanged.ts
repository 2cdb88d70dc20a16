import type { Database } from '../postgres/database.ts';
import type { Claim } from '../imports/claim-import.ts';
import type { ClaimedWork } from '../imports/find-claimed-import.ts';
import { importChannel } from '../imports/import-channel.ts';
import { type ImportSummary, type ImportTimings, parseStored } from '../imports/import-record.ts';
import { importSourceJson } from '../imports/import-source.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import { inWriteTransaction, type WriteTransaction } from '../postgres/write-transaction.ts';
import { keepValidators } from './keep-validators.ts';
import type { ImportDiffSummary } from './plan-diff.ts';

/** A version that is what the import would make, and what the import that made it said. */
interface SameVersion {
  readonly id: string;
  readonly version: string;
  readonly summary: string;
  readonly coverage: string;
  readonly openapi: string;
}

interface Making {
  readonly importerVersion: string;
  readonly timings: ImportTimings;
}

/**
 * Ends a claimed import, `running → succeeded`, when what it is to replace is already what it would make: of the same document, asked
 * to be read alike, by the same importer, which is deterministic. Nothing is read, mapped or written but the import's own row.
 * @returns the name of that version; undefined when there is work to do, or the claim is lost.
 */
export async function endUnchanged(
  database: Database,
  target: ClaimedWork,
  making: Making,
): Promise<string | undefined> {
  if (sameAs(target) === undefined) return undefined;
  return inWriteTransaction(database, (tx) => endUnchangedWithin(tx, target, making));
}

/** The same within the caller's transaction. */
export async function endUnchangedWithin(
  tx: WriteTransaction,
  target: ClaimedWork,
  { importerVersion, timings }: Making,
): Promise<string | undefined> {
  const wanted = sameAs(target);
  const same = wanted === undefined ? undefined : await holdSame(tx, target, wanted, importerVersion);
  if (same === undefined) return undefined;
  const { claim, options } = target;
  const dry = options.dryRun === true;
  if (!dry && options.schemaURL !== undefined) await keepValidators(tx, claim.importId, same.id);
  tx.beforeCommit(end(tx, claim, { same, dry, timings }));
  return same.version;
}

/**
 * Which versions of its connector an import may say nothing new about: the draft that it is to replace, or, of a bulk re-import that makes
 * new versions, any: another one of the same would say nothing new.
 */
function sameAs({ createsConnector, options, version }: ClaimedWork): 'draft' | 'any' | undefined {
  if (createsConnector) return undefined;
  if (options.ifExists === 'replace') return version === null ? undefined : 'draft';
  return options.diffAgainst === undefined ? undefined : 'any';
}

/**
 * Fences the transaction, and finds the version if there is one; otherwise nothing may be held. Its row stays locked: nobody replaces,
 * publishes or deletes it meanwhile.
 */
async function holdSame(
  tx: SqlSession,
  target: ClaimedWork,
  wanted: 'draft' | 'any',
  importerVersion: string,
): Promise<SameVersion | undefined> {
  const { claim } = target;
  const name = wanted === 'draft' ? target.version : null;
  const [row] = await tx.$queryRaw<SameVersion[]>`
    with held as (
      select id from imports
       where id = ${claim.importId} and claim_token = ${claim.token}::uuid and status = 'running'
         for update
    )
    select v.id, v.name as version, made.summary, made.coverage, made.openapi
      from held cross join connector_versions v
      join lateral (select summary, coverage, openapi from imports
                     where connector_id = v.connector_id and version_id = v.id and status = 'succeeded'
                     order by id desc limit 1) made on made.summary is not null
     where v.connector_id = ${target.connectorId} and (${name}::text is null or v.name = ${name} and v.published_at is null)
       and v.document_sha256 = ${target.documentSha256} and v.importer_version = ${importerVersion}
       and v.import_source = ${importSourceJson(target)}
     order by v.id limit 1
       for update of v`;
  return row;
}

const none = { added: 0, removed: 0, changed: 0 };
const nothing = { breaking: 0, nonBreaking: 0, annotation: 0, actions: none, triggers: none, definitions: none };

async function end(
  tx: SqlSession,
  claim: Claim,
  ended: { same: SameVersion; dry: boolean; timings: ImportTimings },
): Promise<void> {
  const { same, dry } = ended;
  const { actions, triggers, definitions, messages } = parseStored<ImportSummary>(same.summary);
  const compared = { versionId: same.id, version: same.version };
  const effect = { from: compared, to: dry ? { version: same.version } : compared, summary: nothing, entries: [] };
  const diff: ImportDiffSummary = { against: same.version, ...nothing };
  const summary: ImportSummary = { actions, triggers, definitions, messages, diff, unchanged: true };
  const total = actions + triggers;
  await tx.$queryRaw`
    with effect as (
      insert into import_effects (import_id, diff) values (${claim.importId}, ${JSON.stringify(effect)})
    ), ended as (
      update imports i
         set status = 'succeeded', stage = 'done', claim_token = null, heartbeat_at = null, active_key = null,
             finished_at = clock_timestamp(), revision = i.revision + 1, progress_done = ${total}::int, progress_total = ${total}::int,
             version = ${same.version}, version_id = ${dry ? null : same.id}, openapi = ${same.openapi},
             summary = ${JSON.stringify(summary)}, coverage = ${same.coverage}, messages = v.messages,
             timings = ${JSON.stringify(ended.timings)}
        from connector_versions v
       where i.id = ${claim.importId} and v.id = ${same.id}
      returning i.id, i.status
    )
    select pg_notify(${importChannel}, id || ' ' || status)::text from ended`;
}
