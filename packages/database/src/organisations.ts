import { createId } from './create-id.ts';
import type { Database } from './database.ts';

export interface OrganisationRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

export async function createOrganisation(database: Database, name: string): Promise<OrganisationRecord> {
  return database.prisma.organisation.create({ data: { id: createId(), name } });
}

/** Oldest first. */
export async function listOrganisations(database: Database): Promise<readonly OrganisationRecord[]> {
  return database.prisma.organisation.findMany({ orderBy: { id: 'asc' } });
}

export async function findOrganisation(database: Database, id: string): Promise<OrganisationRecord | undefined> {
  return (await database.prisma.organisation.findUnique({ where: { id } })) ?? undefined;
}
