import { buildSpec, operation } from '@connectory/harness';

const pet = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, kind: { $ref: '#/components/schemas/Kind' } },
};
const jsonOf = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });
const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };

/** A document with every kind of entity: actions with parameters and bodies, a trigger, definitions that reference others. */
export function petsDocument(version: string, more: { readonly [path: string]: object } = {}): object {
  const found = { 200: { description: 'A pet', content: jsonOf('Pet') }, default: { description: 'An error' } };
  return buildSpec({
    title: 'Pets',
    version,
    paths: {
      '/pets': {
        get: operation({
          operationId: 'listPets',
          parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', default: 20 } }],
        }),
        post: operation({
          operationId: 'addPet',
          summary: 'Add a pet',
          requestBody: { required: true, content: jsonOf('Pet') },
          responses: found,
        }),
      },
      '/pets/{id}': {
        parameters: [id],
        get: operation({ operationId: 'getPet', responses: found }),
        delete: operation({ operationId: 'deletePet' }),
      },
      ...more,
    },
    webhooks: { petSold: { post: operation({ operationId: 'petSold', requestBody: { content: jsonOf('Pet') } }) } },
    schemas: { Pet: pet, Kind: { enum: ['cat', 'dog'] } },
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      basic: { type: 'http', scheme: 'basic' },
      oauth: {
        type: 'oauth2',
        flows: { clientCredentials: { tokenUrl: 'https://pets.example.com/token', scopes: { read: 'Read pets' } } },
      },
    },
  });
}
