import type { EntityEditResource } from '@connectory/client';
import { PenLine, Plus, Trash2 } from 'lucide-react';

const states = {
  edited: { word: 'Edited', icon: PenLine },
  created: { word: 'Created', icon: Plus },
  deleted: { word: 'Deleted', icon: Trash2 },
} as const;

/** The state of an edited entity, by word and shape. */
export function EditedTag({
  edit: { state, baseName, name },
}: {
  readonly edit: Pick<EntityEditResource, 'state' | 'name' | 'baseName'>;
}) {
  const { word, icon: Icon } = states[state];
  return (
    <span className="inline-flex items-center gap-1 rounded-sm bg-accent-soft px-1.5 text-xs leading-5 font-medium whitespace-nowrap text-accent">
      <Icon size={12} aria-hidden />
      {word}
      {baseName !== undefined && baseName !== name && <span className="sr-only"> (was {baseName})</span>}
    </span>
  );
}
