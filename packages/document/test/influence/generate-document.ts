import type { Json } from '@connectory/importer';
import { grammarOf, type ObjectGrammar, type Shape, type SpecVersion } from './grammar.ts';

type Members = { [name: string]: Json };

export interface GenerateOptions {
  readonly version: SpecVersion;
  readonly seed: number;
  /** Chance of each optional member, from 0 to 1: 1 gives a document that uses every member of its version. */
  readonly density: number;
}

/** Objects within objects of the same kind: schemas and callbacks nest without end. */
const maxNesting = 2;

/** A document of a version, valid but for unlikely accidents, with the members that the seed draws. The same options give the same document. */
export function generateDocument({ version, seed, density }: GenerateOptions): { readonly [name: string]: Json } {
  const grammar = grammarOf(version);
  const random = createRandom(seed);
  const uses = new Map<string, number>();
  const written = new Map<string, number>();
  const above: string[] = [];

  function pick<Value>(values: readonly Value[], name: string): Value {
    const use = uses.get(name) ?? Math.floor(random() * values.length);
    uses.set(name, use + 1);
    const value = values[use % values.length];
    if (value === undefined) throw new Error(`nothing to pick for ${name}`);
    return value;
  }

  function valueOf(shape: Shape, name: string): Json | undefined {
    if ('values' in shape) return structuredClone(pick(shape.values, name));
    if ('list' in shape) {
      const items =
        'values' in shape.list ? [...shape.list.values] : [valueOf(shape.list, name), valueOf(shape.list, name)];
      return items.filter((item) => item !== undefined);
    }
    if ('map' in shape) {
      const entries = shape.keys.map((key): [string, Json | undefined] => [key, valueOf(shape.map, name)]);
      return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
    }
    return objectOf(shape.object, name);
  }

  function objectOf(kind: string, name: string): Json | undefined {
    const object = grammar[kind];
    if (object === undefined) throw new Error(`no kind ${kind}`);
    const isShared = name.startsWith('components.') || name.startsWith('document.');
    const nesting = above.filter((one) => one === kind).length;
    if (object.home !== undefined && !isShared && (nesting >= maxNesting || random() < 0.2))
      return referenceTo(object.home);
    if (nesting >= maxNesting || above.length > 14) return kind === 'schema' ? { type: 'string' } : undefined;
    above.push(kind);
    const members = membersOf(kind, object);
    above.pop();
    return members;
  }

  function referenceTo(home: string): Members {
    const reference: Members = { $ref: `#${home}` };
    const siblings = grammar['reference']?.members ?? {};
    for (const [name, shape] of Object.entries(siblings))
      if (random() < density / 3) reference[name] = valueOf(shape, `reference.${name}`) ?? null;
    return reference;
  }

  /** Whether an optional member is drawn: often at first, seldom later, so that a document with every member stays small. */
  function isDrawn(name: string): boolean {
    const times = written.get(name) ?? 0;
    if (random() >= (times < 2 ? density : density / 10)) return false;
    written.set(name, times + 1);
    return true;
  }

  function membersOf(kind: string, object: ObjectGrammar): Members {
    const form = object.forms && pick(object.forms, kind);
    const members: Members = { ...form?.fixed };
    const left = new Set(
      (object.exclusive ?? []).flatMap((group) =>
        group.filter((name) => name !== pick(group, `${kind}|${group.join()}`)),
      ),
    );
    // The drawn member of a group may itself be left out for the sake of another group.
    for (const [name, shape] of Object.entries(object.members)) {
      const isRequired = object.required?.includes(name) ?? false;
      const isAllowed = !left.has(name) && (form === undefined || form.members.includes(name));
      if (!isAllowed || name in members || (!isRequired && !isDrawn(`${kind}.${name}`))) continue;
      const value = valueOf(shape, `${kind}.${name}`);
      if (value !== undefined) members[name] = value;
    }
    if (object.isExtensible !== false && isDrawn(`${kind}.x-`)) members['x-extension'] = { of: kind, list: [1, true] };
    return members;
  }

  const head: Members =
    version === '2.0' ? { swagger: '2.0' } : { openapi: { '3.0': '3.0.4', '3.1': '3.1.1', '3.2': '3.2.0' }[version] };
  return { ...head, ...nameOperations(membersOf('document', grammar['document'] ?? { members: {} })) };
}

/** Gives each operation an identifier of its own, and each parameter of a list a name of its own. */
function nameOperations(root: Members): Members {
  let count = 0;
  const visit = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, item]): [string, Json] => {
      if (key === 'operationId' && item === 'operation' && count++ > 0) return [key, `operation${count}`];
      if (key === 'parameters' && Array.isArray(item))
        return [key, item.map((parameter: Json, index) => visit(renamed(parameter, index)))];
      return [key, visit(item)];
    });
    return Object.fromEntries(entries);
  };
  return Object.fromEntries(Object.entries(root).map(([key, value]) => [key, visit(value)]));
}

function renamed(parameter: Json, index: number): Json {
  if (typeof parameter !== 'object' || parameter === null || !('name' in parameter)) return parameter;
  const { name, in: location } = parameter;
  return typeof name === 'string' ? { ...parameter, name: location === 'path' ? 'id' : `${name}${index}` } : parameter;
}

/** Uniform numbers from 0 to 1 (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
