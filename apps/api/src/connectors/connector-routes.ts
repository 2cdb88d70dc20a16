import { type HttpConnectorCreate, httpConnectorCreate } from '@connectory/contract';
import {
  createConnector,
  type Database,
  findConnector,
  findImportOfVersion,
  listConnectors,
  listVersions,
  type NewConnector,
  readVersionMessages,
} from '@connectory/database';
import type { Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { pageOf, pagePieces } from '../bodies/page-pieces.ts';
import { versionEtag } from '../http/entity-etag.ts';
import { readPageRequest } from '../http/paging.ts';
import { parseBody } from '../http/parse-body.ts';
import type { Quotas } from '../quotas/quotas.ts';
import { explainQuota } from '../quotas/explain-quota.ts';
import { connectorsPieces } from './connector-pieces.ts';
import { presentVersion } from './present-connector.ts';
import { sendConnector } from './send-connector.ts';
import { hasHttpOnly, readConnectorFilter, readConnectorSort } from './read-connector-filter.ts';
import { versionPieces } from './version-pieces.ts';
import { connectorIds, connectorNotFound, organisationOf, requireVersion, versionPage } from './require-version.ts';

export interface ConnectorDependencies {
  readonly database: Database;
  readonly large: LargeResponses;
  readonly quotas: Quotas;
  readonly baseUrl: () => string;
}

/** Adds the routes under `/o/:organisation_id` for connectors and their versions. */
export function addConnectorRoutes(router: Router, { database, large, quotas, baseUrl }: ConnectorDependencies): void {
  router.get('/connectors', async (request, response) => {
    const filter = { organisationId: organisationOf(request), ...readConnectorFilter(request) };
    const sort = readConnectorSort(request);
    const page = hasHttpOnly(request)
      ? await listConnectors(database, filter, { ...readPageRequest(request), sort })
      : { items: [], totalCount: 0 };
    await large.send(response.type('json'), pagePieces(page, 'connectors', connectorsPieces(database, page.items)));
  });

  router.post('/protocols/http/connectors', async (request, response) => {
    const body = await parseBody<HttpConnectorCreate>(httpConnectorCreate, request, 'The connector');
    const organisationId = organisationOf(request);
    const made: NewConnector = {
      organisationId,
      name: body.name,
      baseUrl: body.baseUrl,
      public: body.public ?? false,
      tags: body.tags ?? {},
      authSchemeConfigs: body.authSchemeConfigs,
      connectionVariables: (body.connectionVariables ?? []).map(({ name, value }) => ({ name, value })),
    };
    const connector = await createConnector(asCaller(database, request, response), made, quotas.stored).catch(
      explainQuota(quotas, organisationId),
    );
    await sendConnector({ database, large }, response.status(201), connector);
  });

  router.get('/connectors/:connector_id', async (request, response) => {
    const { organisationId, connectorId } = connectorIds(request);
    const connector = await findConnector(database, organisationId, connectorId);
    if (connector === undefined) throw connectorNotFound(connectorId);
    await sendConnector({ database, large }, response, connector);
  });

  router.get('/connectors/:connector_id/versions', async (request, response) => {
    const { organisationId, connectorId } = connectorIds(request);
    const page = await listVersions(database, organisationId, connectorId, readPageRequest(request));
    if (page === undefined) throw connectorNotFound(connectorId);
    await large.send(
      response.type('json'),
      pageOf(page, 'items', (version) => presentVersion(version)),
    );
  });

  router.get('/connectors/:connector_id/versions/:version', async (request, response) => {
    const version = await requireVersion(database, request);
    const { connectorId } = connectorIds(request);
    const [messages, importId] = await Promise.all([
      readVersionMessages(database, version.id),
      findImportOfVersion(database, { connectorId, versionId: version.id }),
    ]);
    await large.send(
      response.set('ETag', versionEtag(version)).type('json'),
      versionPieces(version, versionPage(baseUrl(), request, version), large.read(messages), importId),
      messages.bytes,
    );
  });
}
