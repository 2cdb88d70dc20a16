import { createId } from '@connectory/encoding';
import { actorJson } from '../audit/audit-rows.ts';
import { insertAudit } from '../audit/record-audit.ts';
import type { Database } from '../postgres/database.ts';
import { maxCounted, type Page, type PageRequest, readPage } from '../postgres/page.ts';

export interface OrganisationRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

export async function createOrganisation(database: Database, name: string): Promise<OrganisationRecord> {
  const id = createId();
  const { origin, sql } = database;
  const target = { kind: 'organisation', id };
  const change = { action: 'organisation.created', organisationId: id, target, details: { name } } as const;
  const [created] = await sql.$queryRaw<{ createdAt: Date }[]>`
    with audited as (
      ${insertAudit(origin, change)}
    )
    insert into organisations (id, name, changed_by) values (${id}, ${name}, ${actorJson(origin)})
    returning created_at as "createdAt"`;
  if (created === undefined) throw new Error(`organisation ${id} was not stored`);
  return { id, name, createdAt: created.createdAt };
}

/** Oldest first. */
export async function listOrganisations(database: Database): Promise<readonly OrganisationRecord[]> {
  return database.prisma.organisation.findMany({ orderBy: { id: 'asc' } });
}

export async function findOrganisation(database: Database, id: string): Promise<OrganisationRecord | undefined> {
  return (await database.prisma.organisation.findFirst({ where: { id } })) ?? undefined;
}

/** Newest first. */
export async function pageOrganisations(database: Database, request: PageRequest): Promise<Page<OrganisationRecord>> {
  return readPage(request, {
    count: () => database.prisma.organisation.count({ take: maxCounted }),
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
