import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiFault, isFault } from '../client/api-fault.ts';
import { queryClient } from '../client/query-client.ts';
import type { EntityKind } from '../client/entity-queries.ts';
import { type Draft, type Editable, fromMergeable, readEditable, toMergeable, writeEditable } from './access.ts';
import { mergeDrafts, type OtherChange, isSame } from './merge-drafts.ts';

/** What somebody else did to the entity since it was opened. */
export type Collision =
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'changed';
      readonly now: Editable;
      readonly merged: Draft;
      readonly changes: readonly OtherChange[];
    };

interface EditorOptions {
  readonly path: string;
  readonly kind: EntityKind;
  readonly loaded: Editable;
  /** Called after a change was stored. */
  readonly onStored: (draft: Draft) => void;
}

/** The state of an editor: the draft, whether it differs, and what happened to it meanwhile. */
export function useEditor({ path, kind, loaded, onStored }: EditorOptions) {
  const [base, setBase] = useState(loaded);
  const [draft, setDraft] = useState(loaded.draft);
  const [collision, setCollision] = useState<Collision>();
  const start = (from: Editable, shown: Draft): void => {
    setBase(from);
    setDraft(shown);
    setCollision(undefined);
  };
  const collide = async (error: unknown): Promise<void> => {
    if (error instanceof ApiFault && (error.code === 'entity_changed' || error.status === 404))
      setCollision(await readCollision(path, kind, base, draft));
  };
  const save = useMutation({
    mutationFn: () => writeEditable(path, base, draft),
    onSuccess: async () => {
      if (draft.name === base.draft.name) {
        const stored = await readEditable(path, kind);
        start(stored, stored.draft);
      }
      await forgetLists();
      onStored(draft);
    },
    onError: collide,
  });
  return {
    base,
    draft,
    collision,
    save,
    collide,
    hasChanges: !isSame(draft, base.draft),
    change: (next: Draft): void => {
      setDraft(next);
      if (save.isSuccess) save.reset();
    },
    /** Takes a state that was read again, with the draft that is shown from now on. */
    restart: (from: Editable, shown: Draft): void => {
      start(from, shown);
      save.reset();
    },
  };
}

async function readCollision(path: string, kind: EntityKind, base: Editable, draft: Draft): Promise<Collision> {
  try {
    const now = await readEditable(path, kind);
    const merged = mergeDrafts(toMergeable(base.draft), toMergeable(draft), toMergeable(now.draft));
    return { kind: 'changed', now, merged: fromMergeable(merged.draft), changes: merged.changes };
  } catch (error) {
    if (isFault(error, 404)) return { kind: 'gone' };
    throw error;
  }
}

/** Lists that show entities are read again. */
export async function forgetLists(): Promise<void> {
  const keys = ['actions', 'triggers', 'definitions', 'edits', 'version', 'entity'];
  await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
}
