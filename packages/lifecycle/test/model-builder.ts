import type { ConnectorModel } from '@connectory/importer';

const none = { inDocument: 0, asWritten: 0, withMessage: 0, notImported: 0, noted: 0, changed: 0 };

/** A small model with two actions that share a definition; parts can be replaced. */
export function buildModel(parts: Partial<ConnectorModel> = {}): ConnectorModel {
  return {
    openapi: '3.1.0',
    connector: {
      name: 'Pets',
      version: '2.0.0',
      baseUrl: 'https://pets.example',
      connectionVariables: [],
      authSchemes: [{ key: '', schemeType: 'none', description: 'No authentication' }],
    },
    actions: [
      {
        name: 'listPets',
        method: 'GET',
        path: '/pets',
        template: '/pets',
        parameters: [],
        references: [],
        responses: [{ status: 200, definitions: [0] }],
      },
      {
        name: 'addPet',
        method: 'POST',
        path: '/pets',
        template: '/pets',
        parameters: [],
        references: [],
        requestBody: { required: true, definitions: [0] },
        responses: [{ definitions: [0, 1] }],
      },
    ],
    triggers: [],
    definitions: [
      { name: 'Pet', accept: ['application/json'], schema: '{"type":"object"}', references: [1] },
      { name: 'Tag', accept: ['application/json'], schema: '{"type":"string"}', references: [] },
    ],
    extras: '{}',
    messages: [],
    coverage: {
      operations: none,
      parameters: none,
      bodies: none,
      responses: none,
      schemas: none,
      securitySchemes: none,
      webhooks: none,
      callbacks: none,
    },
    ...parts,
  };
}
