import { childAt, isObject, type Json } from '@connectory/json';
import { resolvePath } from '../references/file-url.ts';

/** The target of a reference: a value, its file, and the tokens of its JSON Pointer. */
export interface FileTarget {
  readonly value: Json;
  readonly path: string;
  readonly tokens: readonly string[];
}

/** Longest chain of references that is followed. */
const maxHops = 50;

/** Looks targets up in the files of an archive. A chain of references is followed to its end. */
export function createTargetLookup(
  files: ReadonlyMap<string, { readonly root: Json }>,
): (path: string, reference: string) => FileTarget | undefined {
  return (path, reference) => {
    let next = parseReference(path, reference);
    for (let hops = 0; hops < maxHops && next !== undefined; hops += 1) {
      const root = files.get(next.path)?.root;
      const found: FileTarget | Location | undefined = root === undefined ? undefined : walk(root, next);
      if (found === undefined || isTarget(found)) return found;
      next = found;
    }
    return undefined;
  };
}

function isTarget(found: FileTarget | Location): found is FileTarget {
  return 'value' in found;
}

interface Location {
  readonly path: string;
  readonly tokens: readonly string[];
}

function parseReference(path: string, reference: string): Location | undefined {
  const hash = reference.indexOf('#');
  const fragment = hash < 0 ? '' : reference.slice(hash + 1);
  const target = resolvePath(path, reference);
  if (target === undefined || (fragment !== '' && !fragment.startsWith('/'))) return undefined;
  return { path: target, tokens: fragment.split('/').slice(1).map(decodeToken) };
}

function decodeToken(token: string): string {
  return decodeEscapes(token).replaceAll('~1', '/').replaceAll('~0', '~');
}

function decodeEscapes(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @returns the value, or the location that a reference on the way leads to. */
function walk(root: Json, { path, tokens }: Location): FileTarget | Location | undefined {
  let value: Json | undefined = root;
  for (const [index, token] of tokens.entries()) {
    const next = childAt(value, token);
    if (next === undefined) return continueBehind(value, path, tokens.slice(index));
    value = next;
  }
  if (value === undefined) return undefined;
  return continueBehind(value, path, []) ?? { value, path, tokens };
}

function continueBehind(value: Json | undefined, path: string, rest: readonly string[]): Location | undefined {
  const reference = isObject(value) && Object.hasOwn(value, '$ref') ? value['$ref'] : undefined;
  const behind = typeof reference === 'string' ? parseReference(path, reference) : undefined;
  return behind === undefined ? undefined : { path: behind.path, tokens: [...behind.tokens, ...rest] };
}
