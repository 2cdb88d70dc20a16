import { type AuthSchemePage, categories, type ConnectionPage, type ProtocolPage } from '@connectory/contract';
import { type Database, hasConnector, InvalidCursorError } from '@connectory/database';
import type { Request, RequestHandler, Router } from 'express';
import { ApiError } from '../http/api-error.ts';
import { readPageRequest } from '../http/paging.ts';
import { connectorIds, connectorNotFound } from './require-version.ts';

/** Adds the routes under `/o/:organisation_id` for what connectors can be made of, and for operations that are not implemented. */
export function addCatalogueRoutes(router: Router, { database }: { readonly database: Database }): void {
  router.get('/protocols', (request, response) => {
    refuseCursor(request);
    response.json(protocols);
  });
  router.get('/protocols/:protocol_slug/auth-schemes', (request, response) => {
    requireHttp(request);
    response.json(authSchemes);
  });
  router.get('/connectors/:connector_id/connections', async (request, response) => {
    refuseCursor(request);
    await requireConnector(database, request);
    const page: ConnectionPage = { totalCount: 0, items: [] };
    response.json(page);
  });
  const refuse: RequestHandler = async (request) => {
    if (request.params['connector_id'] !== undefined) await requireConnector(database, request);
    throw new ApiError(
      'not_implemented',
      'This service imports and serves connectors; it does not run them, so it has no connections, no credentials and no BigQuery connectors.',
    );
  };
  router.post('/connectors/:connector_id/connections', refuse);
  router.get('/connectors/:connector_id/connections/:connection_id', refuse);
  router.put('/connectors/:connector_id/connections/:connection_id', refuse);
  router.delete('/connectors/:connector_id/connections/:connection_id', refuse);
  router.post('/connectors/:connector_id/oauth2/initialise', refuse);
  router.post('/protocols/bigquery/connectors', refuse);
}

export const listCategories: RequestHandler = (_request, response) => {
  response.json(categories);
};

/** @throws ApiError unless the protocol in the path is http, the only one. */
export function requireHttp(request: Request): void {
  const slug = String(request.params['protocol_slug']);
  if (slug !== 'http')
    throw new ApiError('protocol_not_found', `There is no protocol ${JSON.stringify(slug)}, only "http".`);
}

async function requireConnector(database: Database, request: Request): Promise<void> {
  const { organisationId, connectorId } = connectorIds(request);
  if (!(await hasConnector(database, organisationId, connectorId))) throw connectorNotFound(connectorId);
}

/** Lists of at most one item have one page, so that no cursor of them exists. */
function refuseCursor(request: Request): void {
  const { after, before } = readPageRequest(request);
  if (after !== undefined || before !== undefined) throw new InvalidCursorError('not a cursor of this list');
}

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#456"><circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5 6 5 12 0 18M12 3c-5 6-5 12 0 18"/></svg>`;

/** Ids are the same in every installation. */
const protocols: ProtocolPage = {
  totalCount: 1,
  protocols: [
    {
      id: '01K0HTTPPR0T0C0C0000000000',
      slug: 'http',
      name: 'HTTP',
      description: 'HTTP and REST APIs: actions are requests, triggers are webhooks.',
      iconURL: `data:image/svg+xml;base64,${Buffer.from(icon).toString('base64')}`,
    },
  ],
};

const authSchemes: AuthSchemePage = {
  totalCount: 6,
  authSchemes: [
    {
      id: '01K0AVTHSCHEME000000000001',
      type: 'none',
      name: 'None',
      description: 'Requests are sent without a credential.',
    },
    {
      id: '01K0AVTHSCHEME000000000002',
      type: 'api-key',
      name: 'API key',
      description: 'A key in a header, in a query parameter or in a cookie.',
    },
    {
      id: '01K0AVTHSCHEME000000000003',
      type: 'basic-auth',
      name: 'Basic authentication',
      description: 'User name and password (RFC 7617).',
    },
    {
      id: '01K0AVTHSCHEME000000000004',
      type: 'oauth2',
      name: 'OAuth 2.0',
      description: 'Access tokens by an authorisation code, client credentials or a password (RFC 6749).',
    },
    {
      id: '01K0AVTHSCHEME000000000005',
      type: 'hmac',
      name: 'HMAC signature',
      description: 'A signature of the body, the URL or both with a shared secret.',
    },
    {
      id: '01K0AVTHSCHEME000000000006',
      type: 'certificate',
      name: 'Client certificate',
      description: 'A certificate and a private key for mutual TLS.',
    },
  ],
};
