import type { VersionDiff } from '@connectory/client';
import { Minus, OctagonX, Plus } from 'lucide-react';

export type ChangeClassName = VersionDiff['entries'][number]['class'];

/** Most severe first. */
export const changeClasses = ['breaking', 'non-breaking', 'annotation'] as const satisfies readonly ChangeClassName[];

const classes = {
  breaking: { word: 'Breaking', icon: OctagonX, look: 'text-bad' },
  'non-breaking': { word: 'Non-breaking', icon: Plus, look: 'text-info' },
  annotation: { word: 'Annotation', icon: Minus, look: 'text-quiet' },
} as const;

/** The class of a change, by word and shape. */
export function ChangeClass({ name }: { readonly name: ChangeClassName }) {
  const { word, icon: Icon, look } = classes[name];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${look}`}>
      <Icon size={16} aria-hidden />
      {word}
    </span>
  );
}

export function classWord(name: ChangeClassName): string {
  return classes[name].word;
}
