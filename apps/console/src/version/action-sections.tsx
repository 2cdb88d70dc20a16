import type { ActionResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ExcerptSourceContext, excerptsOfVersion } from '../client/excerpt-source.ts';
import { securitySchemesQuery } from '../client/version-queries.ts';
import type { VersionOf } from '../client/address.ts';
import { counted } from '../format/numbers.ts';
import { Excerpt } from '../import/excerpt.tsx';
import { Severity } from '../parts/severity.tsx';
import type { PlaceCount } from './place-of.ts';
import { readSecurity, type RequiredScheme } from './security-of.ts';

/** A section of a detail pane. */
export function Section({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <section className="mt-6 first:mt-0">
      <h3 className="mb-2 flex flex-wrap items-center gap-2 font-semibold">{title}</h3>
      {children}
    </section>
  );
}

/** A tag whose text comes from a document, and may be long. */
export function LongTag({ children }: { readonly children: string }) {
  return (
    <span className="min-w-0 rounded-sm border border-line bg-sunken px-1.5 text-xs font-medium wrap-anywhere text-quiet">
      {children}
    </span>
  );
}

/** What a request has to bring. */
export function Security({ of, action }: { readonly of: VersionOf; readonly action: Pick<ActionResource, 'openapi'> }) {
  const { data: schemes = {} } = useQuery(securitySchemesQuery(of));
  const security = readSecurity(action, schemes);
  return (
    <Section title="Security">
      {security === undefined || security.length === 0 ? (
        <p className="text-quiet">
          {security === undefined ? 'The document states none.' : 'No credentials are needed.'}
        </p>
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line">
          {security.map((requirement, index) => (
            <li key={index} className="flex flex-wrap items-baseline gap-x-2 gap-y-1 px-3 py-2">
              {index > 0 && <span className="text-sm text-quiet">or</span>}
              {requirement.length === 0 && <span>No credentials</span>}
              {requirement.map((scheme, place) => (
                <Scheme key={scheme.name} scheme={scheme} isFirst={place === 0} />
              ))}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Scheme({
  scheme: { name, scopes, words },
  isFirst,
}: {
  readonly scheme: RequiredScheme;
  readonly isFirst: boolean;
}) {
  return (
    <span className="inline-flex min-w-0 flex-wrap items-baseline gap-x-2">
      {!isFirst && <span className="text-sm text-quiet">and</span>}
      <code className="font-mono text-sm wrap-anywhere">{name}</code>
      <span className="text-sm wrap-anywhere text-quiet">{words ?? 'not declared'}</span>
      {scopes.map((scope) => (
        <LongTag key={scope}>{scope}</LongTag>
      ))}
    </span>
  );
}

/** The messages of an entity, each with its way to the list of messages. */
export function EntityMessages({ of, counts }: { readonly of: VersionOf; readonly counts: readonly PlaceCount[] }) {
  const { connectorId, version } = of;
  if (counts.length === 0) return null;
  return (
    <Section title="Messages">
      <ul className="divide-y divide-line rounded-md border border-line">
        {counts.map(({ code, severity, places, pointer }) => (
          <li key={`${code ?? ''} ${pointer}`} className="flex flex-wrap items-center gap-x-3 px-3 py-2">
            <Severity severity={severity} />
            <Link
              to="/connectors/$connectorId/versions/$version/messages"
              params={{ connectorId, version }}
              search={code === undefined ? {} : { message: code }}
              className="link min-w-0 font-mono text-sm wrap-anywhere"
            >
              {code ?? 'Message'}
            </Link>
            <span className="ml-auto text-sm text-quiet tabular-nums">{counted(places, 'place')}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Where an entity stands in the document. */
export function DocumentPlace({ of, pointer }: { readonly of: VersionOf; readonly pointer: string }) {
  const [isOpen, open] = useState(false);
  const { connectorId, version } = of;
  return (
    <Section title="Place in the document">
      <p className="font-mono text-sm wrap-anywhere">{pointer}</p>
      <p className="mt-1 flex flex-wrap gap-x-4">
        <Link
          to="/connectors/$connectorId/versions/$version/document"
          params={{ connectorId, version }}
          search={{ pointer }}
          className="link inline-flex min-h-6 items-center text-sm"
        >
          Open the document here
        </Link>
        <button type="button" aria-expanded={isOpen} onClick={() => open(!isOpen)} className="link min-h-6 text-sm">
          {isOpen ? 'Hide the lines' : 'Show the lines'}
        </button>
      </p>
      {isOpen && (
        <ExcerptSourceContext value={excerptsOfVersion(of)}>
          <Excerpt importId="" pointer={pointer} />
        </ExcerptSourceContext>
      )}
    </Section>
  );
}
