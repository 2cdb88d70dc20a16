import { type Database, findVersionDocument, type FoundDocument, streamDocument } from '@connectory/database';
import type { Request, Router } from 'express';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { sendDocument } from '../bodies/send-document.ts';
import type { CutExcerpt } from '../excerpts/cut-in-child.ts';
import { ApiError } from '../http/api-error.ts';
import { queryText } from '../http/paging.ts';
import { untilClosed } from '../http/until-closed.ts';
import { requireVersion } from './require-version.ts';

interface DocumentRouteDependencies {
  readonly database: Database;
  readonly large: LargeResponses;
  readonly cutExcerpt: CutExcerpt;
}

/** Adds the routes under `/o/:organisation_id` for the document of a version, which is kept longer than its import. */
export function addDocumentRoutes(router: Router, { database, large, cutExcerpt }: DocumentRouteDependencies): void {
  const path = '/connectors/:connector_id/versions/:version/document';

  router.get(path, async (request, response) => {
    const { facts, source } = await requireDocument(database, request);
    const { filename, mediaType } = source;
    await sendDocument({ database, large }, { facts, filename, mediaType }, [request, response]);
  });

  router.get(`${path}/excerpt`, async (request, response) => {
    const { facts, source } = await requireDocument(database, request);
    const { root } = source.options;
    const task = { place: queryText(request, 'pointer') ?? '', ...(root === undefined ? {} : { root }) };
    const text = await cutExcerpt(streamDocument(database, facts), task, untilClosed(response));
    response.type('application/json').send(text);
  });
}

/** @throws ApiError */
async function requireDocument(database: Database, request: Request): Promise<FoundDocument> {
  const version = await requireVersion(database, request);
  const document = await findVersionDocument(database, version.id);
  if (document !== undefined) return document;
  throw new ApiError('document_gone', `Version ${version.name} was made by hand: it has no document.`);
}
