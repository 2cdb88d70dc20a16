import { expect } from 'vitest';
import {
  actionNamed,
  codesAt,
  codesOf,
  importText,
  isAccountedFor,
  keptText,
  messageOf,
  openapi,
  swagger,
  warningsAt,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

const done = "responses: { '204': { description: Done } }";

describeCases('Callbacks of callbacks and webhooks', (testCase) => {
  testCase('are triggers, and counted', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        paths:
          /orders:
            post:
              operationId: order
              ${done}
              callbacks:
                shipped:
                  '{$request.body#/url}':
                    post:
                      operationId: orderShipped
                      ${done}
                      callbacks: { delivered: { '{$response.body#/url}': { post: { operationId: orderDelivered, ${done} } } } }
        webhooks:
          refund:
            post:
              operationId: refund
              ${done}
              callbacks: { decided: { '{$request.body#/url}': { put: { operationId: refundDecided, ${done} } } } }`,
      ),
    );
    expect(model.triggers.map(({ name }) => name).sort()).toEqual([
      'orderDelivered',
      'orderShipped',
      'refund',
      'refundDecided',
    ]);
    expect(model.coverage.callbacks).toMatchObject({ inDocument: 3, notImported: 0 });
  });

  testCase('are triggers at any depth in 3.0, with those of x-webhooks', async () => {
    const nested = (depth: number): string =>
      `{ operationId: o${depth}, ${done}${depth === 5 ? '' : `, callbacks: { c: { '{$url}': { post: ${nested(depth + 1)} } } }`} }`;
    const model = await importText(
      openapi(
        '3.0.3',
        `paths: { /a: { post: ${nested(1)} } }\nx-webhooks: { w: { post: ${nested(5).replace('o5', 'hook')} } }`,
      ),
    );
    expect(model.triggers.map(({ name }) => name).sort()).toEqual(['hook', 'o2', 'o3', 'o4', 'o5']);
  });

  testCase('are triggers behind references', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        paths: { /a: { post: { operationId: a, ${done}, callbacks: { c: { $ref: '#/components/callbacks/C' } } } } }
        components:
          callbacks:
            C: { '{$url}': { $ref: '#/components/pathItems/P' } }
            D: { '{$url}': { post: { operationId: inner, ${done} } } }
          pathItems: { P: { post: { operationId: outer, ${done}, callbacks: { d: { $ref: '#/components/callbacks/D' } } } } }`,
      ),
    );
    expect(model.triggers.map(({ name }) => name).sort()).toEqual(['inner', 'outer']);
  });

  testCase('that lead back to themselves end', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        paths: { /a: { post: { operationId: a, ${done}, callbacks: { c: { $ref: '#/components/callbacks/Loop' } } } } }
        components: { callbacks: { Loop: { '{$url}': { post: { operationId: again, ${done}, callbacks: { more: { $ref: '#/components/callbacks/Loop' } } } } } } }`,
      ),
    );
    expect(model.triggers.map(({ name }) => name)).toEqual(['again']);
  });
});

describeCases('Methods in capitals', (testCase) => {
  const capitals = `
    GET: { operationId: a, ${done} }
    Post: { operationId: b, ${done} }
    delete: { operationId: c, ${done} }
    propfind: { operationId: d, ${done} }`;
  const methods = ['GET', 'Post', 'propfind'];
  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`are each reported and counted in ${version}`, async () => {
      const model = await importText(openapi(version, `paths:\n  /a:${capitals}`));
      for (const method of methods) expect(codesAt(model, `/paths/~1a/${method}`), method).not.toEqual([]);
      expect(model.coverage.operations.inDocument).toBe(4);
      for (const id of ['a', 'b', 'c', 'd']) expect(keptText(model)).toContain(`"operationId":"${id}"`);
    });

  testCase('are each reported and counted in Swagger 2.0', async () => {
    const model = await importText(swagger(`paths:\n  /a:${capitals}`));
    for (const method of methods) expect(codesAt(model, `/paths/~1a/${method}`), method).not.toEqual([]);
    expect(model.coverage.operations.inDocument).toBe(4);
  });

  testCase('are reported in webhooks, callbacks and shared path items', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        paths:
          /a: { post: { operationId: a, ${done}, callbacks: { c: { '{$url}': { POST: { operationId: b, ${done} } } } } } }
          /b: { $ref: '#/components/pathItems/P' }
        webhooks: { w: { Put: { operationId: c, ${done} } } }
        components: { pathItems: { P: { GET: { operationId: d, ${done} } } } }`,
      ),
    );
    expect(codesAt(model, '/paths/~1a/post/callbacks/c/{$url}/POST')).not.toEqual([]);
    expect(codesAt(model, '/webhooks/w/Put')).not.toEqual([]);
    expect(codesAt(model, '/components/pathItems/P/GET')).not.toEqual([]);
  });
});

