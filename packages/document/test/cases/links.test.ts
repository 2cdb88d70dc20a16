import { expect } from 'vitest';
import { actionNamed, importFiles, openapi } from './import-case.ts';
import { describeCases } from './test-case.ts';

describeCases('Links between files', (testCase) => {
  const files = {
    'openapi.yaml': openapi(
      '3.1.0',
      "paths: { /a: { $ref: paths/a.yaml }, '/b~c/{id}': { $ref: 'paths/b.yaml#/B' }, /c: { get: { operationId: c, responses: { '200': { description: ok, links: { own: { operationRef: '#/paths/~1a/get' } } } } } } }",
    ),
    'paths/a.yaml': `get:
  operationId: a
  responses:
    '200':
      description: ok
      links:
        other: { operationRef: 'b.yaml#/B/post' }
        root: { operationRef: '../openapi.yaml#/paths/~1c/get' }
        gone: { operationRef: 'https://other.example/openapi.json#/paths/~1x/get' }`,
    'paths/b.yaml':
      "B: { post: { operationId: b, parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { '204': { description: ok } } } }",
  };

  testCase('name operations by their places in the root document', async () => {
    const model = await importFiles(files);
    expect(actionNamed(model, 'a').responses[0]?.openapi).toMatchObject({
      links: {
        other: { operationRef: '#/paths/~1b~0c~1%7Bid%7D/post' },
        root: { operationRef: '#/paths/~1c/get' },
        gone: { operationRef: 'https://other.example/openapi.json#/paths/~1x/get' },
      },
    });
    expect(actionNamed(model, 'c').responses[0]?.openapi).toMatchObject({
      links: { own: { operationRef: '#/paths/~1a/get' } },
    });
  });
});
