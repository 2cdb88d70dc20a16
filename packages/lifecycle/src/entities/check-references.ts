import { childAt, isObject, type Json, splitPointer } from '@connectory/json';
import { definitionNameOf } from './definition-references.ts';
import type { EntityError } from './operation-body.ts';
import {
  type FoundReference,
  indexSchema,
  pointerOf,
  resolveUrl,
  type SchemaIndex,
  type SchemaResource,
} from './schema-index.ts';

/** The definitions of a version, as far as schemas refer to them. */
export interface KnownSchemas {
  readonly hasName: (name: string) => boolean;
  /** The schema of a definition to whose inner places others refer; undefined for one that was not read. */
  readonly schemaOf: (name: string) => Json | undefined;
}

/** Where the schemas of a version stand, for resolving references between them. */
const versionUrl = 'https://definitions.invalid/';

/** The meta-schemas of the dialect, which validators have. */
const metaSchema =
  /^https:\/\/json-schema\.org\/draft\/2020-12\/(?:schema|meta\/(?:core|applicator|unevaluated|validation|meta-data|format-annotation|content))$/;

/** Checks that all references of a schema lead to one schema. @param at the place of the schema within its entity. */
export function checkReferences(schema: Json, at: string, known: KnownSchemas): readonly EntityError[] {
  const index = indexSchema(schema, versionUrl);
  const repeated = index.repeated.map(({ keyword, path }) =>
    fault(`${at}${pointerOf(path)}`, `Another schema has the same ${keyword}.`),
  );
  return [...repeated, ...index.references.flatMap((found) => describe(found, at, findFault(found, index, known)))];
}

/** Checks only the references to definitions, of a schema or of extras. */
export function checkDefinitionReferences(value: Json, at: string, known: KnownSchemas): readonly EntityError[] {
  return indexSchema(value, versionUrl).references.flatMap((found) => {
    const name = definitionNameOf(found.reference);
    return name === undefined ? [] : describe(found, at, faultOfDefinition(name, fragmentOf(found.reference), known));
  });
}

type Fault = { readonly missing: string } | 'nowhere';

const fault = (field: string, message: string): EntityError => ({ field, message, severity: 'error' });

function describe({ reference, path }: FoundReference, at: string, found: Fault | undefined): readonly EntityError[] {
  if (found === undefined) return [];
  const field = `${at}${pointerOf(path)}`;
  return found === 'nowhere'
    ? [fault(field, `The reference ${JSON.stringify(reference.slice(0, 200))} leads nowhere.`)]
    : [fault(field, `The version has no definition ${JSON.stringify(found.missing)}.`)];
}

function findFault(found: FoundReference, index: SchemaIndex, known: KnownSchemas): Fault | undefined {
  const { keyword, reference, resource } = found;
  const [path = ''] = reference.split('#', 1);
  const fragment = fragmentOf(reference);
  // The values of a mapping may be names.
  if (keyword === 'mapping' && definitionNameOf(reference) === undefined) return undefined;
  const url = path === '' ? resource.url : resolveUrl(path, resource.url);
  if (url === undefined) return 'nowhere';
  const own = path === '' ? resource : index.resources.get(url);
  if (own !== undefined) return hasFragment(own, fragment) ? undefined : 'nowhere';
  const name = url.startsWith(versionUrl) ? definitionNameOf(url.slice(versionUrl.length)) : undefined;
  if (name !== undefined) return faultOfDefinition(name, fragment, known);
  return metaSchema.test(url) ? undefined : 'nowhere';
}

function fragmentOf(reference: string): string {
  const hash = reference.indexOf('#');
  return hash < 0 ? '' : reference.slice(hash + 1);
}

function faultOfDefinition(name: string, fragment: string, { hasName, schemaOf }: KnownSchemas): Fault | undefined {
  if (!hasName(name)) return { missing: name };
  if (fragment === '') return undefined;
  const schema = schemaOf(name);
  if (schema === undefined) return undefined;
  const url = `${versionUrl}${name}.json`;
  const target = fragment.startsWith('/')
    ? { url, root: schema, anchors: new Set<string>() }
    : indexSchema(schema, url).resources.get(url);
  return target !== undefined && hasFragment(target, fragment) ? undefined : 'nowhere';
}

/** Whether a fragment leads to a schema: a JSON Pointer, or an anchor. */
function hasFragment({ root, anchors }: SchemaResource, fragment: string): boolean {
  const decoded = decode(fragment);
  if (decoded === undefined) return false;
  if (decoded !== '' && !decoded.startsWith('/')) return anchors.has(decoded);
  let value: Json | undefined = root;
  for (const token of splitPointer(decoded)) value = childAt(value, token);
  return isObject(value) || typeof value === 'boolean';
}

/** The fragment of a URL is percent-encoded. */
function decode(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}
