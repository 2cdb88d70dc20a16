import { keywordForms } from '@connectory/importer';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { setMember } from './set-member.ts';
import type { SchemaReferences } from './schema-references.ts';

/** The dialect of schemas in OpenAPI 3.1 and later, which needs no mention. */
const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** A schema with its references as those of one document. Data in it stays as it is. */
export function exportSchema(schema: Json, references: SchemaReferences): Json {
  if (!isObject(schema)) return schema;
  const exported: { [key: string]: Json } = {};
  for (const key of Object.keys(schema)) {
    const value = schema[key] ?? null;
    if (key === '$schema' && value === dialect) continue;
    setMember(exported, key, exportKeyword(key, value, references));
  }
  return exported;
}

function exportKeyword(key: string, value: Json, references: SchemaReferences): Json {
  if ((key === '$ref' || key === '$dynamicRef') && typeof value === 'string') return references.rewrite(value);
  if (key === 'discriminator' && isObject(value)) return exportDiscriminator(value, references);
  switch (keywordForms.get(key)) {
    case 'schema':
      return exportSchema(value, references);
    case 'schema-list':
      return isArray(value) ? value.map((item) => exportSchema(item, references)) : value;
    case 'schema-map':
    case 'pattern-map':
      return isObject(value) ? mapValues(value, (item) => exportSchema(item, references)) : value;
    default:
      return value;
  }
}

function exportDiscriminator(discriminator: JsonObject, references: SchemaReferences): Json {
  const rewrite = (value: Json): Json => (typeof value === 'string' ? references.rewrite(value) : value);
  const exported: { [key: string]: Json } = {};
  for (const key of Object.keys(discriminator)) {
    const value = discriminator[key] ?? null;
    const isMapping = key === 'mapping' && isObject(value);
    setMember(exported, key, isMapping ? mapValues(value, rewrite) : key === 'defaultMapping' ? rewrite(value) : value);
  }
  return exported;
}

function mapValues(object: JsonObject, map: (value: Json) => Json): JsonObject {
  const mapped: { [key: string]: Json } = {};
  for (const key of Object.keys(object)) setMember(mapped, key, map(object[key] ?? null));
  return mapped;
}
