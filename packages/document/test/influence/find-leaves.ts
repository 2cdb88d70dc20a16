import type { Json } from '@connectory/importer';
import { grammarOf, type ObjectGrammar, type Shape, type SpecVersion } from './grammar.ts';

type Tokens = readonly (string | number)[];

/** One changeable value of a document. */
export interface Leaf {
  /** The kind of member, as `response.description`, `path-item.{key}` for a key of a map, `schema.x-` for an extension. */
  readonly kind: string;
  readonly path: Tokens;
  readonly change: 'value' | 'key';
}

/** Header parameters that OpenAPI 3 ignores (Parameter Object, `name`). */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization']);

/** Every leaf of a document: strings, numbers, booleans, nulls, empty lists and objects, and the keys of maps. */
export function findLeaves(root: Json, version: SpecVersion): readonly Leaf[] {
  const grammar = grammarOf(version);
  const leaves: Leaf[] = [];

  function visitData(value: Json, kind: string, path: Tokens): void {
    const items: readonly [string | number, Json][] = Array.isArray(value)
      ? value.map((item: Json, index): [number, Json] => [index, item])
      : typeof value === 'object' && value !== null
        ? Object.entries(value)
        : [];
    if (items.length === 0) leaves.push({ kind, path, change: 'value' });
    for (const [key, item] of items) visitData(item, kind, [...path, key]);
  }

  function visit(value: Json, shape: Shape | undefined, kind: string, path: Tokens): void {
    if (shape === undefined || 'values' in shape) return visitData(value, kind, path);
    if ('list' in shape && Array.isArray(value) && value.length > 0) {
      for (const [index, item] of value.entries()) visit(item, shape.list, kind, [...path, index]);
    } else if ('map' in shape && isMembers(value) && Object.keys(value).length > 0) {
      for (const [key, item] of Object.entries(value)) {
        leaves.push({ kind: `${kind}.{key}`, path: [...path, key], change: 'key' });
        visit(item, shape.map, kind, [...path, key]);
      }
    } else if ('object' in shape && isMembers(value) && Object.keys(value).length > 0) {
      visitObject(value, shape.object, path);
    } else {
      visitData(value, kind, path);
    }
  }

  function visitObject(object: { readonly [key: string]: Json }, kind: string, path: Tokens): void {
    const { members } = grammar[kind] ?? { members: {} };
    const isReference =
      typeof object['$ref'] === 'string' && (kind !== 'schema' || version === '2.0' || version === '3.0');
    const name = isIgnoredHeader(object, kind, version) ? 'ignored-header-parameter' : kind;
    for (const [key, item] of Object.entries(object)) {
      const at = [...path, key];
      if (isReference && key !== '$ref' && kind !== 'path-item') visitData(item, 'reference.sibling', at);
      else if (key.startsWith('x-') && members[key] === undefined) visitData(item, `${name}.x-`, at);
      else visitMember(item, key, name, members, at);
    }
  }

  function visitMember(item: Json, key: string, kind: string, members: ObjectGrammar['members'], at: Tokens): void {
    const shape = members[key] ?? entryShape(kind, key);
    if (shape !== undefined && members[key] === undefined)
      leaves.push({ kind: `${kind}.{key}`, path: at, change: 'key' });
    const known = members[key] === undefined && shape !== undefined ? '{entry}' : key;
    if (kind === 'security-requirement') leaves.push({ kind: `${kind}.{key}`, path: at, change: 'key' });
    visit(item, kind === 'ignored-header-parameter' ? undefined : shape, `${kind}.${known}`, at);
  }

  visit(root, { object: 'document' }, 'document', []);
  return leaves;
}

/** The shape of an entry of an object that is a map by itself. */
function entryShape(kind: string, key: string): Shape | undefined {
  if (kind === 'paths' && key.startsWith('/')) return { object: 'path-item' };
  if (kind === 'responses') return { object: 'response' };
  if (kind === 'callback' && key !== '$ref') return { object: 'path-item' };
  if (kind === 'security-requirement') return { list: { values: [] } };
  return undefined;
}

function isIgnoredHeader(object: { readonly [key: string]: Json }, kind: string, version: SpecVersion): boolean {
  const { name } = object;
  return (
    version !== '2.0' &&
    kind === 'parameter' &&
    object['in'] === 'header' &&
    typeof name === 'string' &&
    ignoredHeaders.has(name.toLowerCase())
  );
}

function isMembers(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy of a document in which one leaf is another value, or one key another name. Everything else is shared with the original. */
export function changeLeaf(root: Json, { path, change }: Leaf): Json {
  return rewrite(root, path, change);
}

function rewrite(value: Json, [token, ...rest]: Tokens, change: Leaf['change']): Json {
  if (token === undefined) return otherValue(value);
  if (Array.isArray(value))
    return value.map((item: Json, index) => (index === token ? rewrite(item, rest, change) : item));
  if (!isMembers(value)) throw new Error(`no member ${token}`);
  const entries = Object.entries(value).map(([key, item]): [string, Json] => {
    if (key !== token) return [key, item];
    return rest.length === 0 && change === 'key' ? [otherKey(key), item] : [key, rewrite(item, rest, change)];
  });
  return Object.fromEntries(entries);
}

function otherKey(key: string): string {
  if (/^[1-5]\d\d$/.test(key)) return key === '418' ? '451' : '418';
  return key.startsWith('/') ? `${key}/changed` : `${key}Changed`;
}

function otherValue(value: Json): Json {
  if (typeof value === 'string') return `${value}Changed`;
  // Beyond 2 ** 53, one more is the same number.
  if (typeof value === 'number') return value + 1 === value ? value / 2 : value + 1;
  if (typeof value === 'boolean') return !value;
  if (value === null) return 'changed';
  return Array.isArray(value) ? ['changed'] : { changed: true };
}
