import { type HttpConnectorUpdate, httpConnectorUpdate } from '@connectory/contract';
import { deleteConnector, updateConnector } from '@connectory/database';
import type { Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import { ApiError } from '../http/api-error.ts';
import { connectorCondition } from '../http/entity-etag.ts';
import { parseBody } from '../http/parse-body.ts';
import { readForce } from '../http/read-force.ts';
import { sendConnector } from './send-connector.ts';
import type { ConnectorDependencies } from './connector-routes.ts';
import { connectorIds, connectorNotFound } from './require-version.ts';

/** Adds the routes under `/o/:organisation_id` that change and delete connectors. */
export function addConnectorChangeRoutes(router: Router, { database, large }: ConnectorDependencies): void {
  router.put('/connectors/:connector_id', async (request, response) => {
    const body = await parseBody<HttpConnectorUpdate>(httpConnectorUpdate, request, 'The connector');
    const { organisationId, connectorId } = connectorIds(request);
    refuseOtherIds(body, organisationId, connectorId);
    const updating = await updateConnector(asCaller(database, request, response), organisationId, connectorId, {
      name: body.name,
      baseUrl: body.baseUrl,
      public: body.public ?? false,
      documentationURL: body.documentationURL ?? null,
      imageURL: body.imageURL ?? null,
      tags: body.tags ?? {},
      connectionVariables: body.connectionVariables?.map(({ name, value }) => ({ name, value })),
      authSchemeConfigIds: body.authSchemeConfigIds,
      condition: connectorCondition(request),
    });
    if (updating.outcome === 'connector-not-found') throw connectorNotFound(connectorId);
    if (updating.outcome === 'auth-schemes-differ') {
      const message = 'must contain the ids of all auth schemes of the connector, each once';
      const fields = [{ field: 'authSchemeConfigIds', message }];
      throw new ApiError('request_invalid', `authSchemeConfigIds ${message}.`, { fields });
    }
    await sendConnector({ database, large }, response, updating.connector);
  });

  router.delete('/connectors/:connector_id', async (request, response) => {
    const { organisationId, connectorId } = connectorIds(request);
    const caller = asCaller(database, request, response);
    const options = { force: readForce(request), condition: connectorCondition(request) };
    const deletion = await deleteConnector(caller, organisationId, connectorId, options);
    if (deletion.outcome === 'connector-not-found') throw connectorNotFound(connectorId);
    if (deletion.outcome === 'connector-published')
      throw new ApiError('connector_published', `The connector ${connectorId} has a published version.`);
    response.status(204).end();
  });
}

function refuseOtherIds(body: HttpConnectorUpdate, organisationId: string, connectorId: string): void {
  const expected = { id: connectorId, organisationId };
  const fields = (['id', 'organisationId'] as const)
    .filter((field) => body[field] !== expected[field])
    .map((field) => ({ field, message: 'must be the id in the path: it cannot be changed' }));
  if (fields.length === 0) return;
  const text = fields.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new ApiError('request_invalid', `The connector is invalid: ${text}.`, { fields });
}
