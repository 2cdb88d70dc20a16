/** A document of some thousand operations, whose import takes long enough to kill its worker. */
export function largeSpec(operations: number): string {
  const schema = {
    type: 'object',
    properties: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`p${index}`, { type: 'string' }])),
  };
  const paths = Object.fromEntries(
    Array.from({ length: operations }, (_, index) => [
      `/things${index}/{id}`,
      {
        get: {
          operationId: `get${index}`,
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: {
            200: {
              description: 'x'.repeat(200),
              content: { 'application/json': { schema: { ...schema, title: `T${index}` } } },
            },
          },
        },
      },
    ]),
  );
  return JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Large', version: '1' },
    servers: [{ url: 'https://x.example' }],
    paths,
  });
}
