import { type HttpConnectorCreate, httpConnectorCreate } from '@connectory/contract';
import {
  createConnector,
  type Database,
  findConnector,
  listConnectors,
  listVersions,
  type NewConnector,
  QuotaExceededError,
  readVersionMessages,
} from '@connectory/database';
import type { Request, Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { pageOf, pagePieces } from '../bodies/page-pieces.ts';
import { ApiError } from '../http/api-error.ts';
import { queryText, readPageRequest } from '../http/paging.ts';
import { parseBody } from '../http/parse-body.ts';
import type { Quotas } from '../quotas/quotas.ts';
import { connectorsPieces, oneConnectorPieces } from './connector-pieces.ts';
import { presentVersion } from './present-connector.ts';
import { versionPieces } from './version-pieces.ts';
import { connectorIds, connectorNotFound, organisationOf, requireVersion } from './require-version.ts';

export interface ConnectorDependencies {
  readonly database: Database;
  readonly large: LargeResponses;
  readonly quotas: Quotas;
}

/** Adds the routes under `/o/:organisation_id` for connectors and their versions. */
export function addConnectorRoutes(router: Router, { database, large, quotas }: ConnectorDependencies): void {
  router.get('/connectors', async (request, response) => {
    refuseUnsupportedFilters(request);
    const name = queryText(request, 'name');
    const filter = {
      organisationId: organisationOf(request),
      ...(name === undefined ? {} : { name }),
    };
    const page = await listConnectors(database, filter, readPageRequest(request));
    await large.send(response.type('json'), pagePieces(page, 'connectors', connectorsPieces(database, page.items)));
  });

  router.post('/protocols/http/connectors', async (request, response) => {
    const body = parseBody<HttpConnectorCreate>(httpConnectorCreate, request, 'The connector');
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
      async (error: unknown) => {
        throw error instanceof QuotaExceededError ? await quotas.explain(organisationId, error.quota) : error;
      },
    );
    await large.send(response.status(201).type('json'), oneConnectorPieces(database, connector));
  });

  router.get('/connectors/:connector_id', async (request, response) => {
    const { organisationId, connectorId } = connectorIds(request);
    const connector = await findConnector(database, organisationId, connectorId);
    if (connector === undefined) throw connectorNotFound(connectorId);
    await large.send(response.type('json'), oneConnectorPieces(database, connector));
  });

  router.get('/connectors/:connector_id/versions', async (request, response) => {
    const { organisationId, connectorId } = connectorIds(request);
    const page = await listVersions(database, organisationId, connectorId, readPageRequest(request));
    if (page === undefined) throw connectorNotFound(connectorId);
    await large.send(response.type('json'), pageOf(page, 'items', presentVersion));
  });

  router.get('/connectors/:connector_id/versions/:version', async (request, response) => {
    const version = await requireVersion(database, request);
    const messages = await readVersionMessages(database, version.id);
    await large.send(response.type('json'), versionPieces(version, large.read(messages)), messages.bytes);
  });
}

/** Rejects filters of the contract that are not supported. Ignoring them would return wrong results. */
function refuseUnsupportedFilters(request: Request): void {
  const unsupported = ['sort', 'tags', 'categories'].filter((name) => request.query[name] !== undefined);
  const protocol = queryText(request, 'protocol') ?? 'http';
  const fields = unsupported.map((field) => ({ field, message: 'is not supported: remove it' }));
  if (protocol !== 'http') fields.push({ field: 'protocol', message: 'must be "http", the only supported protocol' });
  if (fields.length === 0) return;
  const text = fields.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new ApiError('request_invalid', `Connectors cannot be listed like this: ${text}.`, { fields });
}
