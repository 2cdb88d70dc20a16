import { copyPublicVersion, listConnectors, publicRelations } from '@connectory/database';
import { type ConnectorRecord, parseStored, type StoredAuthScheme, withoutCredentials } from '@connectory/lifecycle';
import type { RequestHandler, Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import { pagePieces } from '../bodies/page-pieces.ts';
import { ApiError } from '../http/api-error.ts';
import { readPageRequest } from '../http/paging.ts';
import { explainQuota } from '../quotas/explain-quota.ts';
import { connectorsPieces, oneConnectorPieces } from './connector-pieces.ts';
import type { ConnectorDependencies } from './connector-routes.ts';
import { hasHttpOnly, readConnectorFilter, readConnectorSort } from './read-connector-filter.ts';
import { connectorIds, connectorNotFound } from './require-version.ts';

/** Lists the public connectors of all organisations. Nothing of their owners is shown but the id. */
export function listPublicConnectors({ database, large }: ConnectorDependencies): RequestHandler {
  return async (request, response) => {
    const filter = { organisationId: undefined, ...readConnectorFilter(request) };
    const paging = { ...readPageRequest(request), sort: readConnectorSort(request) };
    const page = hasHttpOnly(request) ? await listConnectors(database, filter, paging) : { items: [], totalCount: 0 };
    const connectors = connectorsPieces(database, page.items.map(asPublic), publicRelations);
    await large.send(response.type('json'), pagePieces(page, 'connectors', connectors));
  };
}

function asPublic(connector: ConnectorRecord): ConnectorRecord {
  const schemes = parseStored<readonly StoredAuthScheme[]>(connector.authSchemeConfigsJson);
  return { ...connector, authSchemeConfigsJson: JSON.stringify(schemes.map(withoutCredentials)) };
}

/** Adds the route under `/o/:organisation_id` that copies a version of a public connector. */
export function addLibraryRoutes(router: Router, { database, large, quotas }: ConnectorDependencies): void {
  router.post('/connectors/:connector_id/versions/:version/library/import', async (request, response) => {
    const { organisationId, connectorId } = connectorIds(request);
    const version = request.params['version'];
    const caller = asCaller(database, request, response);
    const copied = await copyPublicVersion(caller, { organisationId, connectorId, version }, quotas.stored).catch(
      explainQuota(quotas, organisationId),
    );
    switch (copied.outcome) {
      case 'copied':
        await large.send(response.type('json'), oneConnectorPieces(database, copied.connector));
        return;
      case 'connector-not-found':
        throw connectorNotFound(connectorId);
      case 'version-not-found': {
        const text = `The public connector ${connectorId} has no published version ${JSON.stringify(version)}.`;
        throw new ApiError('version_not_found', text);
      }
    }
  });
}
