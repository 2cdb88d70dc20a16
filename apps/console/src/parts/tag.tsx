import type { ReactNode } from 'react';

/** A short fact beside a name. */
export function Tag({ children }: { readonly children: ReactNode }) {
  return (
    <span className="inline-block max-w-full truncate rounded-sm border border-line bg-sunken px-1.5 text-xs font-medium whitespace-nowrap text-quiet">
      {children}
    </span>
  );
}