describeCases('Methods of 3.2', (testCase) => {
  const document = openapi(
    '3.2.0',
    `
    paths:
      /a:
        query: { operationId: find, requestBody: { content: { application/json: { schema: { type: object, title: unique-title } } } }, ${done} }
        additionalOperations:
          COPY: { operationId: copy, ${done} }
          LINK: { operationId: link, description: unique-words, ${done} }
        get: { operationId: read, ${done} }
    webhooks: { w: { query: { operationId: asked, ${done} } } }`,
  );
  testCase('are reported at their places, and are no violations', async () => {
    const model = await importText(document);
    for (const pointer of [
      '/paths/~1a/query',
      '/paths/~1a/additionalOperations/COPY',
      '/paths/~1a/additionalOperations/LINK',
      '/webhooks/w/query',
    ])
      expect(codesAt(model, pointer), pointer).not.toEqual([]);
    expect(codesOf(model)).not.toContain('SCHEMA_VIOLATION');
    expect(model.messages.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  testCase('are quoted as they are written', async () => {
    const model = await importText(
      openapi(
        '3.2.0',
        `
        paths: { /a: { propfind: { responses: { '200': {} } }, query: { responses: { '200': {} } }, additionalOperations: { Copy: { responses: { '200': {} } } } } }`,
      ),
    );
    expect(messageOf(model, 'METHOD_UNSUPPORTED')?.detail.map((line) => line.split('): ')[1])).toEqual([
      'propfind',
      'QUERY',
      'Copy',
    ]);
  });

  testCase('are counted and kept', async () => {
    const model = await importText(document);
    expect(model.coverage.operations.inDocument).toBe(4);
    for (const text of ['find', 'unique-title', 'copy', 'unique-words', 'asked'])
      expect(keptText(model)).toContain(text);
  });
});

describeCases('Query and fragment in paths and servers', (testCase) => {
  const item = (id: string): string => `{ post: { operationId: ${id}, ${done} } }`;
  testCase('are reported in the server of a link', async () => {
    const links =
      "{ l: { operationId: a, server: { url: 'https://a.example?b' } }, m: { operationId: a, server: { url: '/{c?}', variables: { c?: { default: '' } } } } }";
    const model = await importText(
      openapi(
        '3.1.0',
        `paths: { /a: { get: { operationId: a, responses: { '204': { description: ok, links: ${links} } } } } }`,
      ),
    );
    const place = '/paths/~1a/get/responses/204/links';
    expect(warningsAt(model, `${place}/l/server/url`)).toEqual(['SERVER_WITH_QUERY']);
    expect(warningsAt(model, `${place}/m`)).toEqual([]);
  });

  testCase('are reported in 3.1', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `servers: [{ url: 'https://api.example.com/v1?key=abc' }]\npaths: { /a: ${item('a')}, '/b?beta=true': ${item('b')}, '/c#one': ${item('c')} }`,
      ),
    );
    expect(warningsAt(model, '/servers/0')).not.toEqual([]);
    expect(warningsAt(model, '/paths/~1b?beta=true')).not.toEqual([]);
    expect(warningsAt(model, '/paths/~1c#one')).not.toEqual([]);
    expect(warningsAt(model, '/paths/~1a')).toEqual([]);
    expect(model.actions).toHaveLength(3);
  });

  testCase('are reported in Swagger 2.0, with a base path', async () => {
    const model = await importText(
      swagger(`basePath: /v1?key=abc\npaths: { '/b?beta=true': ${item('b')}, '/c#one': ${item('c')} }`),
    );
    expect(warningsAt(model, '/basePath')).not.toEqual([]);
    expect(warningsAt(model, '/paths/~1b?beta=true')).not.toEqual([]);
    expect(warningsAt(model, '/paths/~1c#one')).not.toEqual([]);
  });

  testCase('are reported in a fragment of a server, and on an operation', async () => {
    const model = await importText(
      openapi(
        '3.0.3',
        `servers: [{ url: 'https://api.example.com/#/v1' }]\npaths: { /a: { get: { operationId: a, servers: [{ url: 'https://b.example.com/?x=1' }], ${done} } } }`,
      ),
    );
    expect(warningsAt(model, '/servers/0')).not.toEqual([]);
    expect(warningsAt(model, '/paths/~1a/get/servers')).not.toEqual([]);
  });

  for (const template of ['/a/{}', '/a/{id', '/a/id}', '/a/{{id}}', '/a/{id:[0-9]{3}}', '/a{?q,page}', '/a/{id}/{id}'])
    testCase(`are reported like the template ${template}`, async () => {
      const model = await importText(openapi('3.1.0', `paths: { '${template}': ${item('a')}, /fine: ${item('b')} }`));
      const escaped = template.replaceAll('/', '~1');
      expect(warningsAt(model, `/paths/${escaped}`)).not.toEqual([]);
      expect(model.actions).toHaveLength(2);
    });

  testCase('name the parameter of {proxy+}, also when it is named with the sign', async () => {
    for (const name of ['proxy', 'proxy+'])
      for (const where of ['operation', 'path item', 'shared']) {
        const parameter = `{ name: '${name}', in: path, required: true, description: Rest, schema: { type: string } }`;
        const list = `parameters: [${where === 'shared' ? "{ $ref: '#/components/parameters/P' }" : parameter}]`;
        const pathItem = `{ ${where === 'path item' ? `${list}, ` : ''}get: { operationId: a, ${where === 'path item' ? '' : `${list}, `}responses: { 204: { description: Done } } } }`;
        const model = await importText(
          openapi('3.0.3', `paths: { '/x/{proxy+}': ${pathItem} }\ncomponents: { parameters: { P: ${parameter} } }`),
        );
        expect(actionNamed(model, 'a')).toMatchObject({ path: `/x/{{ param.${name} }}`, template: '/x/{proxy+}' });
        expect(actionNamed(model, 'a').parameters).toMatchObject([{ name, in: 'path', required: true }]);
        expect(codesOf(model)).toContain('PATH_TEMPLATE_INVALID');
        expect(codesOf(model)).not.toContain('PATH_PARAM_UNUSED');
      }
  });

  testCase('name the parameter of {+id} and {id*}', async () => {
    const parameters = '[{ name: id, in: path, required: true, schema: { type: integer } }]';
    for (const template of ['/a/{+id}', '/a/{id*}', '/a/{+id*}', '/a/{id+}', '/a/{id?}']) {
      const model = await importText(
        openapi('3.1.0', `paths: { '${template}': { get: { operationId: a, parameters: ${parameters}, ${done} } } }`),
      );
      expect(codesOf(model)).toEqual(['PATH_TEMPLATE_INVALID']);
      expect(model.actions[0]?.path).toBe('/a/{{ param.id }}');
      expect(model.actions[0]?.parameters).toMatchObject([{ name: 'id', type: 'integer' }]);
    }
  });

  testCase('never make a placeholder within a placeholder', async () => {
    const model = await importText(
      openapi('3.1.0', `paths: { '/a/{{id}}': ${item('a')}, '/b/{id:[0-9]{3}}': ${item('b')} }`),
    );
    for (const { path } of model.actions) expect(path).not.toMatch(/\{\{\{|\{[^{}]*\{\{|\}\}\}/);
  });
});

describeCases('Identical templates', (testCase) => {
  const item = (id: string, ...names: readonly string[]): string =>
    `{ get: { operationId: ${id}, parameters: [${names.map((name) => `{ name: ${name}, in: path, required: true, schema: { type: string } }`).join(', ')}], ${done} } }`;
  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`are reported at the later ones in ${version}`, async () => {
      const model = await importText(
        openapi(
          version,
          `paths: { '/u/{id}': ${item('byId', 'id')}, '/u/{name}': ${item('byName', 'name')}, '/u/{mail}': ${item('byMail', 'mail')}, /u/me: ${item('me')} }`,
        ),
      );
      expect(model.actions).toHaveLength(4);
      expect(warningsAt(model, '/paths/~1u~1{id}')).toEqual([]);
      expect(warningsAt(model, '/paths/~1u~1{name}')).not.toEqual([]);
      expect(warningsAt(model, '/paths/~1u~1{mail}')).not.toEqual([]);
      expect(warningsAt(model, '/paths/~1u~1me')).toEqual([]);
    });

  testCase('are reported in Swagger 2.0', async () => {
    const parameter = (name: string): string => `{ name: ${name}, in: path, required: true, type: string }`;
    const model = await importText(
      swagger(`
        paths:
          /u/{id}/x/{a}: { get: { operationId: one, parameters: [${parameter('id')}, ${parameter('a')}], ${done} } }
          /u/{b}/x/{c}: { get: { operationId: two, parameters: [${parameter('b')}, ${parameter('c')}], ${done} } }`),
    );
    expect(warningsAt(model, '/paths/~1u~1{b}~1x~1{c}')).not.toEqual([]);
  });

  testCase('are reported when their methods differ, and not when their literals do', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `paths: { '/u/{id}': ${item('byId', 'id')}, '/u/{name}': ${item('byName', 'name').replace('get:', 'post:')}, '/U/{id}': ${item('other', 'id')}, '/u/{id}/': ${item('slash', 'id')}, '/u/{id}.json': ${item('json', 'id')} }`,
      ),
    );
    expect(warningsAt(model, '/paths/~1u~1{name}')).not.toEqual([]);
    for (const fine of ['/paths/~1U~1{id}', '/paths/~1u~1{id}~1', '/paths/~1u~1{id}.json'])
      expect(warningsAt(model, fine), fine).toEqual([]);
  });
});

