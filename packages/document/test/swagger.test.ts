import { importDocument } from '@connectory/importer';
import { describe, expect, test } from 'vitest';
import { packFiles } from './pack-archive.ts';
import { read } from './read.ts';

describe('Swagger 2.0', () => {
  const yaml = `swagger: "2.0"
info: {title: Pets, version: "1"}
host: pets.example
parameters:
  Photo: {name: photo, in: formData, type: file, default: {$ref: nowhere}}
paths:
  /pets:
    parameters:
      - {name: trace, in: header, type: trace}
    put:
      parameters:
        - {name: pet, in: body, schema: {type: pet}}
        - {name: q, in: query, type: array, items: {type: item}}
      responses:
        200:
          description: ok
          schema: {items: {type: answer}}
          headers:
            X-Rate: {type: rate}
    post:
      parameters:
        - {$ref: "#/parameters/Photo"}
        - {name: title, in: formData, type: title}
      responses: {404: {$ref: "#/responses/Gone"}}
responses:
  Gone: {description: gone, schema: {properties: {a: {type: gone}}}}
definitions:
  Pet: {properties: {kind: {type: kind}}}
`;

  /** Line and column of the first occurrence of a text in the document, such as `3:14`. */
  function placeOf(text: string): string {
    const lines = yaml.slice(0, yaml.indexOf(text)).split('\n');
    return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
  }

  test('is read as it is, with one notice', async () => {
    const { root, openapi, notices } = await read(yaml);
    expect(openapi).toBe('2.0');
    expect(root).toMatchObject({ swagger: '2.0', host: 'pets.example' });
    expect(notices.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['info SWAGGER2_READ']);
  });

  test('has its messages at the places of the upload', async () => {
    const outcome = importDocument(await read(yaml));
    if (!outcome.ok) throw new Error(outcome.fault.message);
    const message = outcome.model.messages.find(({ code }) => code === 'SCHEMA_TYPE_UNKNOWN');
    const places = new Map(message?.locations.map(({ pointer, line, column }) => [pointer, `${line}:${column}`]));
    const put = '/paths/~1pets/put';
    expect(Object.fromEntries(places)).toEqual({
      '/definitions/Pet/properties/kind/type': placeOf('type: kind'),
      '/paths/~1pets/parameters/0/type': placeOf('type: trace'),
      [`${put}/parameters/0/schema/type`]: placeOf('type: pet'),
      [`${put}/parameters/1/items/type`]: placeOf('type: item'),
      [`${put}/responses/200/schema/items/type`]: placeOf('type: answer'),
      [`${put}/responses/200/headers/X-Rate/type`]: placeOf('type: rate'),
      '/paths/~1pets/post/parameters/1/type': placeOf('type: title'),
      '/responses/Gone/schema/properties/a/type': placeOf('type: gone'),
    });
  });

  test('in several files keeps the places of each', async () => {
    const outcome = importDocument(
      await read(
        packFiles({
          'swagger.yaml': `swagger: "2.0"
info: {title: Pets, version: "1"}
host: pets.example
paths:
  /pets: {$ref: "paths/pets.yaml"}
`,
          'paths/pets.yaml': `parameters:
  - {$ref: "../shared.yaml#/parameters/Body"}
post:
  operationId: add
  parameters:
    - {$ref: "../shared.yaml#/parameters/Page"}
  responses:
    200: {$ref: "../shared.yaml#/responses/Pet"}
put:
  operationId: send
  consumes: [application/x-www-form-urlencoded]
  parameters:
    - {$ref: "../shared.yaml#/parameters/Field"}
  responses:
    200: {description: ok, schema: {$ref: "../pet.yaml"}}
`,
          'shared.yaml': `parameters:
  Page: {name: page, in: query, type: integer}
  Body: {name: pet, in: body, required: true, schema: {$ref: pet.yaml}}
  Field: {name: field, in: formData, type: wrong, required: true}
responses:
  Pet: {description: a pet, schema: {type: array, items: {$ref: pet.yaml}}}
`,
          'pet.yaml': 'type: object\nproperties: {name: {type: text}}\n',
        }),
      ),
    );
    if (!outcome.ok) throw new Error(outcome.fault.message);
    const { actions, definitions, extras, messages } = outcome.model;
    expect(messages.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(actions.map(({ name, requestBody }) => [name, requestBody?.required])).toEqual([
      ['add', true],
      ['send', true],
    ]);
    expect(actions[0]?.parameters).toMatchObject([{ name: 'page', type: 'integer' }]);
    expect(actions[0]?.requestBody?.openapi).toEqual({
      $ref: expect.stringMatching(/^#\/components\/requestBodies\/\w*Body$/),
    });
    expect(definitions.map(({ name }) => name)).toContain('pet');
    expect(JSON.parse(extras)).toMatchObject({
      components: { responses: { Pet: { content: { 'application/json': {} } } } },
    });
    const wrong = messages.find(({ code }) => code === 'SCHEMA_TYPE_UNKNOWN');
    expect(wrong?.locations).toMatchObject([
      { file: 'shared.yaml', pointer: '/parameters/Field/type', line: 4 },
      { file: 'pet.yaml', pointer: '/properties/name/type', line: 2 },
    ]);
  });
});
