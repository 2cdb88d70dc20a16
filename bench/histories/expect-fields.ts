import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { canonical, textOf } from './plain-version.ts';

/** Base, edit and document. */
export interface States {
  readonly base: Json | undefined;
  readonly edit: Json | undefined;
  readonly document: Json | undefined;
}

/** Where a value is, which decides how it merges: the table "Fields" of docs/editing.md. */
type Rule = 'operation' | 'parameter' | 'body' | 'extras' | 'definition' | 'schema' | 'schemas' | 'one value';

export interface FieldsMerge {
  /** Places that both sides changed in different ways. */
  readonly conflicts: string[];
  /** The media type by which a linked definition is paired. */
  readonly mediaOf: (state: keyof States, definition: string) => string;
}

type Compared = 'equal' | 'differs';
const compare = (one: Json | undefined, other: Json | undefined): Compared =>
  (one === undefined || other === undefined ? one === other : canonical(one) === canonical(other))
    ? 'equal'
    : 'differs';

/** The value that a place has after a merge, by the tables of docs/editing.md. */
export function expectValue(merge: FieldsMerge, place: string, states: States, rule: Rule): Json | undefined {
  const { base, edit, document } = states;
  if (compare(edit, base) === 'equal') return document;
  if (compare(document, base) === 'equal' || compare(edit, document) === 'equal') return edit;
  const both = isObject(edit) && isObject(document) && (base === undefined || isObject(base));
  if (both && rule !== 'one value') return expectMembers(merge, place, states, rule);
  merge.conflicts.push(place);
  return edit;
}

function expectMembers(merge: FieldsMerge, place: string, states: States, rule: Rule): Json | undefined {
  const of = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
  const [base, edit, document] = [of(states.base), of(states.edit), of(states.document)];
  const result: [string, Json][] = [];
  for (const name of new Set([...Object.keys(document), ...Object.keys(edit)])) {
    const own = (value: JsonObject): Json | undefined => (Object.hasOwn(value, name) ? value[name] : undefined);
    const values = { base: own(base), edit: own(edit), document: own(document) };
    const value = expectMember(merge, `${place}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, values, rule);
    if (value !== undefined) result.push([name, value]);
  }
  return Object.fromEntries(result);
}

function expectMember(merge: FieldsMerge, place: string, states: States, rule: Rule): Json | undefined {
  const name = place.slice(place.lastIndexOf('/') + 1);
  const value = (as: Rule): Json | undefined => expectValue(merge, place, states, as);
  switch (rule) {
    case 'operation':
      if (name === 'parameters') return expectItems(merge, place, states, { keyOf: parameterKey, rule: 'parameter' });
      if (name === 'responses') return expectItems(merge, place, states, { keyOf: statusKey, rule: 'body' });
      return value(name === 'requestBody' ? 'body' : name === 'openapi' ? 'extras' : 'one value');
    case 'parameter':
      return value(name === 'openapi' ? 'extras' : 'one value');
    case 'body':
      if (name === 'definitions') return expectLinks(merge, place, states);
      return value(name === 'openapi' ? 'extras' : 'one value');
    case 'definition':
      if (name === 'accept') return expectSet(merge, place, states, 'empty');
      return name === 'schema' ? expectSchema(merge, place, states) : value('one value');
    case 'schema':
      return expectKeyword(merge, place, states, name);
    case 'schemas':
      return value('schema');
    default:
      return value(rule);
  }
}

const keywordsOfNamedSchemas = 'properties patternProperties $defs definitions dependentSchemas'.split(' ');
const keywordsOfSchemas =
  'items additionalProperties not if then else contains contentSchema propertyNames unevaluatedItems unevaluatedProperties'.split(
    ' ',
  );

function expectKeyword(merge: FieldsMerge, place: string, states: States, name: string): Json | undefined {
  if (name === 'required') return expectSet(merge, place, states, 'empty');
  if (name === 'enum' || name === 'type') return expectSet(merge, place, states, 'any');
  if (keywordsOfNamedSchemas.includes(name)) return expectValue(merge, place, states, 'schemas');
  return expectValue(merge, place, states, keywordsOfSchemas.includes(name) ? 'schema' : 'one value');
}

/** A merged schema must compile: else it is one value. */
function expectSchema(merge: FieldsMerge, place: string, states: States): Json | undefined {
  const found: string[] = [];
  const merged = expectValue({ ...merge, conflicts: found }, place, states, 'schema');
  const isBroken = danglingReference(merged) && ![states.edit, states.document].some(danglingReference);
  merge.conflicts.push(...(isBroken ? [place] : found));
  return isBroken ? states.edit : merged;
}

/** Members in which `$ref` is no reference. */
const isData = (key: string): boolean => /^(?:const|default|enum|examples?|x-.*)$/s.test(key);

function danglingReference(schema: Json | undefined): boolean {
  let dangles = false;
  const walk = (value: Json | undefined): void => {
    if (isArray(value)) value.forEach(walk);
    if (!isObject(value)) return;
    const { $ref: reference } = value;
    if (typeof reference === 'string' && reference.startsWith('#/')) {
      const tokens = decodeURIComponent(reference.slice(2)).split('/');
      const target = tokens.reduce<Json | undefined>((at, token) => {
        const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
        if (isArray(at)) return at[Number(key)];
        return isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
      }, schema);
      if (target === undefined) dangles = true;
    }
    for (const [key, item] of Object.entries(value)) if (!isData(key)) walk(item);
  };
  walk(schema);
  return dangles;
}

const parameterKey = (item: Json): string =>
  `${textOf((item as JsonObject)['in'])} ${textOf((item as JsonObject)['name'])}`;
const statusKey = (item: Json): string => textOf((item as JsonObject)['status'] ?? 'default');

interface Items {
  readonly keyOf: (item: Json) => string;
  readonly rule: Rule;
}

function expectItems(merge: FieldsMerge, place: string, states: States, { keyOf, rule }: Items): Json | undefined {
  const keyed = (value: Json | undefined): ReadonlyMap<string, Json> => {
    const found = new Map<string, Json>();
    for (const item of isArray(value) ? value : []) {
      let key = keyOf(item);
      for (let number = 2; found.has(key); number += 1) key = `${keyOf(item)}\u0000${number}`;
      found.set(key, item);
    }
    return found;
  };
  return expectKeyed(merge, place, states, { keyed: { base: keyed, edit: keyed, document: keyed }, rule });
}

type KeyItems = (value: Json | undefined) => ReadonlyMap<string, Json>;

function expectKeyed(
  merge: FieldsMerge,
  place: string,
  states: States,
  { keyed, rule }: { readonly keyed: { readonly [State in keyof States]: KeyItems }; readonly rule: Rule },
): Json | undefined {
  const { base, edit, document } = states;
  if (compare(edit, base) === 'equal') return document;
  if (compare(document, base) === 'equal' || compare(edit, document) === 'equal') return edit;
  if (!isArray(edit) || !isArray(document)) return expectValue(merge, place, states, 'one value');
  const items = { base: keyed.base(base), edit: keyed.edit(edit), document: keyed.document(document) };
  const order = expectOrder([...items.edit.keys()], [...items.document.keys()]);
  return order.flatMap((key) => {
    const values = { base: items.base.get(key), edit: items.edit.get(key), document: items.document.get(key) };
    return expectValue(merge, `${place}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, values, rule) ?? [];
  });
}

