import { isInvalid, parseOperationBody, writeOperationBody } from '@connectory/lifecycle';
import type { DraftSession } from './edit-draft.ts';
import { readOperationsWith } from './entity-rows.ts';
import { updateRows, type WrittenRow } from './write-entity-rows.ts';

/** Replaces the name of an action or trigger in the triggers of its callbacks, whose extras name their owner. */
export async function renameCallbackOwner(
  { tx, versionId }: DraftSession,
  kind: 'action' | 'trigger',
  from: string,
  to: string,
): Promise<void> {
  const rows = await readOperationsWith(tx, versionId, [`"${kind}":${JSON.stringify(from)}`]);
  const renamed = rows.flatMap((row): readonly WrittenRow[] => {
    if (row.kind !== 'trigger') return [];
    const trigger = parseOperationBody(row.body);
    const callback = Object(trigger.openapi?.['callback']);
    if (Reflect.get(callback, kind) !== from) return [];
    const openapi = { ...trigger.openapi, callback: { ...callback, [kind]: to } };
    return [{ ...row, body: writeOperationBody({ ...trigger, openapi }), invalid: isInvalid(trigger.errors) }];
  });
  await updateRows(tx, renamed);
}
