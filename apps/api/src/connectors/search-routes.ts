import type { VersionSearch } from '@connectory/contract';
import { type Database, type FoundEntity, searchVersion } from '@connectory/database';
import type { Request, Router } from 'express';
import { ApiError } from '../http/api-error.ts';
import { queryText, readPageRequest } from '../http/paging.ts';
import { requireVersion } from './require-version.ts';

const maxLength = 200;
const maxWords = 10;

/** Adds the route under `/o/:organisation_id` that searches a version. */
export function addSearchRoutes(router: Router, { database }: { readonly database: Database }): void {
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

/** @throws ApiError */
function readWords(request: Request): readonly string[] {
  const text = queryText(request, 'q') ?? '';
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (text.length <= maxLength && words.length > 0 && words.length <= maxWords) return words;
  const message = `must be 1 to ${maxWords} words of at most ${maxLength} characters in all`;
  throw new ApiError('request_invalid', `"q" ${message}.`, { fields: [{ field: 'q', message }] });
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
