import { type ReactNode, useId } from 'react';

interface SectionProps {
  readonly title: string;
  /** At the end of the title's line, as the way to the whole list. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export function Section({ title, end, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        {end !== undefined && <span className="text-sm">{end}</span>}
      </div>
      {children}
    </section>
  );
}

/** What a section says in the place of a list without items. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <p className="card px-4 py-3 text-quiet sm:px-5">{children}</p>;
}
