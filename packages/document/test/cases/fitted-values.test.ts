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

  it('says nothing of items whose schema states no type', async () => {
    const { value, misfits } = await importDefault('{type: array, items: {description: any}, default: [1, {}, null]}');
    expect(value).toEqual([1, {}, null]);
    expect(misfits).toEqual([]);
  });

  it.each([
    "{$ref: '#/components/schemas/S', default: 7}",
    "{allOf: [{$ref: '#/components/schemas/S'}], default: 7}",
    "{type: array, items: {$ref: '#/components/schemas/S'}, default: [7]}",
    "{type: object, additionalProperties: {$ref: '#/components/schemas/S'}, default: {a: 7}}",
    "{allOf: [{$ref: '#/components/schemas/A'}, {type: string}], default: 7}",
  ])('is in the type of %s', async (schema) => {
    const model = await importYaml(`components: {schemas: {A: ${schema}, S: {type: string}}}\n`, '3.1.0');
    expect(model.definitions[0]?.schema).toMatch(/"default":(\["7"\]|\{"a":"7"\}|"7")/);
    expect(detailOf(model, 'SCHEMA_VALUE_MISFIT')).toHaveLength(1);
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

describe('Values of `enum` and `const` that are arrays or objects', () => {
  it.each([
    ['{type: array, items: {type: string}, enum: [[1, a]]}', '"enum":[["1","a"]]', 1],
    ['{type: object, properties: {n: {type: integer}}, const: {n: "3"}}', '"const":{"n":3}', 1],
    ['{type: array, items: {type: string}, enum: [[1.10]]}', '"enum":[["1.10"]]', 0],
    ['{anyOf: [{type: array, items: {type: string}}, {type: integer}], enum: [[1], 1]}', '"enum":[[1],1]', 0],
  ])('have the types of %s', async (schema, text, misfits) => {
    const model = await importYaml(`components: {schemas: {A: ${schema}}}\n`, '3.1.0');
    expect(model.definitions[0]?.schema).toContain(text);
    expect(detailOf(model, 'SCHEMA_VALUE_MISFIT')).toHaveLength(misfits);
  });
});

describe('A default', () => {
  async function misfitsOf(schema: string): Promise<readonly string[]> {
    const model = await importYaml(`components: {schemas: {A: ${schema}}}\n`, '3.1.0');
    return detailOf(model, 'SCHEMA_VALUE_MISFIT').map((line) => line.slice(line.indexOf('): ') + 3));
  }

  it.each([
    ["{type: string, pattern: '^a+$', default: b}", '"b" does not match pattern'],
    ['{type: string, format: date, default: 2020}', '2020 became "2020"'],
    ["{type: string, format: date, default: '2020-1-1'}", '"2020-1-1" is no date'],
    ['{type: string, format: date-time, default: x}', '"x" is no date-time'],
    ['{type: string, format: uuid, default: x}', '"x" is no uuid'],
    ['{type: string, format: ipv4, default: 1.2.3}', '"1.2.3" is no ipv4'],
    ['{type: integer, format: int32, default: 2147483648}', '2147483648 is no int32'],
    ['{type: integer, format: int32, default: -2147483649}', '-2147483649 is no int32'],
    ['{type: integer, format: int64, default: 9223372036854777856}', '9223372036854778000 is no int64'],
    ['{type: array, minItems: 2, default: [1]}', '[1] has fewer items than minItems'],
    ['{const: 5, default: 6}', '6 is not const'],
    ['{type: array, enum: [[1]], default: [2]}', '[2] is not in enum'],
    ['{anyOf: [{type: integer}, {type: boolean}], default: x}', '"x" is no integer or boolean'],
  ])('that %s refuses is reported', async (schema, misfit) => {
    expect(await misfitsOf(schema)).toContain(misfit);
  });

  it.each([
    "{type: string, pattern: '^a+$', default: aa}",
    "{type: string, format: date-time, default: '2020-01-01T00:00:00.5Z'}",
    "{type: string, format: date, default: ''}",
    '{type: string, format: ipv4, default: 127.0.0.1}',
    '{type: string, format: unknown, default: x}',
    '{type: integer, format: int32, default: 2147483647}',
    '{type: integer, format: int32, default: -2147483648}',
    '{type: integer, format: int64, default: 9223372036854775807}',
    '{type: integer, format: int64, default: -9223372036854775808}',
    '{anyOf: [{type: integer}, {enum: [auto]}], default: auto}',
    '{enum: [[1], {a: 1}], default: {a: 1}}',
    '{type: object, patternProperties: {a: {type: integer}}, additionalProperties: {type: string}, default: {a: 1}}',
    "{type: string, pattern: '(a+)+$', default: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab}",
  ])('that %s allows, or may allow, has no message', async (schema) => {
    expect(await misfitsOf(schema)).toEqual([]);
  });
});
