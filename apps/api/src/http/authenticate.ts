import { type ApiKeyRecord, authenticateApiKey, type Database, findOrganisation } from '@connectory/database';
import type { RequestHandler, Response } from 'express';
import { ApiError } from './api-error.ts';

/** Requires a valid API key and keeps it for the handlers behind. */
export function authenticate(database: Database): RequestHandler {
  return async (request, response, next) => {
    const token = /^Bearer\s+(\S+)\s*$/i.exec(request.get('Authorization') ?? '')?.[1];
    const key = token === undefined ? undefined : await authenticateApiKey(database, token);
    if (key === undefined) {
      const message =
        token === undefined ? 'The request carries no API key.' : 'The API key is unknown, expired or revoked.';
      throw new ApiError('unauthenticated', message, { headers: { 'WWW-Authenticate': 'Bearer realm="connectory"' } });
    }
    response.locals['key'] = key;
    next();
  };
}

/**
 * Requires that the key belongs to the organisation in the path, or to an operator. Another's organisation gets the answer of one
 * that does not exist.
 */
export function authorizeOrganisation(database: Database): RequestHandler {
  return async (request, response, next) => {
    const key = keyOf(response);
    const organisationId = String(request.params['organisation_id']);
    const allowed =
      key.organisationId === null
        ? (await findOrganisation(database, organisationId)) !== undefined
        : key.organisationId === organisationId;
    if (!allowed)
      throw new ApiError('organisation_not_found', `There is no organisation ${organisationId} for this key.`);
    if (request.method !== 'GET' && request.method !== 'HEAD' && key.role === 'read') {
      throw new ApiError('forbidden', 'The key may read only; importing needs a key of the role "import".');
    }
    next();
  };
}

function keyOf(response: Response): ApiKeyRecord {
  const key: ApiKeyRecord = response.locals['key'];
  return key;
}
