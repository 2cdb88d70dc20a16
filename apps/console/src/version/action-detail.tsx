import type { ActionResource, EntityEditResource } from '@connectory/client';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { VersionOf } from '../client/address.ts';
import { buttonClass } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { EditedTag } from '../parts/edited-tag.tsx';
import { Parameters, RequestBody, Responses } from './action-parts.tsx';
import { DocumentPlace, EntityMessages, LongTag, Security } from './action-sections.tsx';
import { readablePath } from '../format/readable-path.ts';
import { readTags } from './find-actions.ts';
import { Method } from './method.tsx';
import { type PlaceCount, pointerOfAction } from './place-of.ts';
import { RequestExample } from './request-example.tsx';

interface ActionDetailProps {
  readonly of: VersionOf;
  readonly action: ActionResource;
  readonly edit: EntityEditResource | undefined;
  readonly counts: readonly PlaceCount[];
  readonly onClose: () => void;
}

/** An action: its request and its responses, its messages, and where it stands in the document. */
export function ActionDetail({ of, action, edit, counts, onClose }: ActionDetailProps) {
  const { name, description, parameters, requestBody, responses } = action;
  return (
    <article className="card p-4 sm:p-5">
      <button type="button" onClick={onClose} className="link mb-3 inline-flex min-h-6 items-center gap-1 lg:hidden">
        <ArrowLeft size={15} aria-hidden />
        All actions
      </button>
      <Head of={of} action={action} edit={edit} />
      {description !== undefined && <p className="mt-4 max-w-prose wrap-anywhere whitespace-pre-line">{description}</p>}
      <EntityMessages of={of} counts={counts} />
      <Parameters parameters={parameters} />
      <RequestBody of={of} body={requestBody} />
      <Responses of={of} responses={responses} />
      <Security of={of} action={action} />
      {edit?.state !== 'created' && <DocumentPlace key={name} of={of} pointer={pointerOfAction(action)} />}
      <RequestExample of={of} action={action} />
    </article>
  );
}

function Head({ of: { connectorId, version }, action, edit }: Pick<ActionDetailProps, 'of' | 'action' | 'edit'>) {
  const { name, method, path, summary } = action;
  const tags = readTags(action);
  return (
    <>
      <div className="flex items-start justify-between gap-3">
        <h2 className="min-w-0 text-xl font-semibold wrap-anywhere">{summary ?? name}</h2>
        <Link
          to="/connectors/$connectorId/versions/$version/actions/$name"
          params={{ connectorId, version, name }}
          className={buttonClass()}
        >
          Edit
        </Link>
      </div>
      <p className="mt-2 flex items-start gap-3">
        <Method method={method} />
        <code className="min-w-0 font-mono text-sm leading-6 wrap-anywhere">{readablePath(path)}</code>
      </p>
      <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-quiet">
        <span className="min-w-0 wrap-anywhere">
          Name <code className="font-mono text-ink">{name}</code>
        </span>
        <CopyButton text={name} label="Copy name" />
        {edit !== undefined && <EditedTag edit={edit} />}
      </p>
      {tags.length > 0 && (
        <p className="mt-2 flex flex-wrap items-center gap-1.5">
          {tags.map((tag) => (
            <LongTag key={tag}>{tag}</LongTag>
          ))}
        </p>
      )}
    </>
  );
}
