import { type Database, findExtras } from '@connectory/database';
import type { Router } from 'express';
import { sendUnlessKnown } from '../http/send-unless-known.ts';
import { requireVersion } from './require-version.ts';

/** The ETag and body of a version without extras. */
const noExtras = { hash: 'none', body: '{}' };

/** Adds the route under `/o/:organisation_id` for the extras of a version. Their hash is the ETag. */
export function addExtrasRoutes(router: Router, database: Database): void {
  router.get('/connectors/:connector_id/versions/:version/extras', async (request, response) => {
    const version = await requireVersion(database, request);
    const extras = (await findExtras(database, version.id)) ?? noExtras;
    response.set({ 'Content-Type': 'application/json', 'Cache-Control': 'private, no-cache' });
    sendUnlessKnown(request, response, `"${extras.hash}"`, Buffer.from(extras.body));
  });
}
