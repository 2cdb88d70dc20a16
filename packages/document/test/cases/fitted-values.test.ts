import { describe, expect, it } from 'vitest';
import { type ConnectorModel, importDocument } from '@connectory/importer';
import { read } from '../read.ts';

async function importYaml(rest: string, version = '3.0.3'): Promise<ConnectorModel> {
  const head = `openapi: ${version}\ninfo: {title: t, version: v}\nservers: [{url: https://a.example}]\n`;
  const outcome = importDocument(await read(head + rest));
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.fault));
  return outcome.model;
}

function detailOf({ messages }: ConnectorModel, code: string): readonly string[] {
  return messages.filter((message) => message.code === code).flatMap(({ detail }) => detail);
}

describe('Examples beside the schema of a string', () => {
  const paths = (schema: string): string => `paths:
  /x:
    get:
      operationId: x
      parameters:
      - {name: q, in: query, schema: ${schema}, example: 1.10}
      - {name: r, in: query, schema: ${schema}, examples: {a: {value: 2.10}, b: {value: text}}}
      responses: {'200': {description: d, content: {text/plain: {schema: ${schema}, example: 3.10}}}}
components: {schemas: {S: {type: string}, N: {type: number}}}
`;

  it.each(['{type: string}', "{$ref: '#/components/schemas/S'}"])(
    'have the spelling of the document, for %s',
    async (schema) => {
      const model = await importYaml(paths(schema));
      const [action] = model.actions;
      expect(action?.parameters.map(({ openapi }) => openapi)).toMatchObject([
        { example: '1.10' },
        { examples: { a: { value: '2.10' }, b: { value: 'text' } } },
      ]);
      expect(action?.responses[0]?.openapi).toMatchObject({ content: { 'text/plain': { example: '3.10' } } });
      expect(detailOf(model, 'VALUE_NOT_TEXT').map((line) => line.split(': ')[1])).toEqual([
        'read as "1.10"',
        'read as "2.10"',
        'read as "3.10"',
      ]);
    },
  );

  it.each(['{type: number}', "{$ref: '#/components/schemas/N'}", '{}'])('are numbers for %s', async (schema) => {
    const model = await importYaml(paths(schema));
    expect(model.actions[0]?.parameters[0]?.openapi).toMatchObject({ example: 1.1 });
    expect(detailOf(model, 'VALUE_NOT_TEXT')).toEqual([]);
  });
});

describe('A default that is an array or object', () => {
  const withDefault = (schema: string): string => `paths: {}\ncomponents: {schemas: {A: ${schema}}}\n`;

  async function importDefault(schema: string) {
    const model = await importYaml(withDefault(schema));
    const [definition] = model.definitions;
    return { value: JSON.parse(definition?.schema ?? '{}').default, misfits: detailOf(model, 'SCHEMA_VALUE_MISFIT') };
  }

  it.each([
    ['{type: array, items: {type: integer}, default: ["1", 2]}', [1, 2], 1],
    ['{type: array, items: {type: array, items: {type: boolean}}, default: [["true"], [false]]}', [[true], [false]], 1],
    [
      '{type: object, properties: {a: {type: number}, b: {type: string}}, default: {a: "1.5", b: c}}',
      { a: 1.5, b: 'c' },
      1,
    ],
  ])('has its scalars in the types of %s', async (schema, value, misfits) => {
    const outcome = await importDefault(schema);
    expect(outcome.value).toEqual(value);
    expect(outcome.misfits).toHaveLength(misfits);
  });

  it('keeps a value that its type cannot hold, and reports it', async () => {
    const { value, misfits } = await importDefault('{type: array, items: {type: integer}, default: [one, {}]}');
    expect(value).toEqual(['one', {}]);
    expect(misfits).toHaveLength(2);
  });

  it('keeps a key that objects inherit', async () => {
    const { value } = await importDefault(
      '{type: object, properties: {a: {type: integer}}, default: {__proto__: 1, a: "2"}}',
    );
    expect(JSON.stringify(value)).toBe('{"__proto__":1,"a":2}');
  });
});

describe('Identifiers and names that must be unique', () => {
  it('are reported when schemas share an `$anchor`, once for each place', async () => {
    const schemas = "{A: {$anchor: k, $dynamicAnchor: k}, B: {$anchor: k}, C: {$ref: '#k'}}";
    const model = await importYaml(`components: {schemas: ${schemas}}\n`, '3.1.0');
    expect(detailOf(model, 'IDENTIFIER_REPEATED')).toEqual([
      '/components/schemas/B/$anchor (line 4, column 64): $anchor: k',
    ]);
  });
});
