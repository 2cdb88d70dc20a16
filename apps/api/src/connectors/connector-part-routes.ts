import {
  type AuthSchemeConfig,
  authSchemeConfig,
  type AuthSchemeEditList,
  type ConnectorCategories,
  connectorCategories,
  type ConnectorTags,
  connectorTags,
} from '@connectory/contract';
import {
  type AuthSchemeChange,
  deleteAuthScheme,
  type ListedSchemeEdit,
  listSchemeEdits,
  type NamedAuthScheme,
  type NamedConnector,
  replaceLabels,
  revertAuthScheme,
  upsertAuthScheme,
} from '@connectory/database';
import type { ConnectorRecord } from '@connectory/lifecycle';
import type { Request, Response, Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import { ApiError } from '../http/api-error.ts';
import { connectorCondition } from '../http/entity-etag.ts';
import { parseBody } from '../http/parse-body.ts';
import type { ConnectorDependencies } from './connector-routes.ts';
import { connectorIds, connectorNotFound } from './require-version.ts';
import { sendConnector } from './send-connector.ts';

/** Adds the routes under `/o/:organisation_id` that change the tags, categories and auth schemes of connectors. */
export function addConnectorPartRoutes(router: Router, { database, large }: ConnectorDependencies): void {
  const relabel = async (request: Request, response: Response, labels: Parameters<typeof replaceLabels>[2]) => {
    const ids = namedConnector(request);
    if (!(await replaceLabels(asCaller(database, request, response), ids, labels)))
      throw connectorNotFound(ids.connectorId);
    response.status(204).end();
  };
  router.put('/connectors/:connector_id/tags', async (request, response) => {
    const { tags = {} } = await parseBody<ConnectorTags>(connectorTags, request, 'The request');
    await relabel(request, response, { tags });
  });
  router.put('/connectors/:connector_id/categories', async (request, response) => {
    const { categories = [] } = await parseBody<ConnectorCategories>(connectorCategories, request, 'The request');
    await relabel(request, response, { categories: [...new Set(categories)] });
  });

  router.put('/connectors/:connector_id/auth-scheme-configs/:auth_scheme_config_id', async (request, response) => {
    const scheme = await parseBody<AuthSchemeConfig>(authSchemeConfig, request, 'The auth scheme');
    refuseOtherId(scheme.id, request);
    const change = await upsertAuthScheme(asCaller(database, request, response), namedScheme(request), scheme);
    await sendConnector({ database, large }, response, changedConnector(change, request));
  });
  router.delete('/connectors/:connector_id/auth-scheme-configs/:auth_scheme_config_id', async (request, response) => {
    const change = await deleteAuthScheme(asCaller(database, request, response), namedScheme(request));
    await sendConnector({ database, large }, response, changedConnector(change, request));
  });
  addSchemeEditRoutes(router, { database, large });
}

function addSchemeEditRoutes(
  router: Router,
  { database, large }: Pick<ConnectorDependencies, 'database' | 'large'>,
): void {
  router.get('/connectors/:connector_id/auth-scheme-edits', async (request, response) => {
    const ids = connectorIds(request);
    const edits = await listSchemeEdits(database, ids);
    if (edits === undefined) throw connectorNotFound(ids.connectorId);
    response.json({ edits: edits.map(presentEdit) } satisfies AuthSchemeEditList);
  });
  const revertPath = '/connectors/:connector_id/auth-scheme-configs/:auth_scheme_config_id/revert';
  router.post(revertPath, async (request, response) => {
    const change = await revertAuthScheme(asCaller(database, request, response), namedScheme(request));
    await sendConnector({ database, large }, response, changedConnector(change, request));
  });
}

function presentEdit({ id, state, base }: ListedSchemeEdit): AuthSchemeEditList['edits'][number] {
  const { schemeType, key } = base;
  return { id, state, schemeType, ...(typeof key === 'string' && key !== '' ? { key } : {}) };
}

function namedConnector(request: Request): NamedConnector {
  return { ...connectorIds(request), condition: connectorCondition(request) };
}

function namedScheme(request: Request): NamedAuthScheme {
  return { ...namedConnector(request), schemeId: String(request.params['auth_scheme_config_id']) };
}

function refuseOtherId(id: string, request: Request): void {
  if (id === namedScheme(request).schemeId) return;
  const message = 'must be the id in the path';
  throw new ApiError('request_invalid', `The auth scheme is invalid: id ${message}.`, {
    fields: [{ field: 'id', message }],
  });
}

function changedConnector(change: AuthSchemeChange, request: Request): ConnectorRecord {
  const { connectorId, schemeId } = namedScheme(request);
  switch (change.outcome) {
    case 'changed':
      return change.connector;
    case 'connector-not-found':
      throw connectorNotFound(connectorId);
    case 'auth-scheme-not-found':
      throw new ApiError('auth_scheme_not_found', `The connector ${connectorId} has no auth scheme ${schemeId}.`);
    case 'too-large':
      throw new ApiError('body_too_large', 'The auth schemes of a connector may amount to 1 MB.');
  }
}
