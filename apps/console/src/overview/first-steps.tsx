import { Link } from '@tanstack/react-router';
import { FileUp, GitCompareArrows, Lock, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMayImport } from '../client/use-organisation.ts';
import { buttonClass } from '../parts/button.tsx';
import { Command } from '../parts/empty.tsx';

/** What to do in an organisation that has imported nothing. */
export function FirstSteps() {
  const mayImport = useMayImport();
  return (
    <section aria-labelledby="first-steps" className="card px-4 py-8 sm:px-10">
      <h2 id="first-steps" className="text-xl font-semibold">
        Nothing was imported yet
      </h2>
      <p className="mt-1 max-w-prose text-quiet">
        An import turns an OpenAPI document into a connector: actions, triggers and definitions, with a message for
        everything that is not as written.
      </p>
      <ol className="mt-6 grid gap-6 md:grid-cols-3">
        <Step icon={FileUp} title="1. Import a document">
          <p>Drop a file, give a URL, or use the command line. The repository has an example:</p>
          <Command>npm run import -- examples/airflow.json</Command>
          {mayImport ? (
            <Link to="/imports/new" className={`${buttonClass('primary')} self-start`}>
              Choose a document
            </Link>
          ) : (
            <p className="flex items-center gap-1.5">
              <Lock size={14} aria-hidden className="shrink-0" />
              Your key may read. An import needs the role “import”.
            </p>
          )}
        </Step>
        <Step icon={GitCompareArrows} title="2. Try a change">
          <p>Import a changed copy as a dry run: it stores nothing, and shows what breaks.</p>
        </Step>
        <Step icon={Lock} title="3. Publish">
          <p>A published version never changes. Further documents become further versions.</p>
        </Step>
      </ol>
    </section>
  );
}

interface StepProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children: ReactNode;
}

function Step({ icon: Icon, title, children }: StepProps) {
  return (
    <li className="flex min-w-0 flex-col gap-3">
      <h3 className="flex items-center gap-2 font-semibold">
        <Icon size={18} aria-hidden className="text-accent" />
        {title}
      </h3>
      <div className="flex flex-col gap-3 text-quiet">{children}</div>
    </li>
  );
}
