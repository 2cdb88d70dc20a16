import type { ConnectorModel } from '@connectory/importer';
import { expect } from 'vitest';
import {
  actionNamed,
  codesAt,
  codesOf,
  detailsOf,
  importText,
  messageOf,
  keptText,
  openapi,
  swagger,
  warningsAt,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

const done = "responses: { '204': { description: Done } }";
const paths = `paths: { /a: { get: { operationId: a, ${done} } } }`;
const secured = (version: string, schemes: string, before = ''): string =>
  openapi(version, `${before}${paths}\ncomponents:\n  securitySchemes:\n${schemes}`);
const schemesAt = '/components/securitySchemes';

describeCases('An empty default of a server variable', (testCase) => {
  const server = (variables: string, url = 'https://{tenant}.example.com{prefix}{suffix}'): string =>
    `servers: [{ url: '${url}', variables: ${variables} }]\n`;
  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`is a value in ${version}`, async () => {
      const model = await importText(
        openapi(
          version,
          `${server("{ tenant: { default: acme }, prefix: { default: '', enum: ['/engine', ''] }, suffix: { default: '' } }")}${paths}`,
        ),
      );
      expect(model.connector.connectionVariables).toEqual([
        { name: 'tenant', value: 'acme' },
        { name: 'prefix', value: '' },
        { name: 'suffix', value: '' },
      ]);
      expect(codesOf(model)).not.toContain('SERVER_INVALID');
    });

  testCase('is the first of enum without a default', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `${server("{ tenant: { default: acme }, prefix: { enum: ['', '/engine'] }, suffix: { enum: [''] } }")}${paths}`,
      ),
    );
    expect(model.connector.connectionVariables).toMatchObject([{ value: 'acme' }, { value: '' }, { value: '' }]);
  });

  testCase('is missing only where it is not written', async () => {
    const model = await importText(
      openapi('3.1.0', `${server("{ tenant: { default: '' }, prefix: {}, suffix: { default: null } }")}${paths}`),
    );
    expect(codesAt(model, '/servers/0/variables/tenant')).toEqual([]);
    expect(codesAt(model, '/servers/0/variables/prefix')).not.toEqual([]);
    expect(codesAt(model, '/servers/0/variables/suffix')).not.toEqual([]);
  });

  testCase('is like another default that is not in enum: a message', async () => {
    const variables =
      "{ tenant: { default: acme, enum: [a, b] }, prefix: { default: 2.0, enum: [2.0] }, suffix: { default: '', enum: [x, ''] } }";
    const model = await importText(openapi('3.1.0', `${server(variables)}${paths}`));
    expect(model.connector.connectionVariables[0]).toEqual({ name: 'tenant', value: 'acme' });
    expect(codesAt(model, '/servers/0/variables/tenant/default')).toEqual(['SERVER_INVALID']);
    expect(codesAt(model, '/servers/0/variables/prefix')).not.toContain('SERVER_INVALID');
    expect(codesAt(model, '/servers/0/variables/suffix')).not.toContain('SERVER_INVALID');
  });

  testCase('is kept with its description and its values', async () => {
    const model = await importText(
      openapi(
        '3.0.3',
        `${server("{ v: { default: '', enum: ['', unique-value], description: Words of v, x-v: of the variable } }", 'https://a.example.com{v}')}${paths}`,
      ),
    );
    for (const text of ['unique-value', 'Words of v', 'of the variable']) expect(keptText(model)).toContain(text);
  });
});

describeCases('Server variables that are not declared', (testCase) => {
  testCase('are all named, at the URL that has them', async () => {
    const model = await importText(openapi('3.0.3', "servers: [{ url: 'https://{a}.example.com/{b}' }]\npaths: {}"));
    const message = messageOf(model, 'SERVER_INVALID');
    expect(message?.detail).toEqual(['/servers/0/url (line 4, column 13): {a} is not declared, {b} is not declared']);
  });
});

