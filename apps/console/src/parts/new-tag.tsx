import { Sparkle } from 'lucide-react';

/** Marks what the version before did not have, by word and shape. */
export function NewTag() {
  return (
    <span className="inline-flex items-center gap-1 rounded-sm bg-accent-soft px-1.5 text-xs leading-5 font-medium whitespace-nowrap text-accent">
      <Sparkle size={12} aria-hidden />
      New
    </span>
  );
}
