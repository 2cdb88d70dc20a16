import { findExtras, textInMemory } from '@connectory/database';
import type { Router } from 'express';
import { mayBeKnown, sentNotModified } from '../http/send-unless-known.ts';
import type { ConnectorDependencies } from './connector-routes.ts';
import { requireVersion } from './require-version.ts';

/** The ETag and body of a version without extras. */
const noExtras = { hash: 'none', read: async () => textInMemory('{}') };

/** Adds the route under `/o/:organisation_id` for the extras of a version. Their hash is the ETag. */
export function addExtrasRoutes(router: Router, { database, large }: ConnectorDependencies): void {
  router.get('/connectors/:connector_id/versions/:version/extras', async (request, response) => {
    const version = await requireVersion(database, request);
    const extras = (await findExtras(database, version.id, { hashOnly: mayBeKnown(request) })) ?? noExtras;
    response.set({ 'Content-Type': 'application/json', 'Cache-Control': 'private, no-cache' });
    if (sentNotModified(request, response, `"${extras.hash}"`)) return;
    const text = (await extras.read()) ?? textInMemory('{}');
    await large.send(response, large.read(text), text.bytes);
  });
}
