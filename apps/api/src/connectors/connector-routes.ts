import {
  type ConnectorPage,
  type HttpConnectorCreate,
  httpConnectorCreate,
  type VersionPage,
} from '@connectory/contract';
import {
  createConnector,
  type Database,
  findConnector,
  listConnectors,
  listVersions,
  readVersionMessages,
} from '@connectory/database';
import type { Request, Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import { ApiError } from '../http/api-error.ts';
import { presentPage, queryText, readPageRequest } from '../http/paging.ts';
import { parseBody } from '../http/parse-body.ts';
import { presentConnector, presentVersion, versionText } from './present-connector.ts';
import { connectorIds, connectorNotFound, organisationOf, requireVersion } from './require-version.ts';

/** Adds the routes under `/o/:organisation_id` for connectors and their versions. */
export function addConnectorRoutes(router: Router, database: Database): void {
  router.get('/connectors', async (request, response) => {
    refuseUnsupportedFilters(request);
    const name = queryText(request, 'name');
    const filter = {
      organisationId: organisationOf(request),
      ...(name === undefined ? {} : { name }),
    };
    const page = await listConnectors(database, filter, readPageRequest(request));
    response.json(presentPage<ConnectorPage>(page, { connectors: page.items.map(presentConnector) }));
  });

  router.post('/protocols/http/connectors', async (request, response) => {
    const body = parseBody<HttpConnectorCreate>(httpConnectorCreate, request, 'The connector');
    const connector = await createConnector(asCaller(database, request, response), {
      organisationId: organisationOf(request),
      name: body.name,
      baseUrl: body.baseUrl,
      public: body.public ?? false,
      tags: body.tags ?? {},
      authSchemeConfigs: body.authSchemeConfigs,
      connectionVariables: body.connectionVariables ?? [],
    });
    response.status(201).json(presentConnector(connector));
  });

  router.get('/connectors/:connector_id', async (request, response) => {
    const { organisationId, connectorId } = connectorIds(request);
    const connector = await findConnector(database, organisationId, connectorId);
    if (connector === undefined) throw connectorNotFound(connectorId);
    response.json(presentConnector(connector));
  });

  router.get('/connectors/:connector_id/versions', async (request, response) => {
    const { organisationId, connectorId } = connectorIds(request);
    const page = await listVersions(database, organisationId, connectorId, readPageRequest(request));
    if (page === undefined) throw connectorNotFound(connectorId);
    const items = page.items.map((version) => presentVersion(version));
    response.json(presentPage<VersionPage>(page, { items }));
  });

  router.get('/connectors/:connector_id/versions/:version', async (request, response) => {
    const version = await requireVersion(database, request);
    response.type('application/json').send(versionText(version, await readVersionMessages(database, version.id)));
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
