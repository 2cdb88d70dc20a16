import { expect } from 'vitest';
import { actionNamed, importText, isAccountedFor, keptText, openapi } from './import-case.ts';
import { describeCases } from './test-case.ts';

const pet = 'components: { schemas: { Pet: { type: object, properties: { name: { type: string } } } } }';
const petRef = "{ schema: { $ref: '#/components/schemas/Pet' } }";
/** The part of an action that describes its own body, as text. */
async function bodyText(document: string, name: string): Promise<string> {
  const action = actionNamed(await importText(document), name);
  return JSON.stringify([action.requestBody, action.openapi]);
}

describeCases('Media types of a body', (testCase) => {
  const shared = openapi(
    '3.0.3',
    `
    paths:
      /import: { post: { operationId: importPet, requestBody: { required: true, content: { application/xml: ${petRef} } }, responses: { '204': { description: ok } } } }
      /pets:
        post:
          operationId: addPet
          requestBody: { required: true, content: { application/json: ${petRef} } }
          responses: { '201': { description: ok, content: { application/hal+json: ${petRef} } }, '400': { description: bad, content: { application/problem+json: ${petRef} } } }
    ${pet}`,
  );

  testCase('are its own where a schema is shared', async () => {
    const add = await bodyText(shared, 'addPet');
    expect(add).toContain('application/json');
    expect(add).not.toContain('application/xml');
    const from = await bodyText(shared, 'importPet');
    expect(from).toContain('application/xml');
    expect(from).not.toContain('application/json');
  });

  testCase('are its own in each response', async () => {
    const { responses } = actionNamed(await importText(shared), 'addPet');
    const text = (status: number): string => JSON.stringify(responses.find((response) => response.status === status));
    expect(text(201)).toContain('application/hal+json');
    expect(text(201)).not.toContain('application/problem+json');
    expect(text(400)).toContain('application/problem+json');
    expect(text(400)).not.toContain('application/hal+json');
  });

  testCase('keep their parameters and their spelling', async () => {
    const text = await bodyText(
      openapi(
        '3.1.0',
        `paths: { /a: { post: { operationId: a, requestBody: { content: { 'application/json;v=2': ${petRef}, 'Text/CSV; header=present': { schema: { type: string } } } }, responses: { '204': { description: ok } } } } }\n${pet}`,
      ),
      'a',
    );
    expect(text).toContain('application/json;v=2');
    expect(text).toContain('Text/CSV; header=present');
  });

  testCase('are its own in a trigger', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `paths: { /a: { post: { operationId: a, requestBody: { content: { application/xml: ${petRef} } }, responses: { '204': { description: ok } } } } }
webhooks: { w: { post: { operationId: w, requestBody: { content: { application/json: ${petRef} } }, responses: { '204': { description: ok } } } } }
${pet}`,
      ),
    );
    const trigger = JSON.stringify([model.triggers[0]?.requestBody, model.triggers[0]?.openapi]);
    expect(trigger).toContain('application/json');
    expect(trigger).not.toContain('application/xml');
  });

  testCase('are its own behind a shared request body', async () => {
    const model = await importText(
      openapi(
        '3.0.3',
        `paths: { /a: { post: { operationId: a, requestBody: { $ref: '#/components/requestBodies/B' }, responses: { '204': { description: ok, content: { application/xml: ${petRef} } } } } } }
components: { requestBodies: { B: { description: Shared words, content: { application/json: ${petRef} } } }, schemas: { Pet: { type: object } } }`,
      ),
    );
    expect(keptText(model)).toContain('Shared words');
    expect(JSON.stringify(actionNamed(model, 'a').requestBody)).not.toContain('application/xml');
    expect(JSON.stringify(actionNamed(model, 'a').requestBody)).toMatch(
      /application\/json|components\/requestBodies\/B/,
    );
  });

  testCase('keep encoding, examples and descriptions', async () => {
    const model = await importText(
      openapi(
        '3.0.3',
        `
        paths:
          /a:
            post:
              operationId: a
              requestBody:
                description: Words of the body
                x-body: of the body
                content:
                  multipart/form-data:
                    x-media: of the media type
                    schema: { type: object, properties: { f: { type: array, items: { type: string } } } }
                    encoding: { f: { contentType: text/plain, style: pipeDelimited, explode: false, headers: { X-Part: { schema: { type: integer } } } } }
                    examples: { one: { summary: An example, value: { f: [unique-value] } } }
              responses: { '204': { description: ok } }`,
      ),
    );
    for (const text of [
      'Words of the body',
      'of the body',
      'of the media type',
      'pipeDelimited',
      'X-Part',
      'An example',
      'unique-value',
    ])
      expect(keptText(model)).toContain(text);
  });
});