describeCases('OAuth2 without a usable flow', (testCase) => {
  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`is reported in ${version}`, async () => {
      const model = await importText(
        secured(
          version,
          `
    o: { type: oauth2, flows: {} }
    p: { type: oauth2, flows: { x-token-exchange: { tokenUrl: 'https://id.example.com/t' } } }
    r: { type: oauth2 }
    s: { type: oauth2, flows: { authorizationCode: {} } }`,
        ),
      );
      for (const key of ['o', 'p', 'r', 's']) expect(codesAt(model, `${schemesAt}/${key}`), key).not.toEqual([]);
      expect(model.coverage.securitySchemes.notImported).toBe(4);
      expect(keptText(model)).toContain('x-token-exchange');
    });

  testCase('loses neither refreshUrl, bearerFormat, descriptions nor extensions', async () => {
    const model = await importText(
      secured(
        '3.0.3',
        `
    q: { type: oauth2, x-scheme: of the scheme, flows: { authorizationCode: { authorizationUrl: 'https://id.example.com/a', tokenUrl: 'https://id.example.com/t', refreshUrl: 'https://id.example.com/refresh', scopes: { read: Words of read }, x-flow: of the flow } } }
    b: { type: http, scheme: bearer, bearerFormat: unique-format, description: Words of b }
    d: { type: http, scheme: digest, description: Words of d }
    i: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/openid', description: Words of i }`,
      ),
    );
    for (const text of [
      'https://id.example.com/refresh',
      'unique-format',
      'of the scheme',
      'of the flow',
      'Words of read',
      'Words of b',
      'Words of d',
      'Words of i',
      'https://id.example.com/openid',
    ])
      expect(keptText(model)).toContain(text);
  });

  testCase('is reported in Swagger 2.0', async () => {
    const model = await importText(
      swagger(
        `${paths}\nsecurityDefinitions: { o: { type: oauth2 }, p: { type: oauth2, flow: implicit }, q: { type: oauth2, flow: unknown, tokenUrl: 'https://id.example.com/t', scopes: {} } }`,
      ),
    );
    for (const key of ['o', 'p', 'q']) expect(codesAt(model, `/securityDefinitions/${key}`), key).not.toEqual([]);
  });

  testCase('is kept and reported for the device flow of 3.2', async () => {
    const model = await importText(
      secured(
        '3.2.0',
        "    d: { type: oauth2, oauth2MetadataUrl: 'https://id.example.com/meta', deprecated: true, flows: { deviceAuthorization: { deviceAuthorizationUrl: 'https://id.example.com/device', tokenUrl: 'https://id.example.com/t', scopes: {} } } }",
      ),
    );
    expect(codesAt(model, `${schemesAt}/d`)).not.toEqual([]);
    expect(codesOf(model)).not.toContain('SCHEMA_VIOLATION');
    for (const text of ['https://id.example.com/device', 'https://id.example.com/meta'])
      expect(keptText(model)).toContain(text);
  });
});

describeCases('A security requirement without a scheme', (testCase) => {
  const document = (version: string): string =>
    openapi(
      version,
      `
      security: [{ api_key: [] }]
      paths:
        /a: { get: { operationId: a, ${done} } }
        /b: { get: { operationId: b, security: [{ oAuth: [read] }, { apiKey: [] }, { apiKey: [], other: [] }], ${done} } }
      components: { securitySchemes: { apiKey: { type: apiKey, name: X-Key, in: header } } }`,
    );
  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`is a warning at each place in ${version}`, async () => {
      const model = await importText(document(version));
      expect(warningsAt(model, '/security/0')).not.toEqual([]);
      expect(warningsAt(model, '/paths/~1b/get/security/0')).not.toEqual([]);
      expect(warningsAt(model, '/paths/~1b/get/security/1')).toEqual([]);
      expect(warningsAt(model, '/paths/~1b/get/security/2')).not.toEqual([]);
      expect(JSON.stringify(actionNamed(model, 'b').openapi)).toContain('oAuth');
    });

  testCase('is a warning in Swagger 2.0', async () => {
    const model = await importText(
      swagger(`
        security: [{ api_key: [] }]
        paths: { /b: { get: { operationId: b, security: [{ oAuth: [read] }], ${done} } } }
        securityDefinitions: { apiKey: { type: apiKey, name: X-Key, in: header } }`),
    );
    expect(warningsAt(model, '/security/0')).not.toEqual([]);
    expect(warningsAt(model, '/paths/~1b/get/security/0')).not.toEqual([]);
  });

  testCase('is a warning on a webhook, and on an operation without schemes at all', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `paths: { /a: { get: { operationId: a, security: [{ k: [] }], ${done} } } }\nwebhooks: { w: { post: { operationId: w, security: [{ gone: [] }], ${done} } } }`,
      ),
    );
    expect(warningsAt(model, '/paths/~1a/get/security/0')).not.toEqual([]);
    expect(warningsAt(model, '/webhooks/w/post/security/0')).not.toEqual([]);
  });

  testCase('may be a reference to one in 3.2', async () => {
    const model = await importText(
      openapi(
        '3.2.0',
        `security: [{ '#/components/securitySchemes/apiKey': [] }]\n${paths}\ncomponents: { securitySchemes: { apiKey: { type: apiKey, name: X-Key, in: header } } }`,
      ),
    );
    expect(warningsAt(model, '/security')).toEqual([]);
  });

  testCase('is like a scope of a scheme without scopes, before 3.1', async () => {
    const rest = `
      security: [{ k: [admin], c: [read] }, { k: [] }]
      ${paths}
      components: { securitySchemes: { k: { type: apiKey, name: X, in: header }, c: { type: openIdConnect, openIdConnectUrl: 'https://a.example' } } }`;
    const scopes = async (version: string): Promise<readonly string[]> =>
      codesAt(await importText(openapi(version, rest)), '/security');
    expect(await scopes('3.0.3')).toEqual(['SECURITY_SCOPE_UNKNOWN']);
    expect(await scopes('3.1.0')).toEqual([]);
  });

  testCase('is like a scope that no flow has', async () => {
    const model = await importText(
      openapi(
        '3.0.3',
        `security: [{ o: [read, write] }]\n${paths}\ncomponents: { securitySchemes: { o: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://id.example.com/t', scopes: { read: Read } } } } } }`,
      ),
    );
    expect(codesAt(model, '/security/0')).not.toEqual([]);
    expect(detailsOf(model)).toContain('write');
  });
});

