// Synthetic documents of any size: operations on entities, and schemas that reference each other with a given density.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BenchDocument } from './documents.ts';

/** Writes documents that are as large as small real ones and share no schema with them. */
export function writeSmallDocuments(folder: string, count: number): readonly BenchDocument[] {
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: count }, (_, index) => {
    const name = `small-${index}.json`;
    const file = path.join(folder, name);
    const text = JSON.stringify(buildDocument({ operations: 20 + 4 * index }));
    writeFileSync(file, text);
    return { name, file, bytes: Buffer.byteLength(text) };
  });
}

export interface SyntheticSize {
  /** Number of operations. */
  readonly operations: number;
  /** References of each schema; default: 3. */
  readonly density?: number;
  /** Number of schemas; default: a quarter of the operations. */
  readonly schemas?: number;
}

export function buildDocument(size: SyntheticSize): object {
  const { operations, density = 3, schemas = Math.max(1, Math.floor(operations / 4)) } = size;
  const paths: { [template: string]: object } = {};
  for (let index = 0; index < operations; index += 4) {
    const schema = `Entity${(index / 4) % schemas}`;
    const list = { get: operation(`list${index}`, schema, 200), post: operation(`create${index}`, schema, 201, true) };
    const one = { get: operation(`read${index}`, schema, 200), put: operation(`update${index}`, schema, 200, true) };
    paths[`/collections/c${index}`] = list;
    paths[`/collections/c${index}/{id}`] = { parameters: [identifier], ...one };
  }
  const components: { [name: string]: object } = {};
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

function operation(operationId: string, schema: string, status: number, hasBody = false): object {
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

function entity(index: number, schemas: number, density: number): object {
  const properties: { [name: string]: object } = {
    id: { type: 'string', format: 'uuid' },
    [`number${index}`]: { type: 'integer', minimum: 0 },
  };
  for (let reference = 1; reference <= density; reference += 1) {
    const target = (index + reference * reference) % schemas;
    properties[`related${reference}`] = { $ref: `#/components/schemas/Entity${target}` };
  }
  return { type: 'object', description: `Entity ${index}.`, required: ['id'], properties };
}
