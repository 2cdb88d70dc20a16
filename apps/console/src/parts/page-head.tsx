import { type ReactNode, useEffect } from 'react';

interface PageHeadProps {
  readonly title: string;
  /** Where the page belongs, above the title. */
  readonly above?: ReactNode;
  /** One line below the title. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** The head of every page. It names the document of the browser too. */
export function PageHead({ title, above, children, actions }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · Connectory`;
  }, [title]);
  return (
    <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {above !== undefined && <div className="mb-1 text-sm text-quiet">{above}</div>}
        <h1 className="text-xl font-semibold sm:text-2xl tracking-tight wrap-anywhere">{title}</h1>
        {children !== undefined && <div className="mt-1 text-quiet">{children}</div>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
