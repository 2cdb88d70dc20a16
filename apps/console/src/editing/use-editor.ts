import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiFault, isFault } from '../client/api-fault.ts';
import { queryClient } from '../client/query-client.ts';
import { isSame, type MergedDraft, type OtherChange } from './merge-drafts.ts';

/** Something as it was read for editing. */
export interface Loaded<Draft> {
  readonly draft: Draft;
}

/** The change by another user since it was opened. */
export type Collision<Read extends Loaded<unknown> = Loaded<unknown>> =
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'changed';
      readonly now: Read;
      readonly merged: Read['draft'];
      readonly changes: readonly OtherChange[];
    };

interface EditorOptions<Read extends Loaded<unknown>> {
  readonly loaded: Read;
  /** @throws ApiFault */
  readonly read: () => Promise<Read>;
  /** Stores the draft if the state is still `base`. @throws ApiFault */
  readonly write: (base: Read, draft: Read['draft']) => Promise<unknown>;
  readonly merge: (base: Read['draft'], mine: Read['draft'], theirs: Read['draft']) => MergedDraft<Read['draft']>;
  /** Whether the draft is at another address once it is stored. */
  readonly hasMoved: (base: Read['draft'], draft: Read['draft']) => boolean;
  /** Called after a change was stored. */
  readonly onStored: (draft: Read['draft']) => void;
}

/** The state of an editor: the draft, whether it differs, and changes by others meanwhile. */
export function useEditor<Read extends Loaded<unknown>>(options: EditorOptions<Read>) {
  const { loaded, read, write, hasMoved, onStored } = options;
  const [base, setBase] = useState(loaded);
  const [draft, setDraft] = useState<Read['draft']>(loaded.draft);
  const [collision, setCollision] = useState<Collision<Read>>();
  const start = (from: Read, shown: Read['draft']): void => {
    setBase(from);
    setDraft(shown);
    setCollision(undefined);
  };
  const collide = async (error: unknown): Promise<void> => {
    if (error instanceof ApiFault && (error.code === 'entity_changed' || error.status === 404))
      setCollision(await readCollision(options, base, draft));
  };
  const save = useMutation({
    mutationFn: () => write(base, draft),
    onSuccess: async () => {
      if (!hasMoved(base.draft, draft)) {
        const stored = await read();
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
    change: (next: Read['draft']): void => {
      setDraft(next);
      if (save.isSuccess) save.reset();
    },
    /** Takes a state that was read again, with the draft that is shown from now on. */
    restart: (from: Read, shown: Read['draft']): void => {
      start(from, shown);
      save.reset();
    },
  };
}

async function readCollision<Read extends Loaded<unknown>>(
  { read, merge }: EditorOptions<Read>,
  base: Read,
  draft: Read['draft'],
): Promise<Collision<Read>> {
  try {
    const now = await read();
    const merged = merge(base.draft, draft, now.draft);
    return { kind: 'changed', now, merged: merged.draft, changes: merged.changes };
  } catch (error) {
    if (isFault(error, 404)) return { kind: 'gone' };
    throw error;
  }
}

/** Pages that show the edited entity are read again. */
export async function forgetLists(): Promise<void> {
  const keys = [
    'actions',
    'triggers',
    'definitions',
    'edits',
    'version',
    'entity',
    'connector',
    'scheme-edits',
    'schema',
    'sample',
    'entity-reading',
  ];
  await Promise.all(keys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
}
