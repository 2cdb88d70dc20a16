import { childAt, isObject, type Json, splitPointer } from '@connectory/json';
import { definitionNameOf } from './definition-references.ts';
import { type FoundReference, resolveUrl, type SchemaIndex, type SchemaResource } from './schema-index.ts';

/** Where the schemas of a version are, for resolving references between them. */
export const versionUrl = 'https://definitions.invalid/';

/** The meta-schemas of the dialect, which validators have. */
const metaSchema =
  /^https:\/\/json-schema\.org\/draft\/2020-12\/(?:schema|meta\/(?:core|applicator|unevaluated|validation|meta-data|format-annotation|content))$/;

/** What a reference leads to: a schema that is known, a place in a definition of the version, or nothing. */
export type Target = 'schema' | 'nowhere' | DefinitionPlace;

export interface DefinitionPlace {
  readonly definition: string;
  readonly fragment: string;
}

/** Finds the target of a reference, from the schema that it stands in. @param index of the whole schema, at a URL below `versionUrl`. */
export function findTarget({ keyword, reference, resource }: FoundReference, { resources }: SchemaIndex): Target {
  const [path = ''] = reference.split('#', 1);
  const fragment = fragmentOf(reference);
  // The values of a mapping may be names.
  if (keyword === 'mapping' && definitionNameOf(reference) === undefined) return 'schema';
  const url = path === '' ? resource.url : resolveUrl(path, resource.url);
  if (url === undefined) return 'nowhere';
  const own = path === '' ? resource : resources.get(url);
  if (own !== undefined) return hasFragment(own, fragment) ? 'schema' : 'nowhere';
  const definition = url.startsWith(versionUrl) ? definitionNameOf(url.slice(versionUrl.length)) : undefined;
  if (definition !== undefined) return { definition, fragment };
  return metaSchema.test(url) ? 'schema' : 'nowhere';
}

export function fragmentOf(reference: string): string {
  const hash = reference.indexOf('#');
  return hash < 0 ? '' : reference.slice(hash + 1);
}

/** Whether a fragment leads to a schema: a JSON Pointer, or an anchor. */
export function hasFragment({ root, anchors }: SchemaResource, fragment: string): boolean {
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
