import type { Json, JsonObject } from '@connectory/json';
import fc from 'fast-check';
import { acceptOf, mediaTypes, namedDefinitions } from './definition-names.ts';
import {
  type DefinitionForm,
  type EntityEdit,
  type EntityLists,
  type OperationForm,
  pairReplacements,
} from '../src/index.ts';

const text = fc.constantFrom('one', 'two', 'three');
const names = ['a', 'b', 'c', '__proto__', 'constructor', 'type', 'required', 'enum'] as const;
/** One definition for each media type, as the contract requires. */
const definitionNames = fc.uniqueArray(fc.constantFrom(...namedDefinitions), {
  selector: (name) => acceptOf(name)[0],
  maxLength: 3,
});

const object = (members: fc.Arbitrary<[string, Json][]>): fc.Arbitrary<JsonObject> =>
  members.map((list) => Object.fromEntries(list));

const schema: fc.Arbitrary<Json> = fc.letrec<{ schema: Json; members: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small' },
    fc.boolean(),
    object(
      fc.uniqueArray(
        fc.oneof(
          fc.tuple(fc.constant('type'), fc.oneof(text, fc.uniqueArray(text, { minLength: 1 }))),
          fc.tuple(fc.constant('required'), fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 })),
          fc.tuple(fc.constant('enum'), fc.uniqueArray(fc.constantFrom<Json>(null, 1, 'x', 'y'), { minLength: 1 })),
          fc.tuple(fc.constantFrom('title', 'description', '__proto__'), text),
          fc.tuple(fc.constantFrom('default', 'oneOf'), fc.array(text, { maxLength: 2 })),
          fc.tuple(fc.constantFrom('items', 'additionalProperties'), tie('schema')),
          fc.tuple(fc.constantFrom('properties', '$defs'), tie('members')),
          fc.tuple(fc.constant('$ref'), fc.constantFrom('Pet.json', '#/$defs/a', '#/properties/b', '#here', 'one')),
          fc.constantFrom<[string, Json]>(['$anchor', 'here'], ['$id', 'one']),
        ),
        { selector: ([name]) => name, maxLength: 4 },
      ) as fc.Arbitrary<[string, Json][]>,
    ),
  ),
  members: object(
    fc.uniqueArray(fc.tuple(fc.constantFrom(...names), tie('schema')), { selector: ([name]) => name, maxLength: 3 }),
  ),
})).schema;

const extras = object(
  fc.uniqueArray(
    fc.tuple(fc.constantFrom('tags', 'x-a', '__proto__'), fc.oneof(text, fc.array(text, { maxLength: 2 }))),
    {
      selector: ([name]) => name,
      maxLength: 2,
    },
  ),
);

const parameter = fc.record(
  {
    name: fc.constantFrom('id', 'limit', '__proto__'),
    in: fc.constantFrom('path', 'query'),
    required: fc.boolean(),
    type: text,
    default: text,
    openapi: extras,
  },
  { requiredKeys: ['name', 'in', 'required', 'type'] },
);
const response = fc.record(
  { status: fc.constantFrom(200, 400), definitions: definitionNames, openapi: extras },
  { requiredKeys: ['definitions'] },
);

export const operation: fc.Arbitrary<OperationForm> = fc
  .record(
    {
      name: fc.constantFrom('get', 'list', 'put'),
      summary: text,
      description: text,
      method: fc.constantFrom('GET', 'PUT'),
      path: text,
      parameters: fc.uniqueArray(parameter, { selector: ({ in: place, name }) => `${place} ${name}`, maxLength: 4 }),
      requestBody: fc.record({ required: fc.boolean(), definitions: definitionNames }),
      responses: fc.uniqueArray(response, { selector: ({ status }) => status, maxLength: 3 }),
      openapi: extras,
    },
    { requiredKeys: ['name', 'method', 'path', 'parameters', 'responses'] },
  )
  .map((form) => JSON.parse(JSON.stringify(form)) as OperationForm);

export const definition: fc.Arbitrary<DefinitionForm> = fc
  .record(
    {
      name: fc.constantFrom('Pet', 'Order', 'Animal'),
      description: text,
      accept: fc.uniqueArray(fc.constantFrom(...mediaTypes), { minLength: 1 }),
      schema,
    },
    { requiredKeys: ['name', 'accept', 'schema'] },
  )
  .map((form) => JSON.parse(JSON.stringify(form)) as DefinitionForm);

/** Changes some members of a form, at random, to those of another. */
export function mixed<Form extends JsonObject>(form: Form, other: Form, picks: readonly number[]): Form {
  return mix(form, other, picks, { at: 0 }) as Form;
}

