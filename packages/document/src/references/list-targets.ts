import { append, isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { fileUrl, pathOfUrl } from './file-url.ts';

/** The references of one file. */
export interface FileTargets {
  /** Number of references, also those within the file. */
  readonly count: number;
  /** Paths in the archive that the references may name, in document order. Such files may not exist. */
  readonly paths: readonly string[];
  /** Absolute URIs, without fragment, of what the references may name. */
  readonly uris: ReadonlySet<string>;
}

/**
 * Lists the files that a file references: by `$ref`, `$dynamicRef` and by values of `discriminator.mapping`. A reference below a schema
 * with an `$id`, or in a document with a `$self`, may mean that or the file as its base, because versions of OpenAPI differ. Both are
 * listed.
 */
export function listTargets(path: string, root: Json): FileTargets {
  const uris = new Set<string>();
  const fileBase = fileUrl(path);
  let count = 0;
  visitObjects(root, fileBase, (object, base) => {
    for (const reference of referencesIn(object)) {
      count += 1;
      addUri(uris, reference, base);
      if (base !== fileBase) addUri(uris, reference, fileBase);
    }
  });
  const paths = new Set([...uris].map(pathOfUrl).filter((target) => target !== undefined));
  paths.delete(path);
  return { count, paths: [...paths], uris };
}

/** Lists the references of a document as written, in document order. */
export function listReferences(root: Json): readonly string[] {
  const references: string[] = [];
  visitObjects(root, fileUrl(''), (object) => append(references, referencesIn(object)));
  return references;
}

/** Lists the absolute URIs that a file gives to itself and to its schemas, by `$self` and `$id`. */
export function listIdentifiers(path: string, root: Json): ReadonlySet<string> {
  const identifiers = new Set<string>();
  const fileBase = fileUrl(path);
  visitObjects(root, fileBase, (_object, base) => identifiers.add(base));
  identifiers.delete(fileBase);
  return identifiers;
}

/** Visits the objects of a file, in document order, each with the base URI of its references. */
function visitObjects(root: Json, fileBase: string, visit: (object: JsonObject, base: string) => void): void {
  const seen = new Set<object>();
  const rootBase = isObject(root) ? baseOf(root, '$self', fileBase) : fileBase;
  const open: { value: Json; base: string }[] = [{ value: root, base: rootBase }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value } = next;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const base = isObject(value) ? baseOf(value, '$id', next.base) : next.base;
    if (isObject(value)) visit(value, base);
    const children: readonly Json[] = isArray(value) ? value : Object.values(value);
    for (let index = children.length - 1; index >= 0; index -= 1) open.push({ value: children[index] ?? null, base });
  }
}

function baseOf(object: JsonObject, keyword: '$self' | '$id', base: string): string {
  const identifier = Object.hasOwn(object, keyword) ? object[keyword] : undefined;
  return typeof identifier === 'string' ? (resolveResource(identifier, base) ?? base) : base;
}

function referencesIn(object: JsonObject): readonly string[] {
  const values = ['$ref', '$dynamicRef'].map((key) => (Object.hasOwn(object, key) ? object[key] : undefined));
  const discriminator = Object.hasOwn(object, 'discriminator') ? object['discriminator'] : undefined;
  const mapping = isObject(discriminator) && Object.hasOwn(discriminator, 'mapping') ? discriminator['mapping'] : {};
  const targets = Object.values(isObject(mapping) ? mapping : {}).filter(isFileOrPlace);
  return [...values, ...targets].filter((value) => typeof value === 'string');
}

/** A value of a mapping without these characters is the name of a component. */
function isFileOrPlace(value: Json): boolean {
  return typeof value === 'string' && /[#./]/.test(value);
}

function addUri(uris: Set<string>, reference: string, base: string): void {
  const uri = reference.startsWith('#') ? undefined : resolveResource(reference, base);
  if (uri === undefined) return;
  uris.add(uri);
  // Real documents have a slash between a file and its fragment.
  if (uri.endsWith('/')) uris.add(uri.slice(0, -1));
}

/** The absolute URI of a reference, without its fragment; undefined for what is no URI. */
export function resolveResource(reference: string, base: string): string | undefined {
  if (!URL.canParse(reference, base)) return undefined;
  const url = new URL(reference, base);
  url.hash = '';
  return url.href;
}