describeCases('Members of a response', (testCase) => {
  const responses = (version: string): string =>
    openapi(
      version,
      `
      paths:
        /jobs:
          post:
            operationId: startJob
            responses:
              '202':
                description: Queued; poll the address in Location
                x-response: an extension
                headers:
                  Location: { required: true, schema: { type: string, format: uri } }
                  X-Job: { $ref: '#/components/headers/Job' }
                links:
                  poll: { operationId: readJob, parameters: { id: '$response.header.X-Job' } }
        /jobs/{id}:
          get:
            operationId: readJob
            parameters: [{ name: id, in: path, required: true, schema: { type: string }, examples: { one: { value: unique-id } } }]
            responses: { '200': { description: The job } }
      components:
        headers:
          Job: { schema: { type: integer }, description: Number of the job }`,
    );
  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`are accounted for in ${version}`, async () => {
      const model = await importText(responses(version));
      const at = '/paths/~1jobs/post/responses/202';
      expect(isAccountedFor(model, 'Queued; poll the address in Location', `${at}/description`)).toBe(true);
      expect(isAccountedFor(model, 'an extension', `${at}/x-response`)).toBe(true);
      expect(isAccountedFor(model, 'Location', `${at}/headers/Location`)).toBe(true);
      expect(isAccountedFor(model, '$response.header.X-Job', `${at}/links/poll`)).toBe(true);
      expect(isAccountedFor(model, 'Number of the job', '/components/headers/Job')).toBe(true);
      expect(isAccountedFor(model, 'The job', '/paths/~1jobs~1{id}/get/responses/200')).toBe(true);
      expect(isAccountedFor(model, 'unique-id', '/paths/~1jobs~1{id}/get/parameters/0/examples')).toBe(true);
    });

  testCase('are accounted for in a shared response, and in a trigger', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        paths: { /a: { get: { operationId: a, responses: { '404': { $ref: '#/components/responses/Gone' } } } } }
        webhooks: { w: { post: { operationId: w, responses: { '200': { description: Words of the webhook, headers: { X-Hook: { schema: { type: string } } } } } } } }
        components: { responses: { Gone: { description: Words of the shared one, headers: { Retry-After: { schema: { type: integer } } }, links: { l: { operationId: a } } } } }`,
      ),
    );
    for (const text of ['Words of the webhook', 'X-Hook', 'Words of the shared one', 'Retry-After'])
      expect(keptText(model)).toContain(text);
  });
});

describeCases('Words around an operation', (testCase) => {
  const words = (version: string): string =>
    openapi(
      version,
      `
      servers: [{ url: https://api.example.com, description: production, x-server: of the server }]
      tags: [{ name: pets, description: All about pets, externalDocs: { url: 'https://example.com/pets', description: More on pets } }]
      externalDocs: { url: 'https://example.com/docs', description: More on all }
      x-root: of the root
      paths:
        x-paths: of the paths
        /a:
          summary: For all of the path
          description: Longer, for all of the path
          x-item: of the path item
          get:
            operationId: a
            tags: [pets]
            x-operation: of the operation
            externalDocs: { url: 'https://example.com/a', description: More on a }
            requestBody: { description: What to send, content: { application/json: { schema: { type: object } } } }
            responses: { '404': { $ref: '#/components/responses/Gone', description: Not in this shop } }
          put: { operationId: b, summary: Own summary, responses: { '204': { description: ok } } }
      components: { x-components: of the components, responses: { Gone: { description: gone } } }`,
      "{ title: Words, version: '1', description: What this API is for, termsOfService: 'https://example.com/tos', contact: { name: Support, email: a@example.com, x-contact: of the contact }, license: { name: Apache-2.0, url: 'https://example.com/license' }, x-info: of the info }",
    );

  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`of the path item serve an operation without its own in ${version}`, async () => {
      const model = await importText(words(version));
      expect(actionNamed(model, 'a')).toMatchObject({
        summary: 'For all of the path',
        description: 'Longer, for all of the path',
      });
      expect(actionNamed(model, 'b')).toMatchObject({ summary: 'Own summary' });
    });

  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`are kept in ${version}`, async () => {
      const kept = keptText(await importText(words(version)));
      for (const text of [
        'production',
        'of the server',
        'All about pets',
        'More on pets',
        'More on all',
        'of the root',
        'of the paths',
        'of the path item',
        'of the operation',
        'More on a',
        'What to send',
        'of the components',
        'What this API is for',
        'https://example.com/tos',
        'Support',
        'a@example.com',
        'of the contact',
        'Apache-2.0',
        'https://example.com/license',
        'of the info',
      ])
        expect(kept).toContain(text);
    });

  testCase('beside a reference are accounted for', async () => {
    for (const version of ['3.0.3', '3.1.0']) {
      const model = await importText(words(version));
      expect(isAccountedFor(model, 'Not in this shop', '/paths/~1a/get/responses/404')).toBe(true);
      expect(keptText(model)).toContain('gone');
    }
  });
});