function mix(value: Json, other: Json, picks: readonly number[], cursor: { at: number }): Json {
  const pick = picks[(cursor.at += 1) % picks.length] ?? 0;
  if (pick === 0) return other;
  if (pick < 3 || typeof value !== 'object' || typeof other !== 'object' || value === null || other === null)
    return value;
  if (Array.isArray(value) || Array.isArray(other)) return pick % 2 === 0 ? value : other;
  const [one, two] = [value as JsonObject, other as JsonObject];
  const members = Object.entries(one).map(([key, item]): [string, Json] => [
    key,
    Object.hasOwn(two, key) ? mix(item, two[key] ?? null, picks, cursor) : item,
  ]);
  return Object.fromEntries(members);
}

interface RandomEntity<Form> {
  readonly base: Form | undefined;
  readonly ours: Form | undefined;
  readonly theirs: Form | undefined;
  readonly isEdited: boolean;
  /** Whether the user deleted it, and made it again. */
  readonly isRemade?: boolean;
}

/** An entity in three states, as an edit, a deletion with or without a replacement, an addition, an unedited entity, or a new one of the document. */
const entity = <Form extends JsonObject>(form: fc.Arbitrary<Form>): fc.Arbitrary<RandomEntity<Form>> =>
  fc
    .tuple(
      fc.tuple(form, form, form),
      fc.array(fc.nat({ max: 5 }), { minLength: 8, maxLength: 8 }),
      fc.constantFrom('edited', 'remade', 'deleted', 'created', 'unedited', 'new'),
      fc.constantFrom('same', 'changed', 'gone'),
    )
    .map(([[base, one, two], picks, state, change]) => {
      const theirs = change === 'same' ? base : change === 'gone' ? undefined : mixed(base, two, picks.toReversed());
      const ours = mixed(base, one, picks);
      switch (state) {
        case 'edited':
          return { base, ours, theirs, isEdited: true };
        case 'remade':
          return { base, ours, theirs, isEdited: true, isRemade: true };
        case 'deleted':
          return { base, ours: undefined, theirs, isEdited: true };
        case 'created':
          return { base: undefined, ours, theirs, isEdited: true };
        case 'unedited':
          return { base, ours: base, theirs, isEdited: false };
        case 'new':
          return { base: undefined, ours: undefined, theirs: two, isEdited: false };
      }
    });

/** The entities of one kind in a random draft and a random import that replaces it. */
export const lists = <Form extends OperationForm | DefinitionForm>(
  form: fc.Arbitrary<Form>,
): fc.Arbitrary<EntityLists<Form>> =>
  fc.tuple(fc.array(entity(form), { maxLength: 6 }), fc.infiniteStream(fc.nat())).map(([entities, numbers]) => {
    const known = withUniqueNames(withUniqueNames(entities, 'ours'), 'theirs').map((one, index) => ({
      ...one,
      id: `id${index}`,
    }));
    const shuffled = known
      .map((one) => ({ one, key: numbers.next().value ?? 0 }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one);
    return {
      edits: takeOver(known.filter(({ isEdited }) => isEdited)),
      order: known.filter(({ ours }) => ours !== undefined).map(({ id }) => id),
      imported: shuffled.flatMap(({ id, base, ours, theirs }) => {
        const isKnown = base !== undefined || ours !== undefined;
        return theirs === undefined ? [] : [{ id: isKnown ? id : undefined, name: theirs.name, form: () => theirs }];
      }),
    };
  });

/** A deleted entity that was made again is edited: the made one takes over the base. */
function takeOver<Form>(known: readonly (RandomEntity<Form> & { readonly id: string })[]): readonly EntityEdit<Form>[] {
  const remade = known.filter(({ isRemade }) => isRemade === true);
  const deleted = remade.map(({ id }) => ({ id: `deleted ${id}`, keys: [undefined, id] }));
  const made = remade.map(({ id }) => ({ id, keys: [`address ${id}`, id] })).reverse();
  const pairs = pairReplacements(deleted, made);
  return known.map((one) => {
    if (one.isRemade !== true) return toEdit(one);
    const isTaken = pairs.get(one.id) === `deleted ${one.id}`;
    return toEdit({ ...one, base: isTaken ? one.base : undefined });
  });
}

function toEdit<Form>({ id, base, ours }: RandomEntity<Form> & { readonly id: string }): EntityEdit<Form> {
  return { id, base, ours, state: ours === undefined ? 'deleted' : base === undefined ? 'created' : 'edited' };
}

/** Names are unique within a version. Those of edited and imported entities may still be the same. */
function withUniqueNames<Form extends OperationForm | DefinitionForm>(
  entities: readonly RandomEntity<Form>[],
  side: 'ours' | 'theirs',
): readonly RandomEntity<Form>[] {
  const taken = new Set<string>();
  return entities.map((one, index) => {
    const form = one[side];
    if (form === undefined) return one;
    const name = taken.has(form.name) ? `${form.name}${index}` : form.name;
    taken.add(name);
    return { ...one, [side]: { ...form, name } };
  });
}
