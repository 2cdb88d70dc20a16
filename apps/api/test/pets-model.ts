import type { ConnectorModel as Model } from '@connectory/importer';

const none = { inDocument: 0, asWritten: 0, withMessage: 0, notImported: 0, noted: 0, changed: 0 };

/** The model of a small document: three actions, a trigger, and two definitions, one of which references the other. */
export function petsModel(parts: Partial<Model> = {}): Model {
  const action = (name: string, method: 'GET' | 'POST', definitions: readonly number[]): Model['actions'][number] => ({
    name,
    method,
    path: '/pets',
    template: '/pets',
    // Escaped in JSON text, and so no placeholder.
    description: 'Holds \u0001 and \u0000, which real documents do.',
    parameters: [
      { name: 'limit', in: 'query', required: false, type: 'integer', default: 10, openapi: { style: 'form' } },
    ],
    references: [],
    requestBody: { required: true, definitions },
    responses: [{ status: 200, definitions }, { definitions: [] }],
    openapi: { tags: ['pets'] },
  });
  return {
    openapi: '3.1.0',
    connector: {
      name: 'Pets',
      version: '2.0.0',
      baseUrl: 'https://{{ conn.region }}.pets.example',
      documentationURL: 'https://pets.example/docs',
      connectionVariables: [{ name: 'region', value: 'eu' }],
      authSchemes: [
        {
          key: 'login',
          schemeType: 'oauth2',
          description: 'Log in',
          authorizeUrl: 'https://pets.example/authorize',
          tokenUrl: 'https://pets.example/token',
          scopes: [{ name: 'read' }],
          defaultScopes: [],
          grant: { grantType: 'authorization_code' },
        },
        { key: 'key', schemeType: 'api-key', description: 'A key', name: 'X-Key', in: 'header' },
      ],
    },
    actions: [action('listPets', 'GET', [0]), action('addPet', 'POST', [0, 1]), action('list$Tags', 'GET', [1])],
    triggers: [
      {
        name: 'petSold',
        method: 'POST',
        parameters: [],
        references: [],
        requestBody: { required: false, definitions: [0] },
        responses: [{ status: 204, definitions: [] }],
      },
    ],
    definitions: [
      {
        name: 'Pet',
        description: 'A pet',
        accept: ['application/json', 'text/yaml'],
        schema: '{"type":"object","properties":{"tag":{"$ref":"Tag.json"}}}',
        references: [1],
      },
      { name: 'Tag', accept: ['application/json'], schema: '{"type":"string"}', references: [] },
    ],
    extras: '{}',
    messages: [
      {
        code: 'EXTRA_SERVERS_IGNORED',
        severity: 'info',
        text: '[EXTRA_SERVERS_IGNORED] 1 other server',
        detail: ['/servers/1 (line 4, column 3): not taken'],
        locations: [{ pointer: '/servers/1', line: 4, column: 3 }],
      },
    ],
    coverage: {
      operations: { inDocument: 3, asWritten: 2, withMessage: 1, notImported: 0, noted: 0, changed: 1 },
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
