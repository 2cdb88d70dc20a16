import type { ActionResource, EntityEditResource } from '@connectory/client';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { buttonClass } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { EditedTag } from '../parts/edited-tag.tsx';
import { Tag } from '../parts/tag.tsx';
import { readablePath } from './find-actions.ts';
import { Method } from './method.tsx';
import { Bodies, Parameters } from './action-parts.tsx';

interface ActionDetailProps {
  readonly of: { readonly connectorId: string; readonly version: string };
  readonly action: ActionResource;
  readonly edit: EntityEditResource | undefined;
  readonly onClose: () => void;
}

/** An action: its request and its responses. */
export function ActionDetail({ of, action, edit, onClose }: ActionDetailProps) {
  const { name, method, path, summary, description, parameters, requestBody, responses } = action;
  return (
    <article className="card p-4 sm:p-5">
      <button type="button" onClick={onClose} className="link mb-3 inline-flex min-h-6 items-center gap-1 lg:hidden">
        <ArrowLeft size={15} aria-hidden />
        All actions
      </button>
      <div className="flex items-start justify-between gap-3">
        <h2 className="text-xl font-semibold wrap-anywhere">{summary ?? name}</h2>
        <Link
          to="/connectors/$connectorId/versions/$version/actions/$name"
          params={{ ...of, name }}
          className={buttonClass()}
        >
          Edit
        </Link>
      </div>
      <p className="mt-2 flex items-start gap-3">
        <Method method={method} />
        <code className="min-w-0 font-mono text-sm leading-6 wrap-anywhere">{readablePath(path)}</code>
      </p>
      <p className="mt-2 flex flex-wrap items-center gap-x-3 text-sm text-quiet">
        <span>
          Name <code className="font-mono text-ink">{name}</code>
        </span>
        <CopyButton text={name} label="Copy name" />
        {edit !== undefined && <EditedTag edit={edit} />}
      </p>
      {description !== undefined && <p className="mt-4 max-w-prose wrap-anywhere whitespace-pre-line">{description}</p>}
      <Parameters parameters={parameters} />
      {requestBody !== undefined && (
        <section className="mt-6">
          <h3 className="mb-2 flex items-center gap-2 font-semibold">
            Request body {requestBody.required && <Tag>required</Tag>}
          </h3>
          <Bodies bodies={requestBody.definitions} />
        </section>
      )}
      <section className="mt-6">
        <h3 className="mb-2 font-semibold">Responses</h3>
        <dl className="divide-y divide-line rounded-md border border-line">
          {responses.map((response) => (
            <div key={response.id} className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-3 px-3 py-2">
              <dt className="font-mono text-sm font-semibold">{response.status ?? 'default'}</dt>
              <dd>
                <Bodies bodies={response.definitions} />
              </dd>
            </div>
          ))}
          {responses.length === 0 && <div className="px-3 py-2 text-quiet">None are described.</div>}
        </dl>
      </section>
    </article>
  );
}