describeCases('An extension among the scopes', (testCase) => {
  testCase('of Swagger 2.0 is no scope, and kept', async () => {
    const model = await importText(
      swagger(
        `${paths}\nsecurityDefinitions: { o: { type: oauth2, flow: application, tokenUrl: 'https://id.example.com/t', scopes: { read: Read, x-note: internal } } }`,
      ),
    );
    expect(model.connector.authSchemes).toMatchObject([{ scopes: [{ name: 'read', description: 'Read' }] }]);
    expect(keptText(model)).toContain('"x-note":"internal"');
  });
});

describeCases('OAuth URLs', (testCase) => {
  /** URLs of the auth schemes are absolute, with nothing left to fill in. */
  function expectAbsolute(model: ConnectorModel, at: string): void {
    const urls = model.connector.authSchemes.flatMap((scheme) =>
      scheme.schemeType === 'oauth2' ? [scheme.authorizeUrl, scheme.tokenUrl] : [],
    );
    for (const url of urls) {
      if (url === '') continue;
      expect(url).toMatch(/^https?:\/\/[a-z0-9.-]+(:\d+)?\//);
      expect(url).not.toMatch(/[{}]|%7[bd]/i);
    }
    if (urls.length === 0) expect(codesAt(model, at)).not.toEqual([]);
  }
  const flow = (authorize: string, token: string): string =>
    `    oauth2: { type: oauth2, flows: { authorizationCode: { authorizationUrl: '${authorize}', tokenUrl: '${token}', scopes: { read: Read } } } }`;
  const variables =
    "servers: [{ url: 'https://{yourDomain}/api', variables: { yourDomain: { default: acme.example.com } } }]\n";

  const emptyHost = "servers: [{ url: 'https://{h}/api', variables: { h: { default: '' } } }]\n";

  testCase('are absolute where the server has variables', async () => {
    const model = await importText(secured('3.0.3', flow('/oauth2/authorize', '/oauth2/token'), variables));
    expectAbsolute(model, `${schemesAt}/oauth2`);
    const [scheme] = model.connector.authSchemes;
    if (scheme?.schemeType === 'oauth2') expect(scheme.authorizeUrl).toBe('https://acme.example.com/oauth2/authorize');
    expect(codesAt(model, `${schemesAt}/oauth2`)).not.toEqual([]);
  });

  for (const [what, before, authorize, token] of [
    ['that hold variables themselves', variables, 'https://{yourDomain}/authorize', 'https://{yourDomain}/token'],
    ['that hold unknown variables', '', 'https://{tenant}.example.com/authorize', 'https://{tenant}.example.com/token'],
    ['relative to a path', variables, 'oauth2/authorize', '../token'],
    ['without a host of their own', 'servers: [{ url: /v1 }]\n', '/oauth2/authorize', '/oauth2/token'],
    ['relative to a scheme', variables, '//id.example.com/authorize', '//id.example.com/token'],
    [
      'with a variable without default',
      "servers: [{ url: 'https://{x}.example.com', variables: { x: {} } }]\n",
      '/authorize',
      '/token',
    ],
    ['that are no URLs', '', 'the authorize URL', 'TODO'],
    ['with a variable that leaves no host', emptyHost, 'https://{h}/authorize', '/token'],
    ['relative to a server without a host', emptyHost, '/authorize', 'token'],
    ['without a scheme', '', 'localhost:8080/authorize', 'id.example.com:443/token'],
    ['of another scheme', '', 'urn:example:authorize', 'mailto:token@example.com'],
  ] as const)
    testCase(`are absolute or reported: ${what}`, async () => {
      for (const version of ['3.0.3', '3.1.0'])
        expectAbsolute(await importText(secured(version, flow(authorize, token), before)), `${schemesAt}/oauth2`);
    });

  testCase('are absolute or reported in Swagger 2.0', async () => {
    const model = await importText(
      swagger(
        `basePath: /v1\n${paths}\nsecurityDefinitions: { o: { type: oauth2, flow: accessCode, authorizationUrl: /authorize, tokenUrl: '{host}/token', scopes: {} } }`,
      ),
    );
    expectAbsolute(model, '/securityDefinitions/o');
  });
});
