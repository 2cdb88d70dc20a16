import type { LucideIcon } from 'lucide-react';

/** A word and a shape for a status, so that colour is not its only sign. */
export interface StatusLook {
  readonly word: string;
  readonly icon: LucideIcon;
  /** Class of its colour. */
  readonly look: string;
}

/** A status, by word and shape. @param spins whether work goes on. */
export function StatusLabel({ status, spins }: { readonly status: StatusLook; readonly spins: boolean }) {
  const { word, icon: Icon, look } = status;
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${look}`}>
      <Icon size={16} aria-hidden className={`shrink-0 ${spins ? 'animate-spin' : ''}`} />
      {word}
    </span>
  );
}
