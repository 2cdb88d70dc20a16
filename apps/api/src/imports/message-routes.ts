import type { ImportedEdits } from '@connectory/contract';
import { type Database, findDocumentFacts, findEditResults, streamDocument } from '@connectory/database';
import type { RequestHandler, Router } from 'express';
import type { CutExcerpt } from '../excerpts/cut-in-child.ts';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { queryText } from '../http/paging.ts';
import { untilClosed } from '../http/until-closed.ts';
import { countMessages } from './count-messages.ts';
import { listMessageGroups } from './list-message-groups.ts';
import { listPlaces } from './list-places.ts';
import { documentNotStored, requireImport } from './require-import.ts';

export interface MessageRouteDependencies {
  readonly database: Database;
  readonly large: LargeResponses;
  readonly cutExcerpt: CutExcerpt;
}

/** Adds the routes that read the places of messages, the text at a place, and the results of edits. */
export function addMessageRoutes(router: Router, dependencies: MessageRouteDependencies): void {
  router.get('/imports/:import_id/messages', listPlaces(dependencies));
  router.get('/imports/:import_id/message-groups', listMessageGroups(dependencies));
  router.get('/imports/:import_id/message-counts', countMessages(dependencies));
  router.get('/imports/:import_id/edits', async (request, response) => {
    const { id } = await requireImport(dependencies.database, request);
    response.json({ edits: await findEditResults(dependencies.database, id) } satisfies ImportedEdits);
  });
  router.get('/imports/:import_id/document/excerpt', showExcerpt(dependencies));
}

function showExcerpt({ database, cutExcerpt }: MessageRouteDependencies): RequestHandler {
  return async (request, response) => {
    const record = await requireImport(database, request);
    const { document, options } = record;
    const stored = document === null ? undefined : await findDocumentFacts(database, document.sha256);
    if (stored === undefined) throw documentNotStored(record);
    const task = {
      place: queryText(request, 'pointer') ?? '',
      ...(options.root === undefined ? {} : { root: options.root }),
    };
    const text = await cutExcerpt(streamDocument(database, stored), task, untilClosed(response));
    response.type('application/json').send(text);
  };
}
