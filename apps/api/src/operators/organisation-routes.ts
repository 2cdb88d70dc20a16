import {
  organisationCreate,
  type OrganisationCreate,
  type OrganisationQuotas,
  organisationQuotasUpdate,
  type OrganisationQuotasUpdate,
  type OrganisationResource,
} from '@connectory/contract';
import {
  createOrganisation,
  type Database,
  findOrganisation,
  type OrganisationRecord,
  type OwnQuotas,
  pageOrganisations,
  setQuotas,
} from '@connectory/database';
import type { Request, Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { pageOf } from '../bodies/page-pieces.ts';
import { ApiError } from '../http/api-error.ts';
import { readPageRequest } from '../http/paging.ts';
import { parseBody } from '../http/parse-body.ts';
import type { Quotas } from '../quotas/quotas.ts';

/** Adds the routes under `/api/operator/v1` for organisations. */
export function addOrganisationRoutes(
  router: Router,
  { database, large, quotas }: { database: Database; large: LargeResponses; quotas: Quotas },
): void {
  router.post('/organisations', async (request, response) => {
    const { name } = await parseBody<OrganisationCreate>(organisationCreate, request, 'The organisation');
    const created = await createOrganisation(asCaller(database, request, response), name);
    response.status(201).json(presentOrganisation(created));
  });

  router.get('/organisations', async (request, response) => {
    const page = await pageOrganisations(database, readPageRequest(request));
    await large.send(response.type('json'), pageOf(page, 'organisations', presentOrganisation));
  });

  router.get('/organisations/:organisation_id', async (request, response) => {
    response.json(presentOrganisation(await requireOrganisation(database, request)));
  });

  router.get('/organisations/:organisation_id/quotas', async (request, response) => {
    const { id } = await requireOrganisation(database, request);
    response.json((await quotas.show(id)) satisfies OrganisationQuotas);
  });

  router.put('/organisations/:organisation_id/quotas', async (request, response) => {
    const update = await parseBody<OrganisationQuotasUpdate>(organisationQuotasUpdate, request, 'The quotas');
    const { id } = await requireOrganisation(database, request);
    await setQuotas(asCaller(database, request, response), id, toOwnQuotas(update));
    response.json((await quotas.show(id)) satisfies OrganisationQuotas);
  });
}

function toOwnQuotas(update: OrganisationQuotasUpdate): OwnQuotas {
  return {
    importWeight: update.importWeight ?? null,
    runningImports: update.runningImports ?? null,
    waitingImports: update.waitingImports ?? null,
    connectors: update.connectors ?? null,
    storedBytes: update.storedBytes ?? null,
    uploads: update.uploads ?? null,
    diffs: update.diffs ?? null,
    eventStreams: update.eventStreams ?? null,
  };
}

async function requireOrganisation(database: Database, request: Request): Promise<OrganisationRecord> {
  const id = String(request.params['organisation_id']);
  const organisation = await findOrganisation(database, id);
  if (organisation === undefined) throw organisationNotFound(id);
  return organisation;
}

export function organisationNotFound(id: string): ApiError {
  return new ApiError('organisation_not_found', `There is no organisation ${id}.`);
}

function presentOrganisation({ id, name, createdAt }: OrganisationRecord): OrganisationResource {
  return { id, name, createdAt: createdAt.toISOString() };
}
