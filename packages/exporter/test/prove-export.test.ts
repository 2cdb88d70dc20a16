import type { ParsedDocument } from '@connectory/importer';
import { isObject, type Json } from '@connectory/json';
import { describe, expect, it } from 'vitest';
import { generateDocument } from '../../document/test/influence/generate-document.ts';
import { normalisationRules } from '../src/index.ts';
import { parsedDocument } from './import-root.ts';
import { countValues, describeDifferences, prove } from './prove.ts';

const info = { title: 'T', version: '1' };

describe('The proof of an export', () => {
  it('names the rule or the message of each difference', async () => {
    const proof = await prove({
      openapi: '3.0.3',
      info,
      paths: {
        '/a': {
          parameters: [{ name: 'q', in: 'query', required: false, schema: { type: 'string' } }],
          get: { operationId: 'a', responses: {} },
        },
      },
      components: {
        schemas: {
          A: { type: 'string', nullable: true, example: 'a', minLength: 'low', pattern: 'a\\-b' },
          B: { $ref: '#/components/schemas/A', maxLength: 1 },
        },
      },
    });
    expect(describeDifferences(proof)).toEqual([
      '/components/schemas/A/nullable: nullable',
      '/components/schemas/A/example: example',
      '/components/schemas/A/minLength: SCHEMA_KEYWORD_INVALID',
      '/components/schemas/A/pattern: pattern',
      '/components/schemas/B/maxLength: REFERENCE_SIBLINGS_IGNORED',
      '/openapi: openapi-version',
      '/paths/~1a/get/responses: empty',
      '/paths/~1a/parameters/0/required: default',
    ]);
    expect(proof.totals).toEqual({ values: 16, equal: 8, normalised: 6, reported: 2, unexplained: 0 });
  });

  it('finds the members of Swagger 2.0 in the spelling of OpenAPI 3.1', async () => {
    const proof = await prove({
      swagger: '2.0',
      info,
      host: 'api.example.com',
      basePath: '/v1',
      schemes: ['https'],
      consumes: ['application/json'],
      paths: {
        '/a': {
          post: {
            operationId: 'a',
            produces: ['text/csv'],
            parameters: [
              { name: 'b', in: 'body', required: true, schema: { $ref: '#/definitions/A' } },
              { name: 'q', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat: 'pipes' },
            ],
            responses: { 200: { description: '', schema: { type: 'file' }, examples: { 'text/csv': 'a,b' } } },
          },
        },
      },
      definitions: { A: { type: 'object', discriminator: 'kind' } },
      securityDefinitions: { basic: { type: 'basic' } },
    });
    expect(describeDifferences(proof)).toEqual([
      '/securityDefinitions/basic/type: security-scheme',
      '/swagger: openapi-version',
      '/host: servers',
      '/basePath: servers',
      '/schemes: servers',
      '/consumes: set-aside',
      '/paths/~1a/post/produces: media-types',
      '/paths/~1a/post/parameters/0/name: body',
      '/paths/~1a/post/parameters/0/in: body',
      '/paths/~1a/post/parameters/0/schema/$ref: reference',
      '/paths/~1a/post/parameters/1/collectionFormat: list-format',
      '/paths/~1a/post/responses/200/schema/type: binary-file',
    ]);
  });

  it('reads all files of an archive, and names the parts that nothing refers to', async () => {
    const root: Json = {
      openapi: '3.1.0',
      info: { ...info, description: { $ref: 'intro.md' } },
      paths: { '/a': { $ref: 'paths.yaml#/a' } },
    };
    const paths: Json = {
      a: {
        get: {
          operationId: 'a',
          responses: { 200: { description: '', content: { 'text/plain': { schema: { $ref: 'pet.yaml#/Pet' } } } } },
        },
      },
      unused: { get: { summary: 'Nothing refers to it' } },
    };
    const file = (path: string, value: Json) => ({ path, uri: `upload:/${path}`, root: value });
    const files = [
      file('', root),
      file('paths.yaml', paths),
      file('pet.yaml', { Pet: { type: 'string' } }),
      file('intro.md', 'Text'),
    ];
    const document: ParsedDocument = { ...parsedDocument(root), files };
    const proof = await prove(document);
    expect(describeDifferences(proof)).toEqual([
      '/openapi: openapi-version',
      '/info/description: text-file',
      '/paths/~1a/$ref: written-out',
      'paths.yaml#/a/get/responses/200/content/text~1plain/schema/$ref: reference',
      'paths.yaml#/unused: unreferenced',
    ]);
    expect(proof.totals.values).toBe(files.reduce((sum, { root: tree }) => sum + countValues(tree), 0));
  });

  it('finds messages about places with long names, which are shortened', async () => {
    const name = 'A'.repeat(1000);
    const schemas = { [name]: { type: 'object', properties: { [name]: { type: 'string', minLength: 'low' } } } };
    const lines = describeDifferences(await prove({ openapi: '3.1.1', info, components: { schemas } }));
    expect(lines).toEqual([`/components/schemas/${name}/properties/${name}/minLength: SCHEMA_KEYWORD_INVALID`]);
  });

  it('counts a value once, however often references and aliases repeat it', async () => {
    const shared: Json = { type: 'string', description: 'Shared' };
    const root: Json = {
      openapi: '3.1.1',
      info,
      components: { schemas: { A: { properties: { a: shared, b: shared } }, B: { $ref: '#/components/schemas/A' } } },
    };
    expect((await prove(root)).totals).toMatchObject({ values: 6, equal: 6 });
  });

  it('leaves a change of the export unexplained', async () => {
    const root = {
      openapi: '3.1.1',
      info,
      paths: {
        '/a': { get: { operationId: 'a', summary: 'One', tags: ['t'], responses: { 200: { description: 'Fine' } } } },
      },
    };
    const proof = await prove(root, (exported) => {
      const paths = exported['paths'] as { '/a': { get: { summary?: string; tags: string[] } } };
      paths['/a'].get.tags = ['other'];
      delete paths['/a'].get.summary;
    });
    expect(describeDifferences(proof)).toEqual([
      '/paths/~1a/get/summary: unexplained',
      '/paths/~1a/get/tags/0: unexplained',
    ]);
  });

  it('leaves a reference to another schema unexplained', async () => {
    const schemas = {
      A: { properties: { b: { $ref: '#/components/schemas/B' } } },
      B: { type: 'string' },
      C: { type: 'null' },
    };
    const proof = await prove({ openapi: '3.1.1', info, components: { schemas } }, (exported) => {
      const components = exported['components'] as { schemas: { A: { properties: { b: { $ref: string } } } } };
      components.schemas.A.properties.b.$ref = '#/components/schemas/C';
    });
    expect(describeDifferences(proof)).toEqual(['/components/schemas/A/properties/b/$ref: unexplained']);
  });

  it.each(['2.0', '3.0', '3.1', '3.2'] as const)(
    'notices each leaf of an export of %s that is removed',
    async (version) => {
      const root = generateDocument({ version, seed: 3, density: 0.3 }) as Json;
      const before = (await prove(root)).totals;
      expect(before.unexplained).toBe(0);
      for (const step of [5, 7]) {
        let removed = 0;
        const { totals } = await prove(root, (exported) => {
          removed = removeLeaves(exported['paths'] ?? null, step);
        });
        expect(removed).toBeGreaterThan(0);
        expect(totals.values).toBe(before.values);
        expect(totals.equal).toBeLessThan(before.equal);
        expect(totals.unexplained).toBeGreaterThan(0);
      }
    },
  );

  it('describes every rule', () => {
    for (const text of Object.values(normalisationRules)) expect(text).toMatch(/^[`a-z]/);
  });
});

/** Removes each leaf of a number of a tree. @returns their number. */
function removeLeaves(tree: Json, step: number): number {
  let [seen, removed] = [0, 0];
  const visit = (value: Json): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      const child = (value as { [name: string]: Json })[key] ?? null;
      if (typeof child === 'object') visit(child);
      else if (isObject(value) && (seen += 1) % step === 0) {
        delete (value as { [name: string]: Json | undefined })[key];
        removed += 1;
      }
    }
  };
  visit(tree);
  return removed;
}
