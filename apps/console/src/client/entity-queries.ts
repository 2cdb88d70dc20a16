import type {
  ActionResource,
  DefinitionResource,
  EntityEditPage,
  EntityEditResource,
  QueryOf,
  TriggerResource,
} from '@connectory/client';
import { queryOptions } from '@tanstack/react-query';
import { type VersionOf, versionPath } from './address.ts';
import { apiGet, apiGetWithEtag, type Loaded } from './call-api.ts';
import { pageQuery } from './page-query.ts';
import { schemaAddress } from './schema-address.ts';

export type EntityKind = EntityEditResource['kind'];

const definitionPath = (of: VersionOf, name: string) =>
  versionPath(of, '/definitions/{definition_name}', { definition_name: name });

const operationPath = (of: VersionOf, kind: 'action' | 'trigger', name: string) =>
  kind === 'action'
    ? versionPath(of, '/actions/{action_name}', { action_name: name })
    : versionPath(of, '/triggers/{trigger_name}', { trigger_name: name });

/** An entity of a version. */
export interface EntityOf {
  readonly of: VersionOf;
  readonly kind: EntityKind;
  readonly name: string;
}

export function entityPath({ of, kind, name }: EntityOf) {
  return kind === 'definition' ? definitionPath(of, name) : operationPath(of, kind, name);
}

export function readOperation(
  of: VersionOf,
  kind: 'action' | 'trigger',
  name: string,
): Promise<Loaded<ActionResource | TriggerResource>> {
  return apiGetWithEtag(operationPath(of, kind, name), { cache: 'no-store' });
}

/** A definition with the text of its schema. */
export async function readDefinition(
  of: VersionOf,
  name: string,
): Promise<Loaded<{ readonly definition: DefinitionResource; readonly schema: unknown }>> {
  // The schema is read last: if both change meanwhile, the ETag is the older one, and the next change is refused.
  const { value: definition, etag } = await apiGetWithEtag(definitionPath(of, name), { cache: 'no-store' });
  const schema = await apiGet(schemaAddress(definition.url), { cache: 'no-store' });
  return { value: { definition, schema }, etag };
}

type VersionPath = '/api/connect/v1/o/{organisation_id}/connectors/{connector_id}/versions/{version}';

export const triggersQuery = (of: VersionOf, filter: QueryOf<`${VersionPath}/triggers`, 'get'>) =>
  pageQuery('triggers', versionPath(of, '/triggers'), filter);

export const definitionsQuery = (of: VersionOf, filter: QueryOf<`${VersionPath}/definitions`, 'get'>) =>
  pageQuery('definitions', versionPath(of, '/definitions'), filter);

export const editPageQuery = (of: VersionOf, filter: QueryOf<`${VersionPath}/edits`, 'get'>) =>
  pageQuery('edits', versionPath(of, '/edits'), filter);

/** All edits of a version, by the ids of their entities. */
export const editsQuery = (of: VersionOf) =>
  queryOptions({
    queryKey: ['edits', of, 'all'],
    queryFn: async ({ signal }) => {
      const edits = new Map<string, EntityEditResource>();
      let after: string | undefined;
      do {
        const query = { first: 1_000, after };
        const page: EntityEditPage = await apiGet(versionPath(of, '/edits'), { signal, query });
        for (const edit of page.edits) edits.set(edit.entityId, edit);
        after = page.next;
      } while (after !== undefined);
      return edits;
    },
    staleTime: 10_000,
  });
