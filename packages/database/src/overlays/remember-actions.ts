import type { AppliedOverlays, ClaimedWork } from '@connectory/lifecycle';
import type { SqlSession } from '../postgres/sql-session.ts';

/**
 * Stores what actions of the connector's overlays changed when they were first applied, within the transaction that writes the version. What
 * an import that ran at the same time has stored stays. Nothing is stored when the overlays were changed since the import began.
 */
export async function rememberActions(
  tx: SqlSession,
  { connectorId, overlaysHash }: Pick<ClaimedWork, 'connectorId' | 'overlaysHash'>,
  remember: AppliedOverlays['remember'] = {},
): Promise<void> {
  const rows = Object.entries(remember).map(([name, actions]) => ({ name, remembered: JSON.stringify(actions) }));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    update connector_overlays o set remembered = (r.remembered::jsonb || o.remembered::jsonb)::text
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (name text, remembered text), connectors c
     where o.connector_id = ${connectorId} and o.name = r.name and c.id = o.connector_id
       and c.overlays_hash = ${overlaysHash}`;
}
