import { createId } from '@connectory/encoding';
import { actorJson } from '../audit/audit-rows.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../postgres/database.ts';
import { type Page, type PageRequest, readPage } from '../postgres/page.ts';

export interface OrganisationRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

export async function createOrganisation(database: Database, name: string): Promise<OrganisationRecord> {
  const id = createId();
  return database.prisma.$transaction(async (tx) => {
    const record = await tx.organisation.create({ data: { id, name, changedBy: actorJson(database.origin) } });
    const target = { kind: 'organisation', id };
    await recordAudit(tx, database.origin, {
      action: 'organisation.created',
      organisationId: id,
      target,
      details: { name },
    });
    return record;
  });
}

/** Oldest first. */
export async function listOrganisations(database: Database): Promise<readonly OrganisationRecord[]> {
  return database.prisma.organisation.findMany({ orderBy: { id: 'asc' } });
}

export async function findOrganisation(database: Database, id: string): Promise<OrganisationRecord | undefined> {
  return (await database.prisma.organisation.findUnique({ where: { id } })) ?? undefined;
}

/** Newest first. */
export async function pageOrganisations(database: Database, request: PageRequest): Promise<Page<OrganisationRecord>> {
  return readPage(request, {
    count: () => database.prisma.organisation.count(),
    read: ({ cursor, backwards, limit }) =>
      database.prisma.organisation.findMany({
        ...(cursor === undefined ? {} : { where: { id: backwards ? { gt: cursor } : { lt: cursor } } }),
        orderBy: { id: backwards ? 'asc' : 'desc' },
        take: limit,
      }),
    cursorOf: ({ id }) => id,
    cursorForm: /^[0-9A-Z]{26}$/,
  });
}
