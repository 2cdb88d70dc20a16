import {
  activeKey,
  decideItem,
  type ImportRequestOptions,
  isFetched,
  type ItemChange,
  parseImportSource,
  type PendingItem,
  type ReimportRecord,
} from '@connectory/lifecycle';
import { createId } from '@connectory/encoding';
import type { Enqueueable } from '../imports/enqueue-marks.ts';
import type { Transaction } from '../postgres/database.ts';
import { writeOutcomes } from './write-outcomes.ts';

export interface Begun {
  readonly begun: readonly Enqueueable[];
  /** Items that ended here, without an import. */
  readonly decided: number;
  /** Whether there are further pending items while there is room. */
  readonly more: boolean;
}

/** Maximum number of items read in one transaction, so that its locks are short. */
const maxRead = 2_000;

/** Items read beyond the room, because some need no import. */
const lookAhead = 16;

/**
 * Begins imports until the room is full, in the order of the items. An item that needs no import ends here: one row is written, and no
 * document is read.
 */
export async function beginItems(
  tx: Transaction,
  run: ReimportRecord,
  { room, importerVersion }: { room: number; importerVersion: string },
): Promise<Begun> {
  const begun: Enqueueable[] = [];
  let [after, read, decided] = [-1, 0, 0];
  let limit = room + lookAhead;
  while (begun.length < room && read < maxRead) {
    const items = await readPending(tx, run, { after, limit, importerVersion });
    const ended: ItemChange[] = [];
    const toImport: PendingItem[] = [];
    for (const item of items) {
      if (begun.length + toImport.length === room) break;
      const decision = decideItem(item, run);
      if (decision === 'import') toImport.push(item);
      else ended.push({ position: item.position, ...decision });
      after = item.position;
    }
    await writeOutcomes(tx, run.id, ended);
    begun.push(...(await insertImports(tx, run, toImport)));
    decided += ended.length;
    read += items.length;
    if (items.length < limit) return { begun, decided, more: false };
    // Few of the first items needed an import, so read more at once.
    limit = maxRead / 2;
  }
  return { begun, decided, more: begun.length < room };
}

async function readPending(
  tx: Transaction,
  run: ReimportRecord,
  slice: { after: number; limit: number; importerVersion: string },
): Promise<readonly PendingItem[]> {
  const date = run.createdAt.toISOString().slice(0, 10).replaceAll('-', '');
  return tx.$queryRaw<PendingItem[]>`
    select i.position, i.organisation_id as "organisationId", i.connector_id as "connectorId", i.version_id as "versionId", i.version,
           i.target_name as "targetVersion", v.id is not null as "exists", v.published_at is not null as "published",
           exists (select 1 from entity_edits e where e.version_id = v.id) as "edited",
           v.document_sha256 as "documentSha256", v.import_source as "importSource",
           coalesce(v.importer_version = ${slice.importerVersion} and coalesce(v.overlays_hash, '') = coalesce(c.overlays_hash, ''), false) as "sameImporter",
           exists (select 1 from connector_versions other
                    where other.connector_id = v.connector_id and other.document_sha256 = v.document_sha256
                      and other.importer_version = ${slice.importerVersion}
                      and other.import_source = v.import_source
                      and coalesce(other.overlays_hash, '') = coalesce(c.overlays_hash, '')) as "madeAlready",
           exists (select 1 from connector_versions other
                    where other.connector_id = v.connector_id and other.name = i.target_name) as "nameTaken"
      from (select *, case when ${run.target === 'replace_drafts'} then version
                      else replace(replace(replace(${run.versionTemplate}::text, '{version}', version),
                             '{importerVersion}', ${slice.importerVersion}::text), '{date}', ${date}::text) end as target_name
              from reimport_items
             where reimport_id = ${run.id} and outcome = 'pending' and position > ${slice.after}::int
             order by position limit ${slice.limit}::int) i
      left join connector_versions v on v.id = i.version_id
      left join connectors c on c.id = i.connector_id
     order by i.position`;
}

/** @returns the new imports. An item whose version has another import under way stays pending. */
async function insertImports(
  tx: Transaction,
  run: ReimportRecord,
  items: readonly PendingItem[],
): Promise<readonly Enqueueable[]> {
  if (items.length === 0) return [];
  const rows = items.map((item) => toImportRow(run, item));
  const inserted = await tx.$queryRaw<{ importId: string; enqueues: number }[]>`
    with made as (
      insert into imports (id, organisation_id, connector_id, creates_connector, version, active_key, document_sha256, filename,
                           media_type, options, request_id, reimport_id, enqueued_at, enqueues, changed_by)
      select id, organisation_id, connector_id, false, version, active_key, decode(sha256, 'hex'), filename,
             media_type, options, 'reimport-' || ${run.id}, ${run.id}, now(), 1,
             (select changed_by from reimports where id = ${run.id})
        from json_to_recordset(${JSON.stringify(rows)}::json)
          as r (id text, organisation_id text, connector_id text, version text, active_key text, sha256 text, filename text,
                media_type text, options text)
      on conflict (active_key) do nothing
      returning id
    )
    update reimport_items i
       set outcome = 'running', import_id = made.id, target_version = r.version, started_at = clock_timestamp(), finished_at = null,
           error = null, diff = null
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (id text, position int, version text)
      join made on made.id = r.id
     where i.reimport_id = ${run.id} and i.position = r.position
    returning made.id as "importId", 1 as "enqueues"`;
  return inserted;
}

/** Versions without edits are imported as before, so that one with the same content is found. */
function editsOptions({ edits, target }: ReimportRecord, { edited, version }: PendingItem): ImportRequestOptions {
  if (!edited) return {};
  if (target === 'replace_drafts') return { edits };
  return edits === 'keep' ? { editsFrom: version } : {};
}

function toImportRow(run: ReimportRecord, item: PendingItem) {
  const source = parseImportSource(item.importSource ?? '{}');
  // Overlays of one import are not repeated.
  const { overlays: _overlays, ...shaping } = source.options;
  const fetched = isFetched(item, run);
  const options: ImportRequestOptions = {
    ...shaping,
    ...(run.target === 'replace_drafts' ? { ifExists: 'replace' } : { diffAgainst: item.versionId }),
    ...editsOptions(run, item),
    ...(run.dryRun ? { dryRun: true } : {}),
    ...(fetched ? { refetch: true } : {}),
  };
  return {
    id: createId(),
    position: item.position,
    organisation_id: item.organisationId,
    connector_id: item.connectorId,
    version: item.targetVersion,
    active_key: activeKey({ connectorId: item.connectorId, version: item.targetVersion, dryRun: run.dryRun }),
    sha256: fetched ? null : Buffer.from(item.documentSha256 ?? []).toString('hex'),
    filename: fetched ? null : (source.filename ?? null),
    media_type: fetched ? null : (source.mediaType ?? null),
    options: JSON.stringify(options),
  };
}
