import { type DefinitionIdentity, triggerPath } from '@connectory/diff';
import type { TriggerModel } from '@connectory/importer';
import {
  type ClaimedWork,
  type DiffBase,
  judgeVersion,
  type KnownDefinition,
  type KnownEntities,
  type KnownOperation,
  parseStored,
  removeSchemaBase,
  type StandingEdits,
  type StoredVersion,
  type VersionStanding,
} from '@connectory/lifecycle';
import { readStandingEdits } from '../edits/read-standing-edits.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import { RefusedWrite } from './refused-write.ts';
import { readContent, readContentBytes } from './read-content.ts';

/** The version that an import is to write, and the limit of its diff. */
export interface PlannedTarget {
  readonly work: Pick<ClaimedWork, 'connectorId' | 'createsConnector' | 'options'>;
  readonly version: string;
  /** Characters of the schemas of the new version. */
  readonly schemaChars: number;
  /** The limit for both versions together: a larger diff would exceed the memory of an import. */
  readonly maxDiffBytes: number;
}

/**
 * Reads everything that `planVersion` needs, without locks. The transaction that writes the version checks with `lockStoredVersion` that
 * the plan still holds.
 */
export async function readStanding(sql: SqlSession, target: PlannedTarget): Promise<VersionStanding> {
  const { work, version } = target;
  const found = work.createsConnector ? undefined : await findStoredVersion(sql, work.connectorId, version);
  const existing = found?.existing;
  const replaced = judgeVersion(existing, work.options) === undefined ? existing : undefined;
  const edits = await readStandingEditsOf(sql, work, replaced);
  const source = replaced?.id ?? edits?.from;
  const known = source === undefined ? undefined : await readKnownEntities(sql, source);
  const base = await findDiffBase(sql, work, replaced);
  const baseContent = base && (await readBaseContent(sql, base, target));
  const leftBehind = known === undefined && work.options.editsFrom === undefined ? found?.leftBehind : undefined;
  return { existing, known, base, baseContent, edits, leftBehind };
}

// `xmin` is the id of the transaction that wrote the row last, so it changes with every write without a column of its own.
async function findStoredVersion(sql: SqlSession, connectorId: string, name: string): Promise<FoundVersion> {
  const rows = await sql.$queryRaw<FoundRow[]>`
    select v.id, v.revision, v.published, v.edited, l.version as "latestVersion", l.count as "latestEdits"
      from (values (1)) one
      left join lateral (
        select id, xmin::text as revision, published_at is not null as published,
               exists (select from entity_edits e where e.version_id = connector_versions.id) as edited
          from connector_versions where connector_id = ${connectorId} and name = ${name}
      ) v on true
      left join lateral (
        select latest.name as version, (select count(*)::int from entity_edits e where e.version_id = latest.id) as count
          from (select id, name from connector_versions where connector_id = ${connectorId}
                 order by published_at desc nulls last, id desc limit 1) latest
         where v.id is null
      ) l on true`;
  const [row] = rows;
  if (row === undefined) return { existing: undefined, leftBehind: undefined };
  const { id, revision, published, edited, latestVersion, latestEdits } = row;
  return {
    existing: id === null ? undefined : { id, revision, published, edited },
    leftBehind: latestVersion === null ? undefined : { version: latestVersion, count: latestEdits },
  };
}

interface FoundVersion {
  readonly existing: StoredVersion | undefined;
  /** Edits of the latest version, for a name without a version. */
  readonly leftBehind: { readonly version: string; readonly count: number } | undefined;
}

type FoundRow = Omit<StoredVersion, 'id'> & {
  readonly id: string | null;
  readonly latestVersion: string | null;
  readonly latestEdits: number;
};

