import { expect } from 'vitest';
import { actionNamed, codesAt, importText, keptText, messageOf, openapi, swagger } from './import-case.ts';
import { describeCases } from './test-case.ts';

const done = "responses: { '204': { description: Done } }";

describeCases('Members of OpenAPI 3 in a Swagger 2.0 document', (testCase) => {
  testCase('give way to those of Swagger 2.0, and are kept and reported', async () => {
    const model = await importText(
      swagger(`
        servers: [{ url: https://other.example.com }]
        paths:
          /a:
            post:
              operationId: a
              schemes: [http]
              servers: [{ url: https://operation.example.com }]
              parameters:
                - { name: b, in: body, schema: { type: object }, content: { text/own: {} } }
                - { name: l, in: query, type: array, items: { type: string }, style: deepObject }
              requestBody: { required: true, content: { text/body: {} } }
              responses: { 200: { description: ok, schema: { type: string }, content: { text/response: {} } } }
        securityDefinitions:
          o: { type: oauth2, flow: implicit, authorizationUrl: https://a.example.com, scopes: {}, flows: { implicit: { authorizationUrl: https://own.example.com } } }
          q: { type: basic, scheme: digest }`),
    );
    expect(model.connector.baseUrl).toBe('https://api.example.com');
    const { openapi: extras, requestBody, responses } = actionNamed(model, 'a');
    expect(extras?.['servers']).toEqual([{ url: 'http://api.example.com' }]);
    expect(Object.keys(JSON.parse(JSON.stringify(requestBody?.openapi?.['content'])))).toEqual(['application/json']);
    expect(Object.keys(JSON.parse(JSON.stringify(responses[0]?.openapi?.['content'])))).toEqual(['application/json']);
    expect(keptText(model)).toContain('"style":"form"');
    for (const kept of [
      'other.example',
      'operation.example',
      'text/own',
      'deepObject',
      'text/body',
      'text/response',
      'own.example',
      'digest',
    ])
      expect(keptText(model)).toContain(kept);
    const operation = '/paths/~1a/post';
    for (const place of [
      '',
      operation,
      `${operation}/parameters/0`,
      `${operation}/parameters/1`,
      `${operation}/responses/200`,
      '/securityDefinitions/o',
      '/securityDefinitions/q',
    ])
      expect(messageOf(model, 'SCHEMA_VIOLATION')?.locations.map(({ pointer }) => pointer)).toContain(place);
  });

  testCase('have their meaning where Swagger 2.0 says nothing, with messages at their own places', async () => {
    const model = await importText(
      swagger(`
        paths:
          /a:
            post:
              operationId: a
              servers: [{ url: https://operation.example.com }]
              requestBody: { content: { text/plain: { schema: { type: string, nullable: true } } } }
              responses: { 200: { description: ok, content: { text/plain: { schema: { type: gone } } } } }
        webhooks: { w: { post: { operationId: w, parameters: [{ name: b, in: body, schema: { type: object } }], ${done} } } }`),
    );
    expect(actionNamed(model, 'a').requestBody?.definitions).toHaveLength(1);
    expect(actionNamed(model, 'a').openapi?.['servers']).toEqual([{ url: 'https://operation.example.com' }]);
    expect(model.triggers[0]?.requestBody?.definitions).toHaveLength(1);
    const operation = '/paths/~1a/post';
    expect(codesAt(model, `${operation}/servers`)).toEqual(['SERVER_OVERRIDDEN']);
    expect(codesAt(model, `${operation}/requestBody/content/text~1plain/schema/nullable`)).toEqual([
      'SCHEMA_NULLABLE_IGNORED',
    ]);
    expect(codesAt(model, `${operation}/responses/200/content/text~1plain/schema/type`)).toEqual([
      'SCHEMA_TYPE_UNKNOWN',
    ]);
  });

  testCase('are the servers of a document without a host', async () => {
    const model = await importText(
      openapi('3.0.3', `servers: [{ url: https://only.example.com }]\npaths: {}`).replace(
        'openapi: 3.0.3',
        "swagger: '2.0'",
      ),
    );
    expect(model.connector.baseUrl).toBe('https://only.example.com');
  });
});
