import type { ReactNode } from 'react';

interface EmptyProps {
  readonly title: string;
  /** The next step. */
  readonly children: ReactNode;
}

/** A list without items: the reason, and the next step. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="card px-6 py-12 text-center">
      <p className="text-lg font-semibold">{title}</p>
      <div className="mx-auto mt-2 flex max-w-prose flex-col items-center gap-3 text-quiet">{children}</div>
    </div>
  );
}

export function Command({ children }: { readonly children: string }) {
  return (
    <code className="inline-block max-w-full overflow-x-auto rounded-sm bg-sunken px-2 py-1 font-mono text-sm text-ink">
      {children}
    </code>
  );
}
