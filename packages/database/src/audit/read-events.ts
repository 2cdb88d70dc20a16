import type { Actor, AuditDetails, AuditOutcome, AuditRecord } from '@connectory/lifecycle';
import { parseStored } from '@connectory/lifecycle';
import type { AuditEventModel as AuditRow } from '../generated/models.ts';
import { idBefore } from '../postgres/id-before.ts';
import type { Database } from '../postgres/database.ts';
import { decodeCursor, encodeCursor } from '../postgres/page.ts';

/** Selects audit events. Each member has an index. */
export interface AuditFilter {
  readonly organisationId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly action?: string | undefined;
  readonly targetId?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  /** From this time on. */
  readonly from?: Date | undefined;
  /** Before this time. */
  readonly to?: Date | undefined;
}

export interface AuditSlice {
  readonly events: readonly AuditRecord[];
  /** Cursor for `after`; absent at the end. */
  readonly next?: string;
}

/** Events per query when all are streamed. */
const streamBatch = 1_000;

/** Lists events, newest first. They are not counted, because there may be millions. @throws InvalidCursorError */
export async function listAuditEvents(
  database: Database,
  filter: AuditFilter,
  { first, after }: { readonly first: number; readonly after?: string },
): Promise<AuditSlice> {
  const before = after === undefined ? undefined : decodeCursor(after, /^[0-9A-Z]{26}$/);
  const rows = await readRows(database, filter, before, first + 1);
  const events = rows.slice(0, first);
  const last = events.at(-1);
  return { events, ...(rows.length > first && last !== undefined ? { next: encodeCursor(last.id) } : {}) };
}

/** Streams events, newest first, in batches, so that memory does not grow with their number. */
export async function* streamAuditEvents(
  database: Database,
  filter: AuditFilter,
): AsyncGenerator<readonly AuditRecord[], void, undefined> {
  let before: string | undefined;
  for (;;) {
    const rows = await readRows(database, filter, before, streamBatch);
    if (rows.length > 0) yield rows;
    before = rows.at(-1)?.id;
    if (before === undefined || rows.length < streamBatch) return;
  }
}

async function readRows(
  database: Database,
  filter: AuditFilter,
  before: string | undefined,
  limit: number,
): Promise<readonly AuditRecord[]> {
  const { text, values } = auditQuery(filter, before, limit);
  const { rows } = await database.pool.query<AuditRow>({ text, values: [...values] });
  return rows.map(toRecord);
}

/** Ids are ULIDs, which begin with their time, so a span of time is a span of the primary key. */
export function auditQuery(filter: AuditFilter, before: string | undefined, limit: number) {
  const conditions = [
    ['organisation_id =', filter.organisationId],
    ['actor_id =', filter.actorId],
    ['action =', filter.action],
    ['target_id =', filter.targetId],
    ['outcome =', filter.outcome],
    ['id >=', filter.from && idBefore(filter.from)],
    ['id <', filter.to && idBefore(filter.to)],
    ['id <', before],
  ].filter((condition) => condition[1] !== undefined);
  const where = conditions.map(([left], index) => `${left} $${index + 1}`).join(' and ');
  const text = `
    select id, at, organisation_id as "organisationId", actor_kind as "actorKind", actor_id as "actorId",
           actor_name as "actorName", action, target_kind as "targetKind", target_id as "targetId", outcome,
           request_id as "requestId", address, details
      from audit_events ${where === '' ? '' : `where ${where}`} order by id desc limit ${limit}`;
  return { text, values: conditions.map(([, value]) => value) };
}

function toRecord(row: AuditRow): AuditRecord {
  const { id, at, organisationId, action, targetKind, targetId } = row;
  return {
    id,
    at,
    organisationId,
    actor: { kind: parseKind(row.actorKind), id: row.actorId, name: row.actorName ?? undefined },
    action,
    target: targetKind === null || targetId === null ? undefined : { kind: targetKind, id: targetId },
    outcome: parseOutcome(row.outcome),
    requestId: row.requestId ?? undefined,
    address: row.address ?? undefined,
    details: parseStored<AuditDetails>(row.details),
  };
}

/** Only this package writes the column. */
function parseKind(kind: string): Actor['kind'] {
  return kind as Actor['kind'];
}

/** Only this package writes the column. */
function parseOutcome(outcome: string): AuditOutcome {
  return outcome as AuditOutcome;
}
