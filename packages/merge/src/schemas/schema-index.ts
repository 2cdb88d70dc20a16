import { isArray, isObject, type Json, type JsonObject, joinPointer } from '@connectory/json';
import { dataMembers, nameMaps } from './definition-references.ts';

/** A path from its end: arrays of tokens would take quadratic time in deep schemas. */
interface Path {
  readonly parent: Path | undefined;
  readonly token: string;
}

export interface FoundReference {
  readonly keyword: '$ref' | '$dynamicRef' | 'mapping';
  readonly reference: string;
  /** The resource around it. */
  readonly resource: SchemaResource;
  readonly path: Path;
}

/** A schema with a URL, which its references are relative to (JSON Schema 2020-12, section 8.2.1). */
export interface SchemaResource {
  readonly url: string;
  readonly root: Json;
  /** The values of `$anchor` and `$dynamicAnchor`. */
  readonly anchors: Set<string>;
}

/** An anchor or `$id` that another schema has too. */
export interface RepeatedIdentifier {
  readonly keyword: string;
  readonly identifier: string;
  readonly path: Path;
}

/** The references of a schema or of extras, and what they can lead to within it. */
export interface SchemaIndex {
  readonly references: readonly FoundReference[];
  readonly repeated: readonly RepeatedIdentifier[];
  /** By URL without fragment. */
  readonly resources: ReadonlyMap<string, SchemaResource>;
}

interface Building {
  readonly references: FoundReference[];
  readonly repeated: RepeatedIdentifier[];
  readonly resources: Map<string, SchemaResource>;
}

/** Indexes a schema or extras, which are at a URL. */
export function indexSchema(value: Json, url: string): SchemaIndex {
  const root: SchemaResource = { url, root: value, anchors: new Set() };
  const index: Building = { references: [], repeated: [], resources: new Map([[url, root]]) };
  visit(value, root, undefined, index);
  return index;
}

export function pointerOf(path: Path | undefined): string {
  const tokens: string[] = [];
  for (let step = path; step !== undefined; step = step.parent) tokens.push(step.token);
  return joinPointer(tokens.reverse());
}

/** Resolves a reference. @returns undefined for one that is no URL. */
export function resolveUrl(reference: string, base: string): string | undefined {
  try {
    return new URL(reference, base).href;
  } catch {
    return undefined;
  }
}

function visit(value: Json, around: SchemaResource, path: Path | undefined, index: Building): void {
  if (isArray(value)) value.forEach((item, at) => visit(item, around, { parent: path, token: String(at) }, index));
  if (!isObject(value)) return;
  const resource = resourceOf(value, around, path, index);
  for (const [key, member] of Object.entries(value))
    visitMember(key, member, resource, { parent: path, token: key }, index);
}

/** The resource of an object: its own if it has an `$id`, else the one around it. */
function resourceOf(
  value: JsonObject,
  around: SchemaResource,
  path: Path | undefined,
  index: Building,
): SchemaResource {
  const resource = ownResource(value, around, path, index);
  for (const keyword of ['$anchor', '$dynamicAnchor']) {
    const name = Object.hasOwn(value, keyword) ? value[keyword] : undefined;
    if (typeof name !== 'string') continue;
    if (resource.anchors.has(name))
      index.repeated.push({ keyword, identifier: name, path: { parent: path, token: keyword } });
    resource.anchors.add(name);
  }
  return resource;
}

function ownResource(
  value: JsonObject,
  around: SchemaResource,
  path: Path | undefined,
  { resources, repeated }: Building,
): SchemaResource {
  const id = Object.hasOwn(value, '$id') ? value['$id'] : undefined;
  const url = typeof id === 'string' ? resolveUrl(id.replace(/#$/, ''), around.url) : undefined;
  if (url === undefined || (value === around.root && url === around.url)) return around;
  const resource = { url, root: value, anchors: value === around.root ? around.anchors : new Set<string>() };
  if (resources.has(url)) repeated.push({ keyword: '$id', identifier: url, path: { parent: path, token: '$id' } });
  else resources.set(url, resource);
  return resource;
}

function visitMember(key: string, member: Json, resource: SchemaResource, path: Path, index: Building): void {
  if ((key === '$ref' || key === '$dynamicRef') && typeof member === 'string')
    index.references.push({ keyword: key, reference: member, resource, path });
  else if (dataMembers.has(key) || key.startsWith('x-')) return;
  else if (key === 'discriminator' && isObject(member)) visitDiscriminator(member, resource, path, index);
  else if (nameMaps.has(key) && isObject(member))
    for (const [name, inner] of Object.entries(member)) visit(inner, resource, { parent: path, token: name }, index);
  else visit(member, resource, path, index);
}

function visitDiscriminator(discriminator: JsonObject, resource: SchemaResource, path: Path, index: Building): void {
  const add = (reference: Json | undefined, at: Path): void => {
    if (typeof reference === 'string') index.references.push({ keyword: 'mapping', reference, resource, path: at });
  };
  const { mapping, defaultMapping } = discriminator;
  add(defaultMapping, { parent: path, token: 'defaultMapping' });
  if (!isObject(mapping)) return;
  const at: Path = { parent: path, token: 'mapping' };
  for (const [value, reference] of Object.entries(mapping)) add(reference, { parent: at, token: value });
}
