import type { EntityEditPage, EntityEditResource } from '@connectory/contract';
import { type ListedEdit, listEdits, revertEdit } from '@connectory/database';
import type { Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import { requireVersion } from '../connectors/require-version.ts';
import { namedVersion } from '../connectors/version-change-routes.ts';
import { presentPageInfo, readPageRequest } from '../http/paging.ts';
import { editRefused } from './edit-refused.ts';
import type { EditingDependencies } from './edited-entity.ts';

/** Adds the routes under `/o/:organisation_id` that list the edits of a version, and revert one. */
export function addEditRoutes(router: Router, { database }: EditingDependencies): void {
  const edits = '/connectors/:connector_id/versions/:version/edits';

  router.get(edits, async (request, response) => {
    const version = await requireVersion(database, request);
    const page = await listEdits(database, version.id, readPageRequest(request));
    response.json({ ...presentPageInfo(page), edits: page.items.map(presentEdit) } satisfies EntityEditPage);
  });

  router.post(`${edits}/:edit_id/revert`, async (request, response) => {
    const named = namedVersion(request);
    const reverted = await revertEdit(asCaller(database, request, response), named, request.params['edit_id']);
    if (reverted.outcome !== 'edited') throw editRefused('action', reverted, request);
    response.status(204).end();
  });
}

function presentEdit({ baseName, createdAt, updatedAt, ...edit }: ListedEdit): EntityEditResource {
  return {
    ...edit,
    ...(baseName === null ? {} : { baseName }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
