import { createConnector, type Database, type ImportSubmission } from '../src/index.ts';

/** A document; the given byte of its hash distinguishes it from others. */
export function sampleDocument(byte = 7): NonNullable<ImportSubmission['document']> {
  return {
    sha256: new Uint8Array(32).fill(byte),
    bytes: 2,
    encoding: 'identity',
    content: () => Promise.resolve(new Uint8Array([123, 125])),
    filename: 'pets.json',
    mediaType: 'application/json',
  };
}

/** @returns the id of a connector without versions. */
export async function createPets(database: Database, organisationId: string): Promise<string> {
  const { id } = await createConnector(database, {
    organisationId,
    name: 'Pets',
    baseUrl: 'https://pets.example',
    public: false,
    tags: {},
    authSchemeConfigs: [],
    connectionVariables: [],
  });
  return id;
}
