import { coversScope, type OrganisationSearch, type SearchKind, searchKinds } from '@connectory/contract';
import {
  type Database,
  findConnectorsByWords,
  findEntitiesByWords,
  findImportsByWords,
  findVersionsByWords,
  type Found,
  isId,
  type SearchRequest,
} from '@connectory/database';
import type { Request } from 'express';
import { ApiError } from '../http/api-error.ts';
import { queryChoices, queryText, readPageRequest } from '../http/paging.ts';
import { readWords } from './read-words.ts';
import { organisationOf } from './require-version.ts';

/** Searches what the organisation has and the caller may read. @throws ApiError */
export async function searchOrganisation(
  database: Database,
  request: Request,
  scopes: readonly string[] | undefined,
): Promise<OrganisationSearch> {
  const words = readWords(request);
  const { first } = readPageRequest(request);
  const asked = {
    organisationId: organisationOf(request),
    words,
    connectorId: readConnectorId(request),
    // One more says that there are more.
    limit: first + 1,
  };
  const kinds = (queryChoices(request, 'kind', searchKinds) ?? searchKinds).filter(
    (kind) => kind !== 'imports' || coversScope(scopes, 'imports:read'),
  );
  const find = <Item>(kind: SearchKind, search: Search<Item>): Promise<Found<Item>> | Found<Item> =>
    kinds.includes(kind) ? search(database, asked) : { items: [], isComplete: true };
  const [connectors, versions, imports, entities] = await Promise.all([
    find('connectors', findConnectorsByWords),
    find('versions', findVersionsByWords),
    find('imports', findImportsByWords),
    find('entities', findEntitiesByWords),
  ]);
  const found = { connectors, versions, imports, entities };
  return {
    connectors: connectors.items.slice(0, first),
    versions: versions.items.slice(0, first),
    imports: imports.items.slice(0, first),
    entities: entities.items.slice(0, first),
    more: searchKinds.filter((kind) => found[kind].items.length > first),
    partial: searchKinds.filter((kind) => !found[kind].isComplete),
  };
}

type Search<Item> = (database: Database, request: SearchRequest) => Promise<Found<Item>>;

/** @throws ApiError */
function readConnectorId(request: Request): string | undefined {
  const id = queryText(request, 'connectorId');
  if (id === undefined || isId(id)) return id;
  const message = 'must be a ULID';
  throw new ApiError('request_invalid', `"connectorId" ${message}.`, { fields: [{ field: 'connectorId', message }] });
}
