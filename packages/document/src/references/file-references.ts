import type { Json } from '@connectory/importer';
import { childOf, joinPointer } from '../places/pointer.ts';

/**
 * Files are addressed under a scheme that nothing fetches, and a host that exists nowhere (RFC 6761). Not under `http:`: from there,
 * the parser would make relative servers of paths and operations absolute.
 */
const base = 'archive://archive.invalid/';

export function fileUrl(path: string): string {
  return new URL(path.split('/').map(encodeURIComponent).join('/'), base).href;
}

/** Undefined when the URL is none of an archive's file. */
export function pathOfUrl(url: string): string | undefined {
  try {
    const { href, pathname, search } = new URL(url);
    return href.startsWith(base) && search === '' ? decodeURIComponent(pathname.slice(1)) : undefined;
  } catch {
    return undefined;
  }
}

/** Where a reference leads: a file, and the tokens of a JSON Pointer in it. */
interface Target {
  readonly path: string;
  readonly tokens: readonly string[];
}

interface Reference {
  readonly holder: { $ref: Json };
  readonly text: string;
  readonly path: string;
}

/** As many references may follow one another. */
const maxHops = 50;

export interface FileReferences {
  count(): number;
  /** Notes the references of a file. @returns the files that they lead to, which may not exist. */
  collect(path: string, root: Json): readonly string[];
  /** Makes references that lead nowhere, or in circles, look like none: the reference parser fails on them as a whole. */
  hideDangling(): void;
  showDangling(): void;
  /** Where the values stand that references lead to, by the values themselves: bundling moves them to where they are referenced. */
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

  /** Where a reference leads in the end. */
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
    count: () => references.length,
    collect: (path, root) => {
      const found = referencesOf(path, root);
      references.push(...found);
      return found.flatMap(({ text }) => targetOf(path, text)?.path ?? []);
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
        const value = end.tokens.reduce<Json | undefined>(childOf, rootOf(end.path));
        if (typeof value === 'object')
          origins.set(value, { path: end.path, pointer: end.tokens.reduce<string>(joinPointer, '') });
      }
      return origins;
    },
  };
}

/** Every reference in a tree. */
export function referencesOf(path: string, root: Json): Reference[] {
  const found: Reference[] = [];
  const seen = new Set<Json>();
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null || seen.has(node)) continue;
    seen.add(node);
    if (isReference(node)) found.push({ holder: node, text: node.$ref, path });
    for (const child of Object.values(node)) open.push(child);
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
    // No URL, or bytes that are no text behind its percent signs.
    return undefined;
  }
}

function decodeToken(token: string): string {
  return decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~');
}

/** One way further: whether a value is there, or where a reference on the way leads. */
function follow({ path, tokens }: Target, root: Json | undefined): 'found' | 'nowhere' | Target {
  let node = root;
  for (const [index, token] of tokens.entries()) {
    if (isReference(node)) {
      const target = targetOf(path, node.$ref);
      return target === undefined
        ? 'nowhere'
        : { path: target.path, tokens: [...target.tokens, ...tokens.slice(index)] };
    }
    node = childOf(node, token);
  }
  if (isReference(node)) return targetOf(path, node.$ref) ?? 'nowhere';
  return node === undefined || node === null ? 'nowhere' : 'found';
}
