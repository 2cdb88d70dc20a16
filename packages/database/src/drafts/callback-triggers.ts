import { isInvalid, parseOperationBody, writeOperationBody } from '@connectory/lifecycle';
import type { DraftSession } from './edit-draft.ts';
import { eachOperationsWith, type EntityRow } from './entity-rows.ts';
import { updateRows, type WrittenRow } from './write-entity-rows.ts';

/** Reads the triggers of the callbacks of an action or trigger. Their extras name their owner. */
export async function readCallbackTriggers(
  { tx, versionId }: DraftSession,
  kind: 'action' | 'trigger',
  owner: string,
): Promise<readonly EntityRow[]> {
  const isOwned = (row: EntityRow): boolean => {
    if (row.kind !== 'trigger') return false;
    const { openapi } = parseOperationBody(row.body);
    return Reflect.get(Object(openapi?.['callback']), kind) === owner;
  };
  const owned: EntityRow[] = [];
  for await (const rows of eachOperationsWith(tx, versionId, `"${kind}":${JSON.stringify(owner)}`))
    for (const row of rows) if (isOwned(row)) owned.push(row);
  return owned;
}

/** Replaces the name of an action or trigger in the triggers of its callbacks. */
export async function renameCallbackOwner(
  session: DraftSession,
  kind: 'action' | 'trigger',
  from: string,
  to: string,
): Promise<void> {
  const rows = await readCallbackTriggers(session, kind, from);
  const renamed = rows.map((row): WrittenRow => {
    const trigger = parseOperationBody(row.body);
    const openapi = { ...trigger.openapi, callback: { ...Object(trigger.openapi?.['callback']), [kind]: to } };
    return { ...row, body: writeOperationBody({ ...trigger, openapi }), invalid: isInvalid(trigger.errors) };
  });
  await updateRows(session.tx, renamed);
}
