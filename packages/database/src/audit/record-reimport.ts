import type { AuditAction, AuditDetails, ChangeOrigin } from '@connectory/lifecycle';
import type { SqlSession } from '../postgres/sql-session.ts';
import { actorJson } from './audit-rows.ts';
import { recordAudit } from './record-audit.ts';

/** Records a change of a bulk re-import, on its row and as an event, within the caller's transaction. */
export async function recordReimport(
  tx: SqlSession,
  origin: ChangeOrigin,
  action: AuditAction,
  reimportId: string,
  details?: AuditDetails,
): Promise<void> {
  await tx.$executeRaw`update reimports set changed_by = ${actorJson(origin)} where id = ${reimportId}`;
  const target = { kind: 'reimport', id: reimportId };
  await recordAudit(tx, origin, {
    action,
    organisationId: null,
    target,
    ...(details === undefined ? {} : { details }),
  });
}
