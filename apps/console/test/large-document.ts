/** A document with as many actions, of which the first `faults` each cause a message at a place of its own. */
export function largeDocument({ actions, faults }: { readonly actions: number; readonly faults: number }): string {
  const path = (index: number): readonly [string, object] => [
    `/groups/${index % 97}/items/${index}/{id}`,
    {
      get: {
        operationId: `getItem${index}`,
        summary: `Get the item ${index} of a group whose name is much longer than any list is wide, so that it is cut`,
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        ...(index < faults ? { security: [{ unknown: [] }] } : {}),
        responses: { 200: { description: 'OK' } },
      },
    },
  ];
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Large', version: '1' },
    servers: [{ url: 'https://large.example' }],
    paths: Object.fromEntries(Array.from({ length: actions }, (_, index) => path(index))),
  });
}
