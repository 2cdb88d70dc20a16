import { isObject, type Json, type JsonObject } from '@connectory/json';
import { copySpellings, holdsSpelling, spellingOf } from '../json/spellings.ts';
import { member } from '../json/members.ts';
import type { ObjectKind } from '../members/member-table.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place } from '../place/place.ts';
import type { References } from '../references/references.ts';
import type { DocumentShape } from '../shape/document-shape.ts';
import { type SchemaOf, spellInstance, spellScalar } from '../schemas/spell-instance.ts';

/** Kinds of objects whose examples are instances of the schema beside them. */
const kindsWithExamples: ReadonlySet<ObjectKind> = new Set(['parameter', 'header', 'media-type']);

/** Members that hold an instance. Swagger 2.0 has no examples of parameters, so that its documents use an extension. */
const instanceMembers = ['example', 'x-example'] as const;

/** Members of an Example Object that hold the instance. */
const valueMembers = ['value', 'dataValue'] as const;

interface Source {
  readonly shape: DocumentShape;
  readonly references: References;
  readonly messages: MessageCollector;
}

/**
 * Gives the strings in examples the spelling of the document: `example: 1.10` of unquoted YAML becomes `"1.10"`, and is reported.
 * @returns the object itself when nothing changes.
 */
export function spellExamples(kind: ObjectKind, object: JsonObject, place: Place, source: Source): JsonObject {
  // Almost no object holds a spelling.
  if (!kindsWithExamples.has(kind) || !holdsSpelling(object)) return object;
  const value = member(object, 'schema');
  const schema = { value, place: source.shape.placeOf(value, at(place, 'schema')) };
  const spelt = spellMembers(object, instanceMembers, schema, place, source);
  const examples = member(object, 'examples');
  if (!isObject(examples)) return spelt;
  const changed = spellEach(examples, schema, at(place, 'examples'), source);
  if (changed === examples) return spelt;
  const copy = { ...spelt, examples: changed };
  copySpellings(object, copy);
  return copy;
}

function spellEach(examples: JsonObject, schema: SchemaOf, place: Place, source: Source): JsonObject {
  if (!holdsSpelling(examples)) return examples;
  const entries = Object.entries(examples).map(([name, example]): [string, Json] => {
    if (!isObject(example)) return [name, example];
    return [name, spellMembers(example, valueMembers, schema, at(place, name), source)];
  });
  return entries.some(([name, example]) => example !== examples[name]) ? Object.fromEntries(entries) : examples;
}

function spellMembers(
  object: JsonObject,
  keys: readonly string[],
  schema: SchemaOf,
  place: Place,
  source: Source,
): JsonObject {
  let spelt = object;
  for (const key of keys) {
    const value = member(object, key);
    if (value === undefined || (spellingOf(object, key) === undefined && !holdsSpelling(value))) continue;
    const changed =
      typeof value === 'object' && value !== null
        ? spellInstance(value, [schema], at(place, key), source)
        : spellScalar({ container: object, key, value }, [schema], at(place, key), source);
    if (changed === value) continue;
    spelt = { ...spelt, [key]: changed };
    copySpellings(object, spelt);
  }
  return spelt;
}
