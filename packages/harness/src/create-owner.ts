import { createApiKey, createDatabase, createOrganisation } from '@connectory/database';

/** An organisation with its keys. */
export interface Owner {
  readonly organisationId: string;
  /** A key with the role `import`. */
  readonly apiKey: string;
  /** A key with the role `operator`, which covers every organisation. */
  readonly operatorApiKey: string;
}

/** Creates an organisation, a key for it and an operator key. @param name of all three */
export async function createOwner(databaseUrl: string, name: string): Promise<Owner> {
  const database = createDatabase({ url: databaseUrl, poolSize: 1, onError: () => undefined });
  try {
    const { id: organisationId } = await createOrganisation(database, name);
    const { token: apiKey } = await createApiKey(database, { organisationId, name, role: 'import' });
    const { token: operatorApiKey } = await createApiKey(database, { organisationId: null, name, role: 'operator' });
    return { organisationId, apiKey, operatorApiKey };
  } finally {
    await database.close();
  }
}
