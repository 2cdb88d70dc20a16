import { apiKeyCreate, type ApiKeyCreate } from '@connectory/contract';
import {
  createApiKey,
  type Database,
  findApiKey,
  findOrganisation,
  pageApiKeys,
  revokeApiKey,
} from '@connectory/database';
import { defaultKeyExpiry, type Logger, type Settings } from '@connectory/runtime';
import type { Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import { principalOf } from '../access/principal.ts';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { pageOf } from '../bodies/page-pieces.ts';
import { ApiError } from '../http/api-error.ts';
import { queryText, queryTime, readPageRequest } from '../http/paging.ts';
import { parseBody } from '../http/parse-body.ts';
import { organisationNotFound } from './organisation-routes.ts';
import { presentCreatedKey, presentKey } from './present-key.ts';

interface KeyRouteDependencies {
  readonly database: Database;
  readonly logger: Logger;
  readonly settings: Settings;
  readonly large: LargeResponses;
}

/** Adds the routes under `/api/operator/v1` for API keys. Creating and revoking is logged with the caller. */
export function addKeyRoutes(router: Router, { database, logger, settings, large }: KeyRouteDependencies): void {
  router.post('/keys', async (request, response) => {
    const { name, role, organisationId = null, expiresAt: given, scopes } = await parseKey(request);
    if (organisationId !== null && (await findOrganisation(database, organisationId)) === undefined)
      throw organisationNotFound(organisationId);
    const expiresAt = given === undefined ? defaultKeyExpiry(settings) : given === null ? undefined : new Date(given);
    const created = await createApiKey(asCaller(database, request, response), {
      name,
      role,
      organisationId,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(scopes === undefined ? {} : { scopes }),
    });
    logger.info({ keyId: created.key.id, role, organisationId, by: principalOf(response)?.id }, 'key created');
    // The response has a secret, which no cache may store.
    response.status(201).set('Cache-Control', 'no-store').json(presentCreatedKey(created));
  });

  router.get('/keys', async (request, response) => {
    const organisationId = queryText(request, 'organisationId');
    const unusedSince = queryTime(request, 'unusedSince');
    const filter = {
      ...(organisationId === undefined ? {} : { organisationId }),
      ...(unusedSince === undefined ? {} : { unusedSince }),
    };
    const page = await pageApiKeys(database, filter, readPageRequest(request));
    await large.send(response.type('json'), pageOf(page, 'keys', presentKey));
  });

  router.post('/keys/:key_id/revoke', async (request, response) => {
    const id = request.params.key_id;
    const revoked = await revokeApiKey(asCaller(database, request, response), id);
    const key = await findApiKey(database, id);
    if (key === undefined) throw new ApiError('key_not_found', `There is no key ${id}.`);
    if (revoked) logger.info({ keyId: id, by: principalOf(response)?.id }, 'key revoked');
    response.json(presentKey(key));
  });
}

async function parseKey(request: Parameters<typeof parseBody>[1]): Promise<ApiKeyCreate> {
  const key = await parseBody<ApiKeyCreate>(apiKeyCreate, request, 'The key');
  if (key.expiresAt === undefined || key.expiresAt === null || new Date(key.expiresAt).getTime() > Date.now())
    return key;
  throw new ApiError('request_invalid', 'The key is invalid: body.expiresAt must be in the future.', {
    fields: [{ field: 'expiresAt', message: 'must be in the future' }],
  });
}
