import type { OrganisationSearch, VersionSearch } from '@connectory/client';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type VersionOf, versionPath } from '../client/address.ts';
import { apiGet } from '../client/call-api.ts';
import { connectorsQuery, importsQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { foundKinds } from '../search/found-kinds.ts';
import { searchQuery as everythingQuery } from '../search/search-query.ts';
import type { Command } from './command.ts';
import { useShownVersion } from './use-shown-version.ts';

/** Results of each kind. */
const maxResults = 8;

interface Found {
  readonly commands: readonly Command[];
  /** Whether results are still to come. */
  readonly isPending: boolean;
}

/** What a text finds: in the open version, and in the organisation. Without a text, what changed last. */
export function useFoundCommands(text: string): Found {
  const ofVersion = useFoundEntities(text);
  const everywhere = useFoundEverywhere(text);
  const newest = [...useNewestConnectors(text === ''), ...useNewestImports(text === '')];
  if (text === '') return { commands: newest, isPending: false };
  return {
    commands: [...ofVersion.commands, ...everywhere.commands],
    isPending: ofVersion.isPending || everywhere.isPending,
  };
}

const searchQuery = (of: VersionOf, q: string) =>
  queryOptions({
    queryKey: ['version-search', of, q],
    queryFn: ({ signal }) => apiGet(versionPath(of, '/search'), { signal, query: { q, first: maxResults } }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

function useFoundEntities(text: string): Found {
  const navigate = useNavigate();
  const organisation = useOrganisation();
  const shown = useShownVersion();
  const { connectorId = '', version = '' } = shown ?? {};
  const isSearched = shown !== undefined && text !== '';
  const query = { ...searchQuery({ organisation, connectorId, version }, text), enabled: isSearched };
  const { data, isLoading, isPlaceholderData } = useQuery(query);
  if (!isSearched || data === undefined) return { commands: [], isPending: isLoading };
  const commands = data.results.map(
    ({ kind, name, method, path: template, text: summary }): Command => ({
      id: `${kind} ${name}`,
      group: 'Found in this version',
      title: kind === 'action' ? `${method} ${template}` : name,
      detail: [kind, summary ?? name].join(' · '),
      run: () => openEntity(navigate, shown, kind, name),
    }),
  );
  return { commands, isPending: isPlaceholderData };
}

/** Entities of other versions are found where no version is open. */
function useFoundEverywhere(text: string): Found {
  const navigate = useNavigate();
  const isOpen = useShownVersion() !== undefined;
  const kind = foundKinds.filter((each) => each !== 'entities' || !isOpen);
  const query = everythingQuery(useOrganisation(), { q: text, kind, first: maxResults });
  const { data, isLoading, isPlaceholderData } = useQuery({ ...query, enabled: text !== '' });
  if (data === undefined) return { commands: [], isPending: isLoading };
  const everything: Command = {
    id: 'search everything',
    group: 'Search',
    title: `Search everything for “${text}”`,
    run: () => void navigate({ to: '/search', search: { q: text } }),
  };
  return { commands: [...commandsOf(navigate, data), everything], isPending: isPlaceholderData };
}

function commandsOf(navigate: Navigate, data: OrganisationSearch): readonly Command[] {
  return [
    ...data.connectors.map(({ id, name }) => connectorCommand(navigate, { id, name, versions: 0 })),
    ...data.versions.map(({ connectorId, connectorName, version, isPublished }) =>
      versionCommand(navigate, { connectorId, connectorName, version, isPublished }),
    ),
    ...data.imports.map((each) => importCommand(navigate, each)),
    ...data.entities.map(({ kind, name, method, path, connectorId, connectorName, version }): Command => {
      const params = { connectorId, version };
      return {
        id: `${connectorId} ${version} ${kind} ${name}`,
        group: 'Found in all versions',
        title: kind === 'action' ? `${method ?? ''} ${path ?? name}` : name,
        detail: `${kind} of ${connectorName} ${version}`,
        run: () => openEntity(navigate, params, kind, name),
      };
    }),
  ];
}

type Navigate = ReturnType<typeof useNavigate>;

interface VersionPlace {
  readonly connectorId: string;
  readonly version: string;
}

function openEntity(navigate: Navigate, params: VersionPlace, kind: FoundEntityKind, name: string): void {
  if (kind === 'action')
    void navigate({ to: '/connectors/$connectorId/versions/$version', params, search: { action: name } });
  else void navigate({ to: `/connectors/$connectorId/versions/$version/${kind}s`, params, search: { name } });
}

type FoundEntityKind = VersionSearch['results'][number]['kind'];

interface NamedConnector {
  readonly id: string;
  readonly name: string;
  /** Number of its versions, if it is known. */
  readonly versions: number;
}

function connectorCommand(navigate: Navigate, { id, name, versions }: NamedConnector): Command {
  return {
    id,
    group: 'Connectors',
    title: name,
    detail: versions < 2 ? 'connector' : `connector, ${versions} versions`,
    run: () => void navigate({ to: '/connectors/$connectorId', params: { connectorId: id } }),
  };
}

function versionCommand(
  navigate: Navigate,
  { connectorId, connectorName, version, isPublished }: OrganisationSearch['versions'][number],
): Command {
  const params = { connectorId, version };
  return {
    id: `${connectorId} ${version}`,
    group: 'Connectors',
    title: `${connectorName} ${version}`,
    detail: isPublished ? 'published version' : 'draft',
    run: () => void navigate({ to: '/connectors/$connectorId/versions/$version', params }),
  };
}

function importCommand(
  navigate: Navigate,
  { id, filename, schemaURL, connectorName = '', version = '', status }: OrganisationSearch['imports'][number],
): Command {
  return {
    id,
    group: 'Imports',
    title: filename ?? schemaURL ?? id,
    detail: [`${connectorName} ${version}`.trim(), status].filter(Boolean).join(' · '),
    run: () => void navigate({ to: '/imports/$importId', params: { importId: id } }),
  };
}

function useNewestConnectors(isShown: boolean): readonly Command[] {
  const navigate = useNavigate();
  const { data } = useQuery({ ...connectorsQuery(useOrganisation(), {}), staleTime: 30_000, enabled: isShown });
  const commands = data?.connectors.map(({ id, name, versions }) =>
    connectorCommand(navigate, { id, name, versions: versions.length }),
  );
  return commands?.slice(0, maxResults) ?? [];
}

function useNewestImports(isShown: boolean): readonly Command[] {
  const navigate = useNavigate();
  // A list from before an import would not show it.
  const query = { ...importsQuery(useOrganisation(), {}), refetchOnMount: 'always' as const };
  const { data } = useQuery({ ...query, enabled: isShown });
  const commands = data?.imports.map(({ document, ...each }) => {
    const filename = document?.filename;
    return importCommand(navigate, { ...each, ...(filename === undefined ? {} : { filename }) });
  });
  return commands?.slice(0, maxResults) ?? [];
}
