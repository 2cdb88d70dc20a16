import type { ConnectorModel } from '@connectory/importer';
import { expect } from 'vitest';
import { definitionNames, importText, messageOf, openapi, schemaNamed, swagger } from './import-case.ts';
import { describeCases } from './test-case.ts';

const withSchemas = (schemas: string): string =>
  openapi('3.0.3', `paths: {}\ncomponents:\n  schemas:\n${schemas.replace(/^\n/, '')}`);
const withDefinitions = (definitions: string): string =>
  swagger(`paths: {}\ndefinitions:\n${definitions.replace(/^\n/, '')}`);

/** The definition whose schema has a title. */
function titled(model: ConnectorModel, title: string): string | undefined {
  return model.definitions.find(({ schema }) => schema.includes(`"title":"${title}"`))?.name;
}

/** Whether NAME_CHANGED quotes a name of the document. */
function isReported(model: ConnectorModel, name: string): boolean {
  return messageOf(model, 'NAME_CHANGED')?.detail.some((line) => line.includes(name)) ?? false;
}

const generics = `
  Page[Cat]: { type: object, title: page }
  Result<Cat>: { type: object, title: angle }
  Result[Cat]: { type: object, title: square }
  Plain.Cat: { type: object, title: plain }
  Fits: { type: object, title: fits }`;

