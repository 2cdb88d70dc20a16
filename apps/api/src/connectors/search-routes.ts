import type { VersionSearch } from '@connectory/contract';
import { type Database, type FoundEntity, searchVersion } from '@connectory/database';
import type { Router } from 'express';
import { principalOf } from '../access/principal.ts';
import { readPageRequest } from '../http/paging.ts';
import { readWords } from './read-words.ts';
import { requireVersion } from './require-version.ts';
import { searchOrganisation } from './search-organisation.ts';

/** Adds the routes under `/o/:organisation_id` that search the organisation, and a version. */
export function addSearchRoutes(router: Router, { database }: { readonly database: Database }): void {
  router.get('/search', async (request, response) => {
    response.json(await searchOrganisation(database, request, principalOf(response)?.scopes));
  });

  router.get('/connectors/:connector_id/versions/:version/search', async (request, response) => {
    const words = readWords(request);
    const { first } = readPageRequest(request);
    const { id } = await requireVersion(database, request);
    const found = await searchVersion(database, id, { words, limit: first + 1 });
    response.json({
      results: found.slice(0, first).map(present),
      hasMore: found.length > first,
    } satisfies VersionSearch);
  });
}

function present({ kind, name, method, path, text }: FoundEntity): VersionSearch['results'][number] {
  return {
    kind,
    name,
    ...(method === null ? {} : { method }),
    ...(path === null ? {} : { path }),
    ...(text === null ? {} : { text }),
  };
}
