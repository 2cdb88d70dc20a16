import { isObject, type Json, type JsonObject } from '@connectory/json';
import { copySpellings, spellingOf } from '../json/spellings.ts';
import { member } from '../json/members.ts';
import type { ObjectKind } from '../members/member-table.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place } from '../place/place.ts';
import type { References } from '../references/references.ts';
import { valueNotText } from '../rules/value-not-text.ts';
import { scalarTypeOf } from '../schemas/scalar-values.ts';

/** Kinds of objects whose examples are instances of the schema beside them. */
const kindsWithExamples: ReadonlySet<ObjectKind> = new Set(['parameter', 'header', 'media-type']);

/** Members of an Example Object that hold the instance. */
const valueMembers = ['value', 'dataValue'] as const;

/** References to follow from a schema to its type. */
const maxHops = 20;

interface Source {
  readonly references: References;
  readonly messages: MessageCollector;
}

/**
 * Gives the examples of a string the spelling of the document: `example: 1.10` of unquoted YAML becomes `"1.10"`, and is reported.
 * @returns the object itself when nothing changes.
 */
export function spellExamples(kind: ObjectKind, object: JsonObject, place: Place, source: Source): JsonObject {
  if (!kindsWithExamples.has(kind)) return object;
  const examples = member(object, 'examples');
  if (spellingOf(object, 'example') === undefined && !isObject(examples)) return object;
  if (!isText(member(object, 'schema'), at(place, 'schema'), source.references)) return object;
  const spelt = spellMember(object, 'example', place, source);
  if (!isObject(examples)) return spelt;
  const changed = spellEach(examples, at(place, 'examples'), source);
  if (changed === examples) return spelt;
  const copy = { ...spelt, examples: changed };
  copySpellings(object, copy);
  return copy;
}

function spellEach(examples: JsonObject, place: Place, source: Source): JsonObject {
  const entries = Object.entries(examples).map(([name, example]): [string, Json] => {
    if (!isObject(example)) return [name, example];
    return [name, valueMembers.reduce((spelt, key) => spellMember(spelt, key, at(place, name), source), example)];
  });
  return entries.some(([name, example]) => example !== examples[name]) ? Object.fromEntries(entries) : examples;
}

function spellMember(object: JsonObject, key: string, place: Place, { messages }: Source): JsonObject {
  const spelling = spellingOf(object, key);
  if (spelling === undefined) return object;
  messages.report(valueNotText, at(place, key), `read as ${JSON.stringify(spelling)}`);
  const copy = { ...object, [key]: spelling };
  copySpellings(object, copy);
  return copy;
}

function isText(schema: Json | undefined, place: Place, references: References): boolean {
  let here = { value: schema, place };
  for (let hops = 0; hops < maxHops && isObject(here.value); hops += 1) {
    const type = member(here.value, 'type');
    if (type !== undefined) return scalarTypeOf(type) === 'string';
    const reference = member(here.value, '$ref');
    const target = typeof reference === 'string' ? references.find(reference, here.place) : undefined;
    if (target?.kind !== 'found') return false;
    here = target;
  }
  return false;
}
