import { appendToken, childAt } from '@connectory/json';
import type { Json } from '@connectory/importer';
import { fileUrl, pathOfUrl } from './file-url.ts';

/** The target of a reference: a file, and the tokens of a JSON Pointer in it. */
interface Target {
  readonly path: string;
  readonly tokens: readonly string[];
}

interface Reference {
  readonly holder: { $ref: Json };
  readonly text: string;
  readonly path: string;
}

/** Longest chain of references that is followed. */
const maxHops = 50;

export interface FileReferences {
  /** Records the references of a file. */
  collect(path: string, root: Json): void;
  /** Disguises references that are dangling or cyclic: one of them would make the reference parser fail. */
  hideDangling(): void;
  showDangling(): void;
  /** The original places of referenced values, keyed by the values: bundling moves the values. */
  origins(): ReadonlyMap<unknown, Origin>;
}

/** A place in one of the files. */
export interface Origin {
  readonly path: string;
  readonly pointer: string;
}

/** @param rootOf the tree of a file, once it is parsed. */
export function createFileReferences(rootOf: (path: string) => Json | undefined): FileReferences {
  const references: Reference[] = [];
  const hidden: Reference[] = [];

  /** The final target of a chain of references. */
  const endOf = (first: Reference): Target | undefined => {
    let target = targetOf(first.path, first.text);
    for (let hops = 0; hops < maxHops && target !== undefined; hops += 1) {
      const step: 'found' | 'nowhere' | Target = follow(target, rootOf(target.path));
      if (typeof step === 'string') return step === 'found' ? target : undefined;
      target = step;
    }
    return undefined;
  };

  return {
    collect: (path, root) => {
      for (const reference of referencesOf(path, root)) references.push(reference);
    },
    hideDangling: () => {
      hidden.push(...references.filter((reference) => endOf(reference) === undefined));
      for (const { holder, text } of hidden) holder.$ref = { text };
    },
    showDangling: () => {
      for (const { holder, text } of hidden) holder.$ref = text;
    },
    origins: () => {
      const origins = new Map<unknown, Origin>();
      for (const reference of references) {
        const end = endOf(reference);
        if (end === undefined) continue;
        const value = end.tokens.reduce<Json | undefined>(childAt, rootOf(end.path));
        if (typeof value === 'object')
          origins.set(value, { path: end.path, pointer: end.tokens.reduce<string>(appendToken, '') });
      }
      return origins;
    },
  };
}

/** Every reference in a tree, in document order. */
export function referencesOf(path: string, root: Json): Reference[] {
  const found: Reference[] = [];
  const seen = new Set<Json>();
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null || seen.has(node)) continue;
    seen.add(node);
    if (isReference(node)) found.push({ holder: node, text: node.$ref, path });
    for (const child of Object.values(node).toReversed()) open.push(child);
  }
  return found;
}

function isReference(node: unknown): node is { $ref: string } {
  return typeof node === 'object' && node !== null && '$ref' in node && typeof node.$ref === 'string';
}

function targetOf(path: string, reference: string): Target | undefined {
  try {
    const url = new URL(reference, fileUrl(path));
    const target = pathOfUrl(url.href);
    if (target === undefined || (url.hash !== '' && !url.hash.startsWith('#/'))) return undefined;
    const tokens = url.hash.split('/').slice(1).map(decodeToken);
    return { path: target, tokens };
  } catch {
    // Not a URL, or percent-encoded bytes that are not UTF-8.
    return undefined;
  }
}

function decodeToken(token: string): string {
  return decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Follows one target: `found`, `nowhere`, or the next target when a reference stands on the way. */
function follow({ path, tokens }: Target, root: Json | undefined): 'found' | 'nowhere' | Target {
  let node = root;
  for (const [index, token] of tokens.entries()) {
    if (isReference(node)) {
      const target = targetOf(path, node.$ref);
      return target === undefined
        ? 'nowhere'
        : { path: target.path, tokens: [...target.tokens, ...tokens.slice(index)] };
    }
    node = childAt(node, token);
  }
  if (isReference(node)) return targetOf(path, node.$ref) ?? 'nowhere';
  return node === undefined || node === null ? 'nowhere' : 'found';
}
