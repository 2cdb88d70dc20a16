import { createHash } from 'node:crypto';
import type { SqlSession } from '../postgres/sql-session.ts';

interface HashedOverlay {
  readonly name: string;
  readonly policy: string;
  readonly generation: number;
  readonly contentHash: string;
}

/**
 * Writes the hash of a connector's enabled overlays, after they were changed: imports compare it with that of a version. The connector is
 * locked.
 */
export async function hashOverlays(tx: SqlSession, connectorId: string): Promise<void> {
  const overlays = await tx.$queryRaw<HashedOverlay[]>`
    select name, policy::text, generation, encode(sha256(convert_to(content, 'UTF8')), 'hex') as "contentHash"
      from connector_overlays where connector_id = ${connectorId} and enabled order by position, name`;
  const hash = createHash('sha256').update(JSON.stringify(overlays)).digest();
  await tx.$executeRaw`
    update connectors set overlays_hash = ${overlays.length === 0 ? null : hash}, updated_at = now() where id = ${connectorId}`;
}
