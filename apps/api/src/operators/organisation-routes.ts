import { organisationCreate, type OrganisationCreate, type OrganisationResource } from '@connectory/contract';
import {
  createOrganisation,
  type Database,
  findOrganisation,
  type OrganisationRecord,
  pageOrganisations,
} from '@connectory/database';
import type { Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { pageOf } from '../bodies/page-pieces.ts';
import { ApiError } from '../http/api-error.ts';
import { readPageRequest } from '../http/paging.ts';
import { parseBody } from '../http/parse-body.ts';

/** Adds the routes under `/api/operator/v1` for organisations. */
export function addOrganisationRoutes(
  router: Router,
  { database, large }: { database: Database; large: LargeResponses },
): void {
  router.post('/organisations', async (request, response) => {
    const { name } = parseBody<OrganisationCreate>(organisationCreate, request, 'The organisation');
    const created = await createOrganisation(asCaller(database, request, response), name);
    response.status(201).json(presentOrganisation(created));
  });

  router.get('/organisations', async (request, response) => {
    const page = await pageOrganisations(database, readPageRequest(request));
    await large.send(response.type('json'), pageOf(page, 'organisations', presentOrganisation));
  });

  router.get('/organisations/:organisation_id', async (request, response) => {
    const organisation = await findOrganisation(database, request.params.organisation_id);
    if (organisation === undefined) throw organisationNotFound(request.params.organisation_id);
    response.json(presentOrganisation(organisation));
  });
}

export function organisationNotFound(id: string): ApiError {
  return new ApiError('organisation_not_found', `There is no organisation ${id}.`);
}

function presentOrganisation({ id, name, createdAt }: OrganisationRecord): OrganisationResource {
  return { id, name, createdAt: createdAt.toISOString() };
}