/** Reads the edits of the replaced draft, or those that a new version takes over. Undefined without any, as for most imports. */
async function readStandingEditsOf(
  sql: SqlSession,
  work: PlannedTarget['work'],
  replaced: StoredVersion | undefined,
): Promise<StandingEdits | undefined> {
  if (replaced !== undefined)
    return replaced.edited ? readStandingEdits(sql, replaced.id, { isOther: false }) : undefined;
  const source = await findEditsSource(sql, work);
  if (source === undefined) return undefined;
  const edits = await readStandingEdits(sql, source, { isOther: true });
  return edits.edits.length === 0 ? undefined : edits;
}

/** Finds the version whose edits a new version takes over. @throws RefusedWrite when it does not exist. */
async function findEditsSource(
  sql: SqlSession,
  { options, connectorId, createsConnector }: PlannedTarget['work'],
): Promise<string | undefined> {
  const name = options.editsFrom;
  if (name === undefined || createsConnector) return undefined;
  const [row] = await sql.$queryRaw<{ id: string }[]>`
    select id from connector_versions where connector_id = ${connectorId} and name = ${name}`;
  if (row === undefined) throw new RefusedWrite({ outcome: 'edits-not-found', version: name });
  return row.id;
}

/** Reads the version of a name again, and locks its row so that it does not change any more. */
export async function lockStoredVersion(
  tx: SqlSession,
  connectorId: string,
  name: string,
): Promise<StoredVersion | undefined> {
  const rows = await tx.$queryRaw<StoredVersion[]>`
    select id, xmin::text as revision, published_at is not null as published,
           exists (select from entity_edits e where e.version_id = connector_versions.id) as edited
      from connector_versions where connector_id = ${connectorId} and name = ${name} for update`;
  return rows[0];
}

interface OperationRow {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly operationId: string | null;
}

async function readKnownEntities(sql: SqlSession, versionId: string): Promise<KnownEntities> {
  const actions = await sql.$queryRaw<(OperationRow & { template: string })[]>`
    select id, name, method, operation_id as "operationId", template from actions where version_id = ${versionId}
     order by position`;
  const triggers = await sql.$queryRaw<(OperationRow & { body: string })[]>`
    select id, name, method, operation_id as "operationId", body from triggers where version_id = ${versionId}
     order by position`;
  const definitions = await sql.$queryRaw<(KnownDefinition & DefinitionIdentity)[]>`
    select id, name, encode(schema_hash, 'hex') as content from definitions where version_id = ${versionId}
     order by position`;
  return {
    actions: actions.map((row) => toKnownOperation(row, row.template)),
    triggers: triggers.map((row) => toKnownOperation(row, storedTriggerPath(row.body))),
    definitions,
  };
}

function toKnownOperation(row: OperationRow, path: string | undefined): KnownOperation {
  const { id, name, method, operationId } = row;
  return { id, name, method, operationId: operationId ?? undefined, path };
}

function storedTriggerPath(body: string): string | undefined {
  return triggerPath(parseStored<Pick<TriggerModel, 'openapi'>>(removeSchemaBase(body)).openapi);
}

/** The replaced version, or `diffAgainst`. For a dry run of a new version: the latest published one, else the newest. */
async function findDiffBase(
  sql: SqlSession,
  { options, connectorId, createsConnector }: PlannedTarget['work'],
  replaced: { readonly id: string } | undefined,
): Promise<DiffBase | undefined> {
  const baseId = replaced?.id ?? options.diffAgainst;
  if (baseId === undefined && (options.dryRun !== true || createsConnector)) return undefined;
  const [row] = await sql.$queryRaw<DiffBase[]>`
    select id as "versionId", name as version from connector_versions
     where connector_id = ${connectorId} and (${baseId ?? null}::bpchar is null or id = ${baseId ?? null}::bpchar)
     order by published_at desc nulls last, id desc limit 1`;
  return row;
}

async function readBaseContent(sql: SqlSession, base: DiffBase, { schemaChars, maxDiffBytes }: PlannedTarget) {
  const bytes = schemaChars + (await readContentBytes(sql, base.versionId));
  return bytes > maxDiffBytes ? undefined : readContent(sql, base.versionId);
}
