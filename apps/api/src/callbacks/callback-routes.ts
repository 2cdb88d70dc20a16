import type { CallbackSecret } from '@connectory/contract';
import { type Database, rotateCallbackSecret } from '@connectory/database';
import type { Logger } from '@connectory/runtime';
import type { Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import { principalOf } from '../access/principal.ts';

/** Adds the route under `/o/:organisation_id` that creates the secret of notifications. */
export function addCallbackRoutes(router: Router, { database, logger }: { database: Database; logger: Logger }): void {
  router.post('/callback-secret', async (request, response) => {
    const organisationId = String(Reflect.get(request.params, 'organisation_id'));
    const { secret, createdAt, previousValidUntil } = await rotateCallbackSecret(
      asCaller(database, request, response),
      organisationId,
    );
    logger.info({ organisationId, by: principalOf(response)?.id }, 'callback secret created');
    // No cache may store a secret.
    response
      .status(201)
      .set('Cache-Control', 'no-store')
      .json({
        secret,
        createdAt: createdAt.toISOString(),
        previousValidUntil: previousValidUntil?.toISOString(),
      } satisfies CallbackSecret);
  });
}
