import { expect } from 'vitest';
import { codesOf, importText, isAccountedFor, swagger } from './import-case.ts';
import { describeCases } from './test-case.ts';

const done = "responses: { '204': { description: Done } }";
const paths = `paths: { /a: { get: { operationId: a, ${done} } } }`;

describeCases('A parameterized host of Swagger 2.0', (testCase) => {
  const host = (parameters: string, rest = '', template = '{Endpoint}/face'): string =>
    `swagger: '2.0'\ninfo: { title: T, version: '1' }\nx-ms-parameterized-host: { hostTemplate: '${template}', useSchemePrefix: false, parameters: ${parameters} }\npaths: { /detect: { get: { operationId: detect, responses: { 204: { description: none } } } } }\n${rest}`;

  testCase('may lead to another file', async () => {
    const model = await importText(host("[{ $ref: 'common.json#/parameters/Endpoint' }]"));
    expect(model.actions.map(({ name }) => name)).toEqual(['detect']);
    expect(codesOf(model)).toContain('REFERENCE_EXTERNAL');
    expect(model.connector.baseUrl).not.toContain('none');
  });

  testCase('may lead nowhere', async () => {
    const model = await importText(host("[{ $ref: '#/parameters/Gone' }]"));
    expect(model.actions).toHaveLength(1);
    expect(codesOf(model)).toContain('REFERENCE_DANGLING');
  });

  testCase('makes variables of its parameters', async () => {
    const model = await importText(
      host(
        "[{ $ref: '#/parameters/Endpoint' }, { name: zone, in: path, required: true, type: string, default: eu }]",
        'parameters: { Endpoint: { name: Endpoint, in: path, required: true, type: string, x-ms-parameter-location: client } }',
        '{Endpoint}/{zone}/face',
      ),
    );
    expect(model.connector.baseUrl).toBe('{{ conn.Endpoint }}/{{ conn.zone }}/face');
    expect(model.connector.connectionVariables).toEqual([
      { name: 'Endpoint', value: '' },
      { name: 'zone', value: 'eu' },
    ]);
  });

  for (const value of ['false', '{ hostTemplate: 7 }', '{ parameters: [null, 1, { name: 3 }] }', '[]'])
    testCase(`never fails the import: ${value}`, async () => {
      const model = await importText(swagger(`x-ms-parameterized-host: ${value}\n${paths}`));
      expect(model.actions).toHaveLength(1);
    });

  testCase('is only one of the extensions with references', async () => {
    const model = await importText(
      swagger(`x-anything: { $ref: 'gone.json#/x' }\nx-list: [{ $ref: '#/gone' }]\n${paths}`),
    );
    expect(model.actions).toHaveLength(1);
    expect(isAccountedFor(model, 'gone.json#/x', '/x-anything')).toBe(true);
  });
});