/** Definitions of a body: a definition of the base stays the same item, another one is known by its media type. */
function expectLinks(merge: FieldsMerge, place: string, states: States): Json | undefined {
  const before = new Set((isArray(states.base) ? states.base : []).map(String));
  const keyed =
    (state: keyof States): KeyItems =>
    (value) => {
      const present = new Set((isArray(value) ? value : []).map(String));
      const replaced = new Map(
        [...before].filter((name) => !present.has(name)).map((name) => [merge.mediaOf('base', name), name]),
      );
      const found = new Map<string, Json>();
      for (const name of present) {
        const media = merge.mediaOf(state, name);
        const key = before.has(name) ? name : (replaced.get(media) ?? `new ${media}`);
        found.set(found.has(key) ? `new ${media} ${name}` : key, name);
      }
      return found;
    };
  const sides = { base: keyed('base'), edit: keyed('edit'), document: keyed('document') };
  return expectKeyed(merge, place, states, { keyed: sides, rule: 'one value' });
}

function expectSet(merge: FieldsMerge, place: string, states: States, absent: 'empty' | 'any'): Json | undefined {
  const { base, edit, document } = states;
  if (compare(edit, base) === 'equal') return document;
  if (compare(document, base) === 'equal' || compare(edit, document) === 'equal') return edit;
  const lists = [base, edit, document].map((value) => {
    if (value === undefined) return absent === 'empty' ? [] : undefined;
    return isArray(value) ? value : typeof value === 'string' ? [value] : undefined;
  });
  const [before, edited, imported] = lists.map((list) => list && new Map(list.map((item) => [canonical(item), item])));
  const conflict = (): Json | undefined => expectValue(merge, place, states, 'one value');
  if (before === undefined || edited === undefined || imported === undefined) return conflict();
  const keys = expectOrder([...edited.keys()], [...imported.keys()]).filter(
    (key) => !before.has(key) || (edited.has(key) && imported.has(key)),
  );
  const merged = keys.flatMap((key) => imported.get(key) ?? edited.get(key) ?? null);
  if (merged.length === 0 && absent === 'any') return conflict();
  if (merged.length === 0 && edit === undefined) return undefined;
  return merged.length === 1 && !isArray(edit) && !isArray(document) ? merged[0] : merged;
}

/** The order of the document, with own items after what preceded them. */
export function expectOrder(edit: readonly string[], document: readonly string[]): readonly string[] {
  const result = [...document];
  let last = -1;
  for (const key of edit) {
    const at = result.indexOf(key);
    if (at >= 0) last = at;
    else {
      last += 1;
      result.splice(last, 0, key);
    }
  }
  return result;
}
