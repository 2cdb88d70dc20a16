import type { PlaceCounts, VersionResource } from '@connectory/client';
import { queryOptions } from '@tanstack/react-query';
import { pathOf, type VersionOf, versionPath } from './address.ts';
import { apiGet } from './call-api.ts';
import { schemaAddress } from './schema-address.ts';
import type { SecuritySchemes } from './security-scheme.ts';

/** The security schemes of the document of a version, by their names. */
export const securitySchemesQuery = (of: VersionOf) =>
  queryOptions({
    queryKey: ['security-schemes', of],
    queryFn: async ({ signal }): Promise<SecuritySchemes> => {
      const { components } = await apiGet(versionPath(of, '/extras'), { signal });
      return Object(Object(components).securitySchemes);
    },
    staleTime: 60_000,
  });

/** Places of messages by operation and component: of the import, or of the messages that the version keeps. */
export const placeCountsQuery = (of: VersionOf, version: VersionResource | undefined) =>
  queryOptions({
    queryKey: ['place-counts', of, version?.importId, version?.updatedAt],
    queryFn: async ({ signal }): Promise<readonly Count[]> => {
      if (version?.importId === undefined) return countPlaces(version?.messages ?? []);
      const { importId } = version;
      const address = pathOf(of.organisation, '/imports/{import_id}/message-counts', { import_id: importId });
      return (await apiGet(address, { signal })).counts;
    },
    enabled: version !== undefined,
    staleTime: 60_000,
  });

type Count = PlaceCounts['counts'][number];

/** Tokens of a pointer that name an operation or a component, as the API counts them. */
const tokens = 3;

function countPlaces(messages: NonNullable<VersionResource['messages']>): readonly Count[] {
  return messages.flatMap(({ code, severity, locations = [] }) => {
    const counts = new Map<string, Count>();
    for (const { pointer: whole, file } of locations) {
      const pointer = whole.split('/', tokens + 1).join('/');
      const key = `${file ?? ''}#${pointer}`;
      counts.set(key, { pointer, file, code, severity, places: (counts.get(key)?.places ?? 0) + 1 });
    }
    return [...counts.values()];
  });
}

/** The JSON Schema at an address. */
export const schemaQuery = (path: string) =>
  queryOptions({
    queryKey: ['schema', path],
    queryFn: ({ signal }) => apiGet(schemaAddress(path), { signal }),
    staleTime: 60_000,
  });
