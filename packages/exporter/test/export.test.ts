import type { Json } from '@connectory/json';
import { describe, expect, it } from 'vitest';
import { sampleDocument } from '../../importer/test/sample-document.ts';
import { exportText, importRoot } from './import-root.ts';

async function exported(root: Json): Promise<Json> {
  return JSON.parse(await exportText(importRoot(root))) as Json;
}

const info = { title: 'T', version: '1' };

describe.each(['3.0', '3.1', '3.2'] as const)('A document of %s with every member of every object', (version) => {
  it('is exported, imported and exported as the same text', async () => {
    const first = await exportText(importRoot(sampleDocument(version)));
    expect(await exportText(importRoot(JSON.parse(first) as Json))).toBe(first);
  });
});

describe('An exported document', () => {
  it('equals its source in OpenAPI 3.1, shared objects, renamed schemas and callbacks included', async () => {
    const root = {
      openapi: '3.1.1',
      info,
      servers: [{ url: 'https://api.example.com' }],
      security: [{ key: [] }],
      paths: {
        '/pets/{id}': {
          summary: 'One pet',
          servers: [{ url: 'https://pets.example.com' }],
          get: {
            operationId: 'getPet',
            parameters: [
              { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
              { $ref: '#/components/parameters/limit' },
            ],
            responses: {
              200: {
                description: 'A pet',
                content: { 'application/json': { schema: { $ref: '#/components/schemas/zoo.Pet' } } },
              },
              '4XX': { $ref: '#/components/responses/Gone' },
            },
            callbacks: {
              sold: {
                '{$request.body#/url}': {
                  'x-item': 1,
                  post: {
                    requestBody: {
                      required: true,
                      content: { 'text/plain': { schema: { $ref: '#/components/schemas/Text' } } },
                    },
                    responses: { 204: { description: 'Taken' } },
                  },
                },
              },
            },
          },
        },
      },
      webhooks: { born: { put: { security: [], responses: { default: { description: 'Taken' } } } } },
      components: {
        schemas: {
          'zoo.Pet': {
            type: 'object',
            properties: {
              owner: { $ref: '#/components/schemas/Text' },
              friend: { $ref: '#/components/schemas/zoo.Pet' },
            },
            examples: [{ $ref: 'zoo_Pet.json' }],
          },
          Text: { type: 'string' },
        },
        parameters: { limit: { name: 'limit', in: 'query', schema: { type: 'integer', default: 10 } } },
        responses: { Gone: { description: 'Gone', headers: { 'X-Why': { schema: { type: 'string' } } } } },
        securitySchemes: { key: { type: 'apiKey', name: 'key', in: 'query' } },
      },
    };
    expect(await exported(root)).toEqual(root);
  });

  it('is OpenAPI 3.1 when its source is 3.0, and 3.2 when its source is 3.2', async () => {
    const schemas = { A: { type: 'string', nullable: true, example: 'a' } };
    expect(await exported({ openapi: '3.0.3', info, paths: {}, components: { schemas } })).toEqual({
      openapi: '3.1.1',
      'x-openapi': '3.0.3',
      info,
      components: { schemas: { A: { type: ['string', 'null'], examples: ['a'] } } },
    });
    expect(await exported({ openapi: '3.2.0', info, tags: [{ name: 'a', kind: 'nav' }] })).toEqual({
      openapi: '3.2.0',
      info,
      tags: [{ name: 'a', kind: 'nav' }],
    });
  });

  it('holds what was refused', async () => {
    const root = {
      openapi: '3.1.1',
      info,
      paths: {
        '/a': { get: { operationId: 'a', parameters: [{ in: 'query' }], responses: { odd: { description: 'Odd' } } } },
        '/b': 'text',
        'x-note': 1,
      },
    };
    expect(await exported(root)).toEqual(root);
  });
});
