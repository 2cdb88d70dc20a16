// Documents of any size: operations over entities, and schemas that refer to each other as densely as asked.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Documents as files, like small real ones in size, and with nothing in common with them. */
export function writeSmallDocuments(folder, count) {
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: count }, (_, index) => {
    const name = `small-${index}.json`;
    const file = path.join(folder, name);
    const text = JSON.stringify(buildDocument({ operations: 20 + 4 * index }));
    writeFileSync(file, text);
    return { name, file, bytes: Buffer.byteLength(text) };
  });
}

/** @param operations how many. @param density references of each schema; the number of schemas follows that of operations unless given. */
export function buildDocument({ operations, density = 3, schemas = Math.max(1, Math.floor(operations / 4)) }) {
  const paths = {};
  for (let index = 0; index < operations; index += 4) {
    const schema = `Entity${(index / 4) % schemas}`;
    const list = { get: operation(`list${index}`, schema, 200), post: operation(`create${index}`, schema, 201, true) };
    const one = { get: operation(`read${index}`, schema, 200), put: operation(`update${index}`, schema, 200, true) };
    paths[`/collections/c${index}`] = list;
    paths[`/collections/c${index}/{id}`] = { parameters: [identifier], ...one };
  }
  const components = {};
  for (let index = 0; index < schemas; index += 1) components[`Entity${index}`] = entity(index, schemas, density);
  return {
    openapi: '3.0.3',
    info: { title: `Synthetic ${operations} ${density}`, version: '1.0.0' },
    servers: [{ url: 'https://api.example.com/v1' }],
    paths,
    components: { schemas: components },
  };
}

const identifier = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

function operation(operationId, schema, status, hasBody = false) {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } };
  return {
    operationId,
    summary: `${operationId} of ${schema}`,
    description:
      'What the operation does, in a sentence as long as real ones are, so that sizes are like those of real documents.',
    tags: [schema],
    parameters: [{ name: 'expand', in: 'query', description: 'What to include.', schema: { type: 'string' } }],
    ...(hasBody ? { requestBody: { required: true, content } } : {}),
    responses: { [status]: { description: 'The entity.', content }, 404: { description: 'None.' } },
  };
}

function entity(index, schemas, density) {
  const properties = { id: { type: 'string', format: 'uuid' }, [`number${index}`]: { type: 'integer', minimum: 0 } };
  for (let reference = 1; reference <= density; reference += 1)
    properties[`related${reference}`] = {
      $ref: `#/components/schemas/Entity${(index + reference * reference) % schemas}`,
    };
  return { type: 'object', description: `Entity ${index}.`, required: ['id'], properties };
}
