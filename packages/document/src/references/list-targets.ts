import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { fileUrl, pathOfUrl } from './file-url.ts';

/** The references of one file. */
export interface FileTargets {
  /** Number of references, also those within the file. */
  readonly count: number;
  /** Paths in the archive that the references may name, in document order. Such files may not exist. */
  readonly paths: readonly string[];
}

/**
 * Lists the files that a file references: by `$ref`, `$dynamicRef` and by values of `discriminator.mapping`. A reference below a schema
 * with an `$id` may mean the `$id` or the file as its base, because versions of OpenAPI differ. Both are listed.
 */
export function listTargets(path: string, root: Json): FileTargets {
  const paths = new Set<string>();
  const fileBase = fileUrl(path);
  let count = 0;
  visitReferences(root, fileBase, (reference, base) => {
    count += 1;
    for (const each of new Set([base, fileBase])) addPath(paths, reference, each);
  });
  paths.delete(path);
  return { count, paths: [...paths] };
}

/** Lists the references of a document as written, in document order. */
export function listReferences(root: Json): readonly string[] {
  const references: string[] = [];
  visitReferences(root, fileUrl(''), (reference) => references.push(reference));
  return references;
}

function visitReferences(root: Json, rootBase: string, visit: (reference: string, base: string) => void): void {
  const seen = new Set<object>();
  const open: { value: Json; base: string }[] = [{ value: root, base: rootBase }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value } = next;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const base = isObject(value) ? baseOf(value, next.base) : next.base;
    if (isObject(value)) for (const reference of referencesIn(value)) visit(reference, base);
    const children: readonly Json[] = isArray(value) ? value : Object.values(value);
    for (let index = children.length - 1; index >= 0; index -= 1) open.push({ value: children[index] ?? null, base });
  }
}

function baseOf(object: JsonObject, base: string): string {
  const id = Object.hasOwn(object, '$id') ? object['$id'] : undefined;
  return typeof id === 'string' && URL.canParse(id, base) ? new URL(id, base).href : base;
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

function addPath(paths: Set<string>, reference: string, base: string): void {
  if (reference.startsWith('#') || !URL.canParse(reference, base)) return;
  const path = pathOfUrl(new URL(reference, base).href);
  if (path !== undefined) paths.add(path);
}
