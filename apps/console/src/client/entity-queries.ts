import type {
  ActionResource,
  DefinitionPage,
  DefinitionResource,
  EntityEditPage,
  EntityEditResource,
  TriggerPage,
  TriggerResource,
} from '@connectory/client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callApi, pathOf, type Query, requestApi, withQuery } from './call-api.ts';
import { schemaPath } from './schema-path.ts';

export type EntityKind = EntityEditResource['kind'];

export interface VersionOf {
  readonly organisation: string;
  readonly connectorId: string;
  readonly version: string;
}

export function versionPath({ organisation, connectorId, version }: VersionOf, ...rest: readonly string[]): string {
  return pathOf(organisation, 'connectors', connectorId, 'versions', version, ...rest);
}

export const entityPath = (of: VersionOf, kind: EntityKind, name: string): string => versionPath(of, `${kind}s`, name);

/** An entity with the ETag of the state that was read. */
export interface Loaded<Entity> {
  readonly value: Entity;
  readonly etag: string;
}

export function readOperation(path: string): Promise<Loaded<ActionResource | TriggerResource>> {
  return requestApi(path, { cache: 'no-store' });
}

/** A definition with the text of its schema. */
export async function readDefinition(
  path: string,
): Promise<Loaded<{ readonly definition: DefinitionResource; readonly schema: unknown }>> {
  // The schema is read last: if both change meanwhile, the ETag is the older one, and the next change is refused.
  const { value: definition, etag } = await requestApi<DefinitionResource>(path, { cache: 'no-store' });
  const schema = await callApi<unknown>(schemaPath(definition.url), { cache: 'no-store' });
  return { value: { definition, schema }, etag };
}

const pageSize = 25;

export const triggersQuery = (of: VersionOf, filter: Query) => listQuery<TriggerPage>(of, 'triggers', filter);

export const definitionsQuery = (of: VersionOf, filter: Query) => listQuery<DefinitionPage>(of, 'definitions', filter);

export const editPageQuery = (of: VersionOf, filter: Query) => listQuery<EntityEditPage>(of, 'edits', filter);

function listQuery<Page>(of: VersionOf, list: 'triggers' | 'definitions' | 'edits', filter: Query) {
  return queryOptions({
    queryKey: [list, of, filter],
    queryFn: ({ signal }) =>
      callApi<Page>(withQuery(versionPath(of, list), { first: pageSize, ...filter }), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** All edits of a version, by the ids of their entities. */
export const editsQuery = (of: VersionOf) =>
  queryOptions({
    queryKey: ['edits', of, 'all'],
    queryFn: async ({ signal }) => {
      const edits = new Map<string, EntityEditResource>();
      let after: string | undefined;
      do {
        const path = withQuery(versionPath(of, 'edits'), { first: 1_000, after });
        const page: EntityEditPage = await callApi(path, { signal });
        for (const edit of page.edits) edits.set(edit.entityId, edit);
        after = page.next;
      } while (after !== undefined);
      return edits;
    },
    staleTime: 10_000,
  });