describeCases('Names that stand for something elsewhere', (testCase) => {
  testCase('are reported in links without such an operation', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        paths:
          /a:
            get:
              operationId: a
              responses: { '200': { description: ok, links: { one: { operationId: missing }, two: { operationRef: '#/paths/~1missing/get' }, fine: { operationId: a } } } }`,
      ),
    );
    const links = '/paths/~1a/get/responses/200/links';
    expect(codesAt(model, `${links}/one`)).not.toEqual([]);
    expect(codesAt(model, `${links}/two`)).not.toEqual([]);
    expect(codesAt(model, `${links}/fine`)).toEqual([]);
    expect(isAccountedFor(model, 'missing', links)).toBe(true);
  });
});

describeCases('Operations beside a reference that fails', (testCase) => {
  testCase('are read, counted, and the reference is kept and reported', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        paths:
          /a: { $ref: gone.yaml, get: { operationId: a, ${done} } }
          /b: { $ref: '#/components/pathItems/Gone', summary: short, POST: { operationId: b, ${done} } }
        webhooks: { w: { $ref: '#/components/pathItems/Gone', post: { operationId: w, ${done} } } }`,
      ),
    );
    expect(model.actions.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(model.triggers.map(({ name }) => name)).toEqual(['w']);
    expect(model.coverage.operations.inDocument).toBe(2);
    for (const place of ['/paths/~1a', '/paths/~1b', '/webhooks/w'])
      expect(codesAt(model, `${place}/$ref`), place).not.toEqual([]);
    expect(keptText(model)).toContain('"$ref":"gone.yaml"');
  });
});

describeCases('A reference for an object that must not be one', (testCase) => {
  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`is a violation in ${version}`, async () => {
      const model = await importText(
        openapi(
          version,
          "paths: { /a: { get: { $ref: '#/x-list' } } }\nx-list: {}",
          "{ $ref: '#/x-info', title: T, version: '1', license: { $ref: '#/x-license' } }",
        ),
      );
      for (const place of ['/paths/~1a/get', '/info', '/info/license'])
        expect(warningsAt(model, place), place).toContain('SCHEMA_VIOLATION');
    });
});
