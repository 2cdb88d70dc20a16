import { apiKeyCreate, type ApiKeyCreate, type ApiKeyPage } from '@connectory/contract';
import {
  createApiKey,
  type Database,
  findApiKey,
  findOrganisation,
  pageApiKeys,
  revokeApiKey,
} from '@connectory/database';
import type { Logger } from '@connectory/runtime';
import type { Router } from 'express';
import { principalOf } from '../access/principal.ts';
import { ApiError } from '../http/api-error.ts';
import { presentPage, queryText, readPageRequest } from '../http/paging.ts';
import { parseBody } from '../http/parse-body.ts';
import { organisationNotFound } from './organisation-routes.ts';
import { presentCreatedKey, presentKey } from './present-key.ts';

/** Adds the routes under `/api/operator/v1` for API keys. Creating and revoking is logged with the caller. */
export function addKeyRoutes(router: Router, { database, logger }: { database: Database; logger: Logger }): void {
  router.post('/keys', async (request, response) => {
    const { name, role, organisationId = null, expiresAt } = parseKey(request);
    if (organisationId !== null && (await findOrganisation(database, organisationId)) === undefined)
      throw organisationNotFound(organisationId);
    const created = await createApiKey(database, {
      name,
      role,
      organisationId,
      ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }),
    });
    logger.info({ keyId: created.key.id, role, organisationId, by: principalOf(response)?.id }, 'key created');
    // The response has a secret, which no cache may store.
    response.status(201).set('Cache-Control', 'no-store').json(presentCreatedKey(created));
  });

  router.get('/keys', async (request, response) => {
    const organisationId = queryText(request, 'organisationId');
    const filter = organisationId === undefined ? {} : { organisationId };
    const page = await pageApiKeys(database, filter, readPageRequest(request));
    response.json(presentPage<ApiKeyPage>(page, { keys: page.items.map(presentKey) }));
  });

  router.post('/keys/:key_id/revoke', async (request, response) => {
    const id = request.params.key_id;
    const revoked = await revokeApiKey(database, id);
    const key = await findApiKey(database, id);
    if (key === undefined) throw new ApiError('key_not_found', `There is no key ${id}.`);
    if (revoked) logger.info({ keyId: id, by: principalOf(response)?.id }, 'key revoked');
    response.json(presentKey(key));
  });
}

function parseKey(request: Parameters<typeof parseBody>[1]): ApiKeyCreate {
  const key = parseBody<ApiKeyCreate>(apiKeyCreate, request, 'The key');
  if (key.expiresAt === undefined || new Date(key.expiresAt).getTime() > Date.now()) return key;
  throw new ApiError('request_invalid', 'The key is invalid: body.expiresAt must be in the future.', {
    fields: [{ field: 'body.expiresAt', message: 'must be in the future' }],
  });
}
