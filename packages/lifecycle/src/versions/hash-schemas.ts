import { hash as digest } from 'node:crypto';
import type { ConnectorModel } from '@connectory/importer';

/** The hash of each definition's schema, by index, and of the extras. Hexadecimal SHA-256 of their texts. */
export interface SchemaHashes {
  readonly definitions: readonly string[];
  readonly extras: string;
}

const hashed = new WeakMap<ConnectorModel, SchemaHashes>();

/** Hashes the schemas of a model. They are hashed once, because hashing takes as long as many other steps of an import together. */
export function hashSchemas(model: ConnectorModel): SchemaHashes {
  const known = hashed.get(model);
  if (known !== undefined) return known;
  const definitions = model.definitions.map(({ schema }) => hashSchema(schema));
  const hashes = { definitions, extras: hashSchema(model.extras) };
  hashed.set(model, hashes);
  return hashes;
}

function hashSchema(schema: string): string {
  return digest('sha256', schema, 'hex');
}

/** Characters of the distinct schemas of a model, and of its extras: the size of its version, for the limit of a diff. */
export function countSchemaChars(model: ConnectorModel): number {
  const hashes = hashSchemas(model);
  const counted = new Set([hashes.extras]);
  let chars = model.extras.length;
  model.definitions.forEach(({ schema }, index) => {
    const hash = hashes.definitions[index] ?? '';
    if (!counted.has(hash)) chars += schema.length;
    counted.add(hash);
  });
  return chars;
}
