export const longName = 'getOperationWithANameOfTwoHundredCharacters'.padEnd(200, 'X');

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object): object => ({ description: 'OK', content: { 'application/json': { schema } } });

/** A document with long names, tags, credentials, messages, and schemas in cycles. @param faults names of credentials that it lacks */
export function richDocument(faults: readonly string[] = ['unknown']): string {
  const long = {
    get: {
      operationId: longName,
      summary: 'S'.repeat(140),
      tags: ['pets', 'a tag that is very long and does not end soon '.repeat(2).trim()],
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        {
          name: 'aParameterNameWithoutBreaks'.repeat(5),
          in: 'query',
          description: `See https://example.com/${'a'.repeat(150)}`,
          schema: { type: 'integer' },
        },
      ],
      responses: { 200: json(ref('Node')) },
    },
  };
  const pets = {
    get: {
      operationId: 'listPets',
      tags: ['pets'],
      security: faults.map((name) => ({ [name]: [] })),
      responses: { 200: json({ type: 'array', items: ref('Pet') }) },
    },
    post: {
      operationId: 'addPet',
      summary: 'Add a pet',
      tags: ['changes'],
      requestBody: { required: true, content: { 'application/json': { schema: ref('Pet') } } },
      responses: { 201: json(ref('Pet')) },
    },
  };
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Rich', version: '1' },
    servers: [{ url: 'https://api.rich.example/v1' }],
    security: [{ key: [] }],
    paths: { [`/${'segment'.repeat(20)}/{id}`]: long, '/pets': pets },
    components: {
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' } },
      schemas: {
        Node: {
          type: 'object',
          required: ['id'],
          properties: {
            id: { type: 'string', format: 'uuid' },
            parent: ref('Node'),
            ['aPropertyWithoutBreaks'.repeat(6)]: { type: 'string', enum: ['one', 'two', 'three'.repeat(30)] },
          },
        },
        Pet: { type: 'object', properties: { name: { type: 'string', example: 'Rex' }, tree: ref('Node') } },
      },
    },
  });
}
