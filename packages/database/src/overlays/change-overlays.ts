import { type OverlayPolicy, type OverlayRecord, parseStored, type RememberedActions } from '@connectory/lifecycle';
import { actorJson } from '../audit/audit-rows.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { lockConnector } from '../connectors/lock-connector.ts';
import type { Database } from '../postgres/database.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import { inWriteTransaction } from '../postgres/write-transaction.ts';
import { hashOverlays } from './hash-overlays.ts';

/** Overlays of one connector. Each import reads all that are enabled. */
const maxOverlays = 50;

/** An overlay to create, or to replace. Members that are undefined keep their value. */
export interface NewOverlay {
  readonly organisationId: string;
  readonly connectorId: string;
  readonly name: string;
  /** JSON text of the overlay document. */
  readonly contentJson: string;
  /** The keys of its actions. */
  readonly actionKeys: readonly string[];
  readonly enabled: boolean | undefined;
  readonly policy: OverlayPolicy | undefined;
  readonly position: number | undefined;
  /** Forgets the first targets of its actions. */
  readonly reset: boolean;
}

export type OverlayChange =
  | { readonly outcome: 'stored'; readonly isNew: boolean; readonly overlay: OverlayRecord }
  | { readonly outcome: 'connector-not-found' }
  | { readonly outcome: 'too-many' };

interface StoredOverlay {
  readonly position: number;
  readonly enabled: boolean;
  readonly policy: OverlayPolicy;
  readonly remembered: string;
  readonly generation: number;
}

/** Creates or replaces an overlay of a connector. */
export async function putOverlay(database: Database, wanted: NewOverlay): Promise<OverlayChange> {
  const { organisationId, connectorId, name } = wanted;
  return inWriteTransaction(database, async (tx): Promise<OverlayChange> => {
    if ((await lockConnector(tx, organisationId, connectorId)) === undefined) return { outcome: 'connector-not-found' };
    const [known] = await tx.$queryRaw<StoredOverlay[]>`
      select position, enabled, policy::text, remembered, generation
        from connector_overlays where connector_id = ${connectorId} and name = ${name}`;
    const others = await countOthers(tx, connectorId, name);
    if (known === undefined && others.count >= maxOverlays) return { outcome: 'too-many' };
    const overlay = await store(
      tx,
      actorJson(database.origin),
      wanted,
      known ?? { ...newOverlay, position: others.next },
    );
    await hashOverlays(tx, connectorId);
    const target = { kind: 'connector', id: connectorId };
    const { enabled, policy, position, actions } = overlay;
    const details = { overlay: name, enabled, policy, position, actions, reset: wanted.reset };
    tx.beforeCommit(recordAudit(tx, database.origin, { action: 'overlay.changed', organisationId, target, details }));
    return { outcome: 'stored', isNew: known === undefined, overlay };
  });
}

const newOverlay = { enabled: true, policy: 'apply', remembered: '{}', generation: 0 } as const;

async function countOthers(tx: SqlSession, connectorId: string, name: string) {
  const [row] = await tx.$queryRaw<{ count: number; next: number }[]>`
    select count(*)::int as count, coalesce(max(position) + 1, 0)::int as next
      from connector_overlays where connector_id = ${connectorId} and name <> ${name}`;
  return row ?? { count: 0, next: 0 };
}

async function store(
  tx: SqlSession,
  changedBy: string,
  wanted: NewOverlay,
  known: StoredOverlay,
): Promise<OverlayRecord> {
  const { connectorId, name, contentJson, actionKeys, reset } = wanted;
  const enabled = wanted.enabled ?? known.enabled;
  const policy = wanted.policy ?? known.policy;
  const position = wanted.position ?? known.position;
  const remembered = reset ? '{}' : keepKnown(known.remembered, actionKeys);
  const generation = known.generation + (reset ? 1 : 0);
  const [row] = await tx.$queryRaw<{ createdAt: Date; updatedAt: Date }[]>`
    insert into connector_overlays (connector_id, name, position, enabled, policy, content, actions, remembered, generation, changed_by)
    values (${connectorId}, ${name}, ${position}::int, ${enabled}::boolean, ${policy}::overlay_policy, ${contentJson},
            ${actionKeys.length}::int, ${remembered}, ${generation}::int, ${changedBy})
    on conflict (connector_id, name) do update
       set position = excluded.position, enabled = excluded.enabled, policy = excluded.policy, content = excluded.content,
           actions = excluded.actions, remembered = excluded.remembered, generation = excluded.generation,
           changed_by = excluded.changed_by, updated_at = now()
    returning created_at as "createdAt", updated_at as "updatedAt"`;
  if (row === undefined) throw new Error(`overlay ${name} was not stored`);
  return { name, position, enabled, policy, contentJson, actions: actionKeys.length, ...row };
}

/** The remembered hashes of actions that the overlay still has. */
function keepKnown(remembered: string, keys: readonly string[]): string {
  const known = parseStored<RememberedActions>(remembered);
  return JSON.stringify(
    Object.fromEntries(keys.flatMap((key) => (known[key] === undefined ? [] : [[key, known[key]]]))),
  );
}

export type OverlayDeletion = 'deleted' | 'connector-not-found' | 'overlay-not-found';

/** Deletes an overlay of a connector. Versions that were imported with it stay as they are. */
export async function deleteOverlay(
  database: Database,
  { organisationId, connectorId, name }: Pick<NewOverlay, 'organisationId' | 'connectorId' | 'name'>,
): Promise<OverlayDeletion> {
  return inWriteTransaction(database, async (tx): Promise<OverlayDeletion> => {
    if ((await lockConnector(tx, organisationId, connectorId)) === undefined) return 'connector-not-found';
    const deleted = await tx.$executeRaw`
      delete from connector_overlays where connector_id = ${connectorId} and name = ${name}`;
    if (deleted === 0) return 'overlay-not-found';
    await hashOverlays(tx, connectorId);
    const target = { kind: 'connector', id: connectorId };
    const change = { action: 'overlay.deleted', organisationId, target, details: { overlay: name } } as const;
    tx.beforeCommit(recordAudit(tx, database.origin, change));
    return 'deleted';
  });
}
