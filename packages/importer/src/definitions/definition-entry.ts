import type { Json } from '@connectory/json';
import type { DefinitionModel } from '../model/connector-model.ts';
import type { Place } from '../place/place.ts';
import type { TranslatedSchema } from '../schemas/schema-context.ts';
import { sortedIndexes } from './sorted-indexes.ts';

/** The dialect of every served schema. */
const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** The media type of a definition that is never a body. */
const defaultAccept = 'application/json';

/** A definition while the document is being mapped. */
export interface DefinitionEntry {
  readonly name: string;
  /** The name that the document asks for. It differs from `name` when it was taken or does not match the pattern of names. */
  readonly wanted: string;
  /** Media types under which it is a body, in order of first use. */
  readonly accept: Set<string>;
  readonly source: Json | undefined;
  /** The place of `source`. */
  readonly place: Place;
  /** JSON text of the translated schema; empty until then. */
  text: string;
  description: string | undefined;
  /** Indexes of the definitions that the schema references. */
  references: ReadonlySet<number>;
}

export function setSchema(entry: DefinitionEntry, schema: TranslatedSchema, references: ReadonlySet<number>): void {
  entry.text = schemaText(schema);
  entry.description = descriptionOf(schema);
  entry.references = references;
}

/** The JSON text under which a translated schema is served. */
export function schemaText(schema: TranslatedSchema): string {
  if (typeof schema === 'boolean') return JSON.stringify(schema);
  const text = JSON.stringify(schema);
  if (text === '{}') return `{"$schema":"${dialect}"}`;
  // Keys that are indexes come first in every object.
  if (/^{"\d/.test(text)) return JSON.stringify(Object.assign(Object.create(null), { $schema: dialect }, schema));
  return `{"$schema":"${dialect}",${text.slice(1)}`;
}

function descriptionOf(schema: TranslatedSchema): string | undefined {
  const description = typeof schema === 'boolean' ? undefined : schema['description'];
  return typeof description === 'string' && description !== '' ? description : undefined;
}

export function toDefinition(entry: DefinitionEntry): DefinitionModel {
  const { name, description, accept, text } = entry;
  return {
    name,
    ...(description === undefined ? {} : { description }),
    accept: accept.size === 0 ? [defaultAccept] : [...accept],
    schema: text,
    references: sortedIndexes(entry.references),
  };
}
