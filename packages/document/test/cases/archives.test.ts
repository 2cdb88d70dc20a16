import { expect } from 'vitest';
import {
  accepts,
  codesOf,
  definitionNames,
  importFiles,
  keptText,
  openapi,
  responseOf,
  swagger,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

const simple = (id = 'a'): string =>
  openapi('3.0.3', `paths: { /a: { get: { operationId: ${id}, responses: { '204': { description: none } } } } }`);
const actions = async (files: { readonly [name: string]: string }): Promise<readonly string[]> =>
  (await importFiles(files)).actions.map(({ name }) => name);

describeCases('The root of an archive', (testCase) => {
  const shared = JSON.stringify({
    swagger: '2.0',
    info: { title: 'Common types', version: '1.0' },
    paths: {},
    definitions: { Problem: { type: 'object', required: ['code'], properties: { code: { type: 'string' } } } },
  });
  const service = swagger(`
    paths: { /things: { get: { operationId: Things_List, responses: { 200: { description: ok, schema: { type: string } }, default: { description: bad, schema: { $ref: '../../../common-types/v1/types.json#/definitions/Problem' } } } } } }`);

  testCase('is the document that no other references and that has operations', async () => {
    const files = { 'common-types/v1/types.json': shared, 'service/stable/2021-01-01/service.json': service };
    const model = await importFiles(files);
    expect(model.actions.map(({ name }) => name)).toEqual(['Things_List']);
    expect(definitionNames(model)).toContain('Problem');
    expect(accepts(model, responseOf(model, 'Things_List', undefined)[0] ?? '', {})).toBe(false);
  });

  testCase('is named by a message, with the files that were not read', async () => {
    const model = await importFiles({
      'common-types/v1/types.json': shared,
      'service/stable/2021-01-01/service.json': service,
      'docs/other.yaml': 'Pet: {}',
    });
    const text = JSON.stringify(model.messages);
    expect(text).toContain('service/stable/2021-01-01/service.json');
    expect(text).toContain('docs/other.yaml');
  });

  testCase('is the one with operations where nothing is referenced', async () => {
    expect(
      await actions({
        'a/types.yaml': openapi('3.1.0', 'paths: {}\ncomponents: { schemas: { A: {} } }'),
        'b/c/api.yaml': simple(),
      }),
    ).toEqual(['a']);
  });

  testCase('is the one that references another with operations', async () => {
    const files = {
      'core/openapi.yaml': simple('core'),
      'extension/all.yaml': openapi(
        '3.0.3',
        "paths: { /a: { $ref: '../core/openapi.yaml#/paths/~1a' }, /b: { get: { operationId: b, responses: { '204': { description: ok } } } } }",
      ),
    };
    expect([...(await actions(files))].sort()).toEqual(['b', 'core']);
  });

  testCase('may have webhooks alone', async () => {
    const model = await importFiles({
      'a.yaml': openapi('3.1.0', 'components: { schemas: { A: { type: integer } } }'),
      'deep/b.yaml': openapi(
        '3.1.0',
        "webhooks: { w: { post: { operationId: w, requestBody: { content: { application/json: { schema: { $ref: '../a.yaml#/components/schemas/A' } } } } } } }",
      ),
    });
    expect(model.triggers.map(({ name }) => name)).toEqual(['w']);
  });

  const lock = JSON.stringify({
    name: 'docs',
    lockfileVersion: 3,
    packages: { 'node_modules/cli': { version: '1.0.0', bin: { openapi: 'bin/cli.js' } } },
  });
  testCase('is no file that holds the word openapi deep inside', async () => {
    expect(await actions({ 'api.yml': simple(), 'package-lock.json': lock })).toEqual(['a']);
    expect(await actions({ 'package-lock.json': lock, 'core/openapi.yaml': simple() })).toEqual(['a']);
  });

  testCase('is no file whose openapi or swagger is no version', async () => {
    const files = {
      'package.json': JSON.stringify({ name: 'x', openapi: { input: 'api.yaml' }, swagger: true }),
      'orval.config.yaml': 'openapi: ./core/api.yaml\nswagger: none\n',
      '.redocly.yaml': 'apis: { main: { root: core/api.yaml } }\nextra:\n  openapi: 3.0.3\n',
      'README.md': '# The API\n\nopenapi: 3.0.3\n',
      'core/api.yaml': simple(),
    };
    expect(await actions(files)).toEqual(['a']);
  });

  testCase('may lie deeper than a fragment', async () => {
    const model = await importFiles({
      'schemas/pet.yaml': 'Pet: { type: object, required: [name] }',
      'api/identity/openapi.yaml': openapi(
        '3.0.3',
        "paths: { /a: { get: { operationId: a, responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '../../schemas/pet.yaml#/Pet' } } } } } } } }",
      ),
    });
    expect(model.actions).toHaveLength(1);
    expect(accepts(model, responseOf(model, 'a', 200)[0] ?? '', {})).toBe(false);
  });

  testCase('may lie deeper than two folders of fragments and other files', async () => {
    expect(
      await actions({ 'a.json': '[1]', 'x/y.yaml': 'k: v', LICENSE: 'text', 'z/deep/er/spec.yml': simple() }),
    ).toEqual(['a']);
  });
});

describeCases('A reference to a text file', (testCase) => {
  const intro = '# Introduction\n\n*bold* text: with a colon\n- [ ] a list\n*x\n';
  testCase('does not fail the import, and brings its text', async () => {
    const model = await importFiles({
      'openapi.yaml': simple().replace(
        "{ title: T, version: '1' }",
        "{ title: T, version: '1', description: { $ref: intro.md } }",
      ),
      'intro.md': intro,
    });
    expect(model.actions).toHaveLength(1);
    expect(keptText(model).includes('*bold* text') || JSON.stringify(model.messages).includes('intro.md')).toBe(true);
  });

  testCase('does not fail the import at a tag, an operation, an example or a schema', async () => {
    const model = await importFiles({
      'openapi.yaml': openapi(
        '3.1.0',
        `
        tags: [{ name: t, description: { $ref: docs/tag.md } }]
        paths:
          /a:
            get:
              operationId: a
              description: { $ref: ./docs/a.md }
              responses:
                '200': { description: ok, content: { text/plain: { schema: { $ref: schema.xsd }, examples: { e: { $ref: example.txt } } } } }`,
      ),
      'docs/tag.md': '*tag: {{',
      'docs/a.md': '\t- @a',
      'example.txt': 'key: [unclosed',
      'schema.xsd': '<xs:schema/>',
    });
    expect(model.actions).toHaveLength(1);
  });

  testCase('keeps the lines of text that is one scalar of YAML', async () => {
    const model = await importFiles({
      'openapi.yaml': simple().replace('operationId: a,', 'operationId: a, x-code: { source: { $ref: code/a.js } },'),
      'code/a.js': 'const a = 1;\nconst b = 2;\n',
    });
    expect(keptText(model)).toContain(JSON.stringify('const a = 1;\nconst b = 2;\n'));
  });

  testCase('does not fail the import when the file is missing, empty or binary', async () => {
    for (const content of [undefined, '', '\u0000\u0001\u0002']) {
      const files = {
        'openapi.yaml': simple().replace(
          "{ title: T, version: '1' }",
          "{ title: T, version: '1', description: { $ref: intro.md } }",
        ),
      };
      const model = await importFiles(content === undefined ? files : { ...files, 'intro.md': content });
      expect(model.actions).toHaveLength(1);
    }
  });
});

describeCases('The limits of an archive', (testCase) => {
  /** Sizes are tested here, not times. */
  const unbounded = 600_000;
  const item =
    "get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '../types.yaml#/A' } } } } } }";
  const tree = (count: number): { [name: string]: string } => ({
    'openapi.yaml': `${openapi('3.0.3', 'paths:')}\n${Array.from({ length: count }, (_, index) => `  /p${index}: { $ref: 'paths/p${index}.yaml' }`).join('\n')}\n`,
    'types.yaml': 'A: { type: integer }',
    ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`paths/p${index}.yaml`, item])),
  });

  testCase(
    'let 2,900 files of one API through',
    async () => {
      expect((await importFiles(tree(2_900))).actions).toHaveLength(2_900);
    },
    unbounded,
  );

  testCase('count the references that the root reaches', async () => {
    const many = Array.from({ length: 25_000 }, (_, index) => `K${index}: { $ref: '#/K0' }`).join('\n');
    expect(await actions({ 'openapi.yaml': simple(), 'unread.yaml': many })).toEqual(['a']);
  });

  testCase(
    'let 30,000 references of one API through',
    async () => {
      const many = Array.from({ length: 30_000 }, (_, index) => `    K${index}: { $ref: 'types.yaml#/A' }`).join('\n');
      const model = await importFiles({
        'openapi.yaml': `${simple()}\ncomponents:\n  schemas:\n${many}\n`,
        'types.yaml': 'A: { type: integer }',
      });
      expect(model.definitions.length).toBeGreaterThanOrEqual(30_000);
    },
    unbounded,
  );

  testCase('are named with value and setting when they are exceeded', async () => {
    await expect(importFiles(tree(50), { maxArchiveFiles: 40 })).rejects.toThrow(/40/);
    await expect(importFiles(tree(50), { maxArchiveFiles: 40 })).rejects.toThrow(/MAX_ARCHIVE_FILES/);
  });
});

