import {
  type CreatedShare,
  defaultShareDays,
  type ShareRequest,
  shareRequest,
  type ShareResource,
  type Shares,
} from '@connectory/contract';
import { createShare, type Database, listShares, revokeShare, type Share } from '@connectory/database';
import type { Actor } from '@connectory/lifecycle';
import type { Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import { ApiError } from '../http/api-error.ts';
import { parseBody } from '../http/parse-body.ts';
import { requireImport } from '../imports/require-import.ts';

interface ShareRouteDependencies {
  readonly database: Database;
  readonly baseUrl: () => string;
}

/** Adds the routes under `/o/:organisation_id` for links that show one import. */
export function addShareRoutes(router: Router, { database, baseUrl }: ShareRouteDependencies): void {
  const all = '/imports/:import_id/shares';

  router.post(all, async (request, response) => {
    const { days = defaultShareDays } = await parseBody<ShareRequest>(shareRequest, request, 'The link');
    const { id: importId, organisationId } = await requireImport(database, request);
    const { share, token } = await createShare(
      asCaller(database, request, response),
      { organisationId, importId },
      days,
    );
    // Browsers do not send the fragment, so the token is in no log.
    const url = `${baseUrl()}/console/shared#share=${token}`;
    response.status(201).json({ ...presentShare(share), url } satisfies CreatedShare);
  });

  router.get(all, async (request, response) => {
    const { id: importId, organisationId } = await requireImport(database, request);
    const shares = await listShares(database, { organisationId, importId });
    response.json({ shares: shares.map(presentShare) } satisfies Shares);
  });

  router.delete(`${all}/:share_id`, async (request, response) => {
    const { id: importId, organisationId } = await requireImport(database, request);
    const shareId = request.params['share_id'];
    const isKnown = await revokeShare(asCaller(database, request, response), { organisationId, importId }, shareId);
    if (!isKnown) throw new ApiError('share_not_found', `The import ${importId} has no link ${shareId}.`);
    response.status(204).end();
  });
}

function presentShare({ id, createdBy, createdAt, expiresAt, revokedAt }: Share): ShareResource {
  const actor: Actor = JSON.parse(createdBy);
  return {
    id,
    createdBy: actor.name ?? actor.id,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ...(revokedAt === null ? {} : { revokedAt: revokedAt.toISOString() }),
  };
}