describeCases('Names of definitions of Swagger 2.0', (testCase) => {
  testCase('that change are reported', async () => {
    const model = await importText(withDefinitions(generics));
    for (const name of ['Page[Cat]', 'Result<Cat>', 'Result[Cat]', 'Plain.Cat'])
      expect(isReported(model, name), name).toBe(true);
    expect(isReported(model, 'Fits')).toBe(false);
    expect(titled(model, 'page')).toBe('Page_Cat_');
    expect(titled(model, 'plain')).toBe('Plain_Cat');
  });

  testCase('stay in the order of the document', async () => {
    const model = await importText(withDefinitions(generics));
    const order = ['page', 'angle', 'square', 'plain', 'fits'].map((title) => titled(model, title));
    expect(definitionNames(model)).toEqual(order);
  });

  testCase('do not shift when another definition is put before', async () => {
    const before = await importText(withDefinitions(generics));
    const after = await importText(
      withDefinitions(
        `  Result{Cat}: { type: object, title: brace }${generics.replace('  Result[Cat]: { type: object, title: square }\n', '')}\n  Result[Cat]: { type: object, title: square }`,
      ),
    );
    expect(titled(before, 'square')).not.toBe('Result_Cat_2');
    expect(titled(after, 'square')).not.toMatch(/_\d$/);
  });

  testCase('are those that the same document in 3.0 has', async () => {
    const schemas = generics.replace(/^ {2}/gm, '    ');
    expect(definitionNames(await importText(withDefinitions(generics)))).toEqual(
      definitionNames(await importText(withSchemas(schemas))),
    );
    const foreign = [
      '  "List«User»": { type: array, items: { type: string } }',
      '  Ünï: { type: string }',
      '  _lead: { type: string }',
      '  _types.Id: { type: string }',
    ];
    expect(definitionNames(await importText(withDefinitions(foreign.join('\n'))))).toEqual(
      definitionNames(await importText(withSchemas(foreign.map((line) => `  ${line}`).join('\n')))),
    );
  });

  testCase('that collide do not fail the import, nor do parameters, responses and schemes', async () => {
    const model = await importText(
      swagger(`
        parameters: { 'a b': { name: one, in: query, type: string }, 'a[b': { name: two, in: query, type: string } }
        responses: { 'r 1': { description: one }, 'r[1': { description: two } }
        securityDefinitions: { 'k 1': { type: basic }, 'k[1': { type: basic } }
        paths: { /a: { get: { operationId: a, parameters: [{ $ref: '#/parameters/a b' }, { $ref: '#/parameters/a[b' }], responses: { 200: { $ref: '#/responses/r 1' }, 400: { $ref: '#/responses/r[1' } } } } }`),
    );
    expect(model.actions[0]?.parameters.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(model.actions[0]?.responses.map(({ status }) => status)).toEqual([200, 400]);
    expect(model.connector.authSchemes.map(({ key }) => key)).toEqual(['k 1', 'k[1']);
  });
});

describeCases('Names of definitions', (testCase) => {
  testCase('keep a leading underscore', async () => {
    const model = await importText(
      withSchemas(
        '    _types.Id: { type: string, title: one }\n    _lead: { type: string, title: two }\n    __x: { type: string, title: three }',
      ),
    );
    expect([titled(model, 'one'), titled(model, 'two'), titled(model, 'three')]).toEqual(['_types_Id', '_lead', '__x']);
    expect(isReported(model, '_lead')).toBe(false);
  });

  testCase('that fit stay before names that change', async () => {
    const model = await importText(
      withSchemas(
        '    a.b: { type: boolean, title: changed }\n    a_b: { type: number, title: fits }\n    Ünïön: { type: boolean, title: foreign }\n    n_n: { type: number, title: short }',
      ),
    );
    expect(titled(model, 'fits')).toBe('a_b');
    expect(titled(model, 'changed')).not.toBe('a_b');
    expect(titled(model, 'short')).toBe('n_n');
    expect(isReported(model, 'a.b')).toBe(true);
    expect(isReported(model, '"a_b"')).toBe(false);
    expect(isReported(model, 'Ünïön')).toBe(true);
  });

  testCase('of which nothing is left are distinct and reported', async () => {
    const model = await importText(
      withSchemas('    用户: { type: string, title: user }\n    订单: { type: integer, title: order }'),
    );
    expect(new Set(definitionNames(model)).size).toBe(2);
    expect(isReported(model, '用户')).toBe(true);
    expect(isReported(model, '订单')).toBe(true);
    expect(schemaNamed(model, titled(model, 'user') ?? '')).toMatchObject({ type: 'string' });
  });
});

describeCases('Names of operations', (testCase) => {
  testCase('of which nothing is left come from method and path', async () => {
    const done = "responses: { '204': { description: ok } }";
    const model = await importText(
      openapi(
        '3.0.3',
        `paths: { /a: { get: { ${done} } }, /b: { get: { operationId: 获取用户, ${done} } }, /c: { get: { operationId: 获取订单, ${done} } }, '/d/{id}': { post: { operationId: '…', ${done} } } }`,
      ),
    );
    expect(model.actions.map(({ name }) => name)).toEqual(['GetA', 'GetB', 'GetC', 'PostDById']);
    expect(model.actions.map(({ operationId }) => operationId)).toEqual([undefined, '获取用户', '获取订单', '…']);
  });

  testCase('of which something is left keep it', async () => {
    const model = await importText(
      openapi(
        '3.0.3',
        "paths: { /a: { get: { operationId: 'pets.获取.list', responses: { '204': { description: ok } } } } }",
      ),
    );
    expect(model.actions[0]?.name).toMatch(/^pets_.*list$/);
    expect(isReported(model, 'pets.获取.list')).toBe(true);
  });
});

describeCases('Names of operations whose paths differ in separators and case alone', (testCase) => {
  const paths = ['/users/list', '/users-list', '/users/list/', '/Users/List', '/usersList'];

  async function namesOf(of: readonly string[], members: string): Promise<readonly (readonly [string, string])[]> {
    const operation = `{ post: { ${members} responses: { '204': { description: ok } } } }`;
    const model = await importText(
      openapi('3.1.0', `paths:\n${of.map((path) => `  ${path}: ${operation}`).join('\n')}`),
    );
    return model.actions.map(({ name, template }) => [template, name]);
  }

  for (const members of ['', 'operationId: save,'])
    testCase(
      `are unique, and stay when a later path is left out${members === '' ? '' : ', with one operationId'}`,
      async () => {
        const names = await namesOf(paths, members);
        expect(new Set(names.map(([, name]) => name)).size).toBe(paths.length);
        // The first keeps the name without addition, and the second that with the method and path.
        for (const gone of paths.slice(2)) {
          const rest = await namesOf(
            paths.filter((path) => path !== gone),
            members,
          );
          expect(rest).toEqual(names.filter(([path]) => path !== gone));
        }
      },
    );

  testCase('are those of the path without operationId', async () => {
    const names = await namesOf([...paths, '/users_list'], '');
    expect(names.map(([, name]) => name)).toEqual([
      'PostUsersList',
      'PostUsersList_users-list',
      'PostUsersList_users_list',
      'PostUsersList_Users_List',
      'PostUsersList_usersList',
      expect.stringMatching(/^PostUsersList_[0-9a-z]{8}$/),
    ]);
  });
});