describeCases('Schemas of other files', (testCase) => {
  testCase('keep the name that their author gave', async () => {
    const model = await importFiles({
      'openapi.yaml': openapi(
        '3.0.3',
        "paths: { /a: { get: { operationId: a, responses: { '200': { description: ok, content: { application/json: { schema: { $ref: 'pet.yaml#/Pet' } } } }, '400': { description: bad, content: { application/json: { schema: { $ref: 'schemas/Problem.yaml' } } } } } } } }",
      ),
      'pet.yaml': "Pet: { type: object, properties: { owner: { $ref: 'owner.json#/definitions/Owner' } } }",
      'owner.json': JSON.stringify({ definitions: { Owner: { type: 'object' } } }),
      'schemas/Problem.yaml': 'type: object',
    });
    expect([...definitionNames(model)].sort()).toEqual(['Owner', 'Pet', 'Problem']);
    expect(codesOf(model)).not.toContain('NAME_CHANGED');
  });

  testCase('have places in their own file', async () => {
    const model = await importFiles({
      'openapi.yaml': openapi(
        '3.1.0',
        "paths: { /a: { get: { operationId: a, responses: { '200': { description: ok, content: { application/json: { schema: { $ref: 'pet.yaml#/Pet' } } } } } } } }",
      ),
      'pet.yaml':
        'Pet:\n  type: object\n  properties:\n    gone: { $ref: "#/Gone" }\n    other: { $ref: "missing.yaml#/X" }\n',
    });
    const places = model.messages.flatMap(({ code, locations }) =>
      locations.map(({ file, line }) => ({ code, file, line })),
    );
    expect(places).toContainEqual({ code: 'REFERENCE_DANGLING', file: 'pet.yaml', line: 4 });
    expect(places).toContainEqual({ code: 'REFERENCE_EXTERNAL', file: 'pet.yaml', line: 5 });
  });

  testCase('are found behind encoded names and folders', async () => {
    const model = await importFiles({
      'openapi.yaml': openapi(
        '3.1.0',
        "paths: {}\ncomponents: { schemas: { A: { $ref: 'my%20types/the%20pet.yaml#/Pet%5BCat%5D' }, B: { $ref: './my types/../my types/the pet.yaml#/a~1b' } } }",
      ),
      'my types/the pet.yaml': "'Pet[Cat]': { type: integer }\na/b: { type: boolean }",
    });
    expect(accepts(model, 'A', 1)).toBe(true);
    expect(accepts(model, 'A', 'x')).toBe(false);
    expect(accepts(model, 'B', 'x')).toBe(false);
  });
});
