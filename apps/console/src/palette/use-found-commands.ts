import type { ConnectorResource } from '@connectory/client';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type VersionOf, versionPath } from '../client/address.ts';
import { apiGet } from '../client/call-api.ts';
import { connectorsQuery, importsQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { type Command, matchingCommands } from './command.ts';
import { useShownVersion } from './use-shown-version.ts';

/** Results of each kind. */
const maxResults = 8;

/** Connectors, imports and entities of the open version that a text finds. */
export function useFoundCommands(text: string): readonly Command[] {
  return [...useFoundEntities(text), ...useFoundConnectors(text), ...useFoundImports(text)];
}

const searchQuery = (of: VersionOf, q: string) =>
  queryOptions({
    queryKey: ['version-search', of, q],
    queryFn: ({ signal }) => apiGet(versionPath(of, '/search'), { signal, query: { q, first: maxResults } }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

function useFoundEntities(text: string): readonly Command[] {
  const navigate = useNavigate();
  const organisation = useOrganisation();
  const shown = useShownVersion();
  const { connectorId = '', version = '' } = shown ?? {};
  const isSearched = shown !== undefined && text !== '';
  const { data } = useQuery({ ...searchQuery({ organisation, connectorId, version }, text), enabled: isSearched });
  if (shown === undefined || !isSearched || data === undefined) return [];
  return data.results.map(({ kind, name, method, path: template, text: summary }) => ({
    id: `${kind} ${name}`,
    group: 'Found in this version',
    title: kind === 'action' ? `${method} ${template}` : name,
    detail: [kind, summary ?? name].join(' · '),
    run: () => {
      if (kind === 'action')
        void navigate({ to: '/connectors/$connectorId/versions/$version', params: shown, search: { action: name } });
      else
        void navigate({ to: `/connectors/$connectorId/versions/$version/${kind}s`, params: shown, search: { name } });
    },
  }));
}

function useFoundConnectors(text: string): readonly Command[] {
  const navigate = useNavigate();
  // The API searches names, and a text may name a version, too.
  const [name = ''] = text.split(/\s+/);
  const query = connectorsQuery(useOrganisation(), name === '' ? {} : { name });
  const { data } = useQuery({ ...query, staleTime: 30_000 });
  const toConnector = ({ id, name: title, versions }: ConnectorResource): readonly Command[] => [
    {
      id,
      group: 'Connectors',
      title,
      detail: versions.length === 1 ? 'connector' : `connector, ${versions.length} versions`,
      run: () => void navigate({ to: '/connectors/$connectorId', params: { connectorId: id } }),
    },
    ...versions.map((version): Command => {
      const params = { connectorId: id, version: version.name };
      return {
        id: version.id,
        group: 'Connectors',
        title: `${title} ${version.name}`,
        detail: version.publishedAt === null ? 'draft' : 'published version',
        run: () => void navigate({ to: '/connectors/$connectorId/versions/$version', params }),
      };
    }),
  ];
  return matchingCommands(data?.connectors.flatMap(toConnector) ?? [], text).slice(0, maxResults);
}

function useFoundImports(text: string): readonly Command[] {
  const navigate = useNavigate();
  // A list from before an import would not show it.
  const { data } = useQuery({ ...importsQuery(useOrganisation(), {}), refetchOnMount: 'always' });
  const commands = data?.imports.map(
    ({ id, document, schemaURL, connectorName = '', version = '', status }): Command => ({
      id,
      group: 'Imports',
      title: document?.filename ?? schemaURL ?? id,
      detail: [`${connectorName} ${version}`.trim(), status].filter(Boolean).join(' · '),
      run: () => void navigate({ to: '/imports/$importId', params: { importId: id } }),
    }),
  );
  return matchingCommands(commands ?? [], text).slice(0, maxResults);
}
