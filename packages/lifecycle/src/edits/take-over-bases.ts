import { triggerPath } from '@connectory/diff';
import { parseStored } from '../stored/stored-json.ts';
import { removeSchemaBase } from '../versions/version-content.ts';
import { pairByIdentity } from './pair-by-identity.ts';
import type { BaseIdentity, StandingEdit, StandingEdits, StandingRow } from './standing-edits.ts';

/**
 * An entity that a user made in place of a deleted one of the same identity is an edit of that one: it takes over its base. Edits of drafts
 * are recorded so; this finds entities that got the identity later.
 */
export function takeOverBases(standing: StandingEdits): StandingEdits {
  const { edits, rows } = standing;
  const rowsById = new Map(rows.map((row) => [row.id, row]));
  const deleted = edits.flatMap((edit) =>
    edit.state === 'deleted' && edit.base !== undefined ? [{ ...edit, identity: edit.base.identity }] : [],
  );
  const made = edits.flatMap((edit) => {
    const row = edit.state === 'created' ? rowsById.get(edit.entityId) : undefined;
    return row === undefined ? [] : [{ ...edit, identity: identityOf(row) }];
  });
  const pairs = deleted.length === 0 ? new Map<string, string>() : pairByIdentity(deleted, made);
  if (pairs.size === 0) return standing;
  const byId = new Map(deleted.map((edit) => [edit.entityId, edit]));
  const replaced = new Set(pairs.values());
  return {
    ...standing,
    edits: edits
      .filter(({ entityId }) => !replaced.has(entityId))
      .map((edit) => replacing(edit, byId.get(pairs.get(edit.entityId) ?? ''))),
  };
}

function replacing(edit: StandingEdit, deleted: StandingEdit | undefined): StandingEdit {
  if (deleted === undefined) return edit;
  return { ...edit, state: 'edited', base: deleted.base, sourceEntityId: deleted.entityId };
}

function identityOf({ kind, body, template }: StandingRow): BaseIdentity {
  const { name, method, openapi } = parseStored<{
    readonly name: string;
    readonly method?: string;
    readonly openapi?: Parameters<typeof triggerPath>[0];
  }>(removeSchemaBase(body));
  if (kind === 'definition') return { name };
  return { name, method, path: (kind === 'action' ? template : triggerPath(openapi)) ?? undefined };
}
