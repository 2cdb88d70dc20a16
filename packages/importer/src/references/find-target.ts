import { childAt, type Json, joinPointer, splitPointer } from '@connectory/json';
import { collectAnchors } from './anchors.ts';

/** Where a reference leads. */
export type Target =
  | { readonly kind: 'found'; readonly value: Json; readonly pointer: string }
  | { readonly kind: 'dangling' }
  | { readonly kind: 'external' };

/** Looks one reference up, without following further ones. */
export type FindTarget = (reference: string) => Target;

/**
 * Looks references up in a document: by JSON Pointer, `$anchor`, `$dynamicAnchor` and `$id`. Targets are never inlined.
 * Each distinct reference is looked up once, and the document is searched for anchors only when a reference needs one.
 */
export function createTargetFinder(root: Json): FindTarget {
  const targets = new Map<string, Target>();
  let anchors: ReadonlyMap<string, string> | undefined;
  const pointerOfAnchor = (name: string): string | undefined => (anchors ??= collectAnchors(root)).get(name);
  return (reference) => {
    const known = targets.get(reference);
    if (known !== undefined) return known;
    const target = findTarget(root, reference, pointerOfAnchor);
    targets.set(reference, target);
    return target;
  };
}

function findTarget(root: Json, reference: string, pointerOfAnchor: (name: string) => string | undefined): Target {
  const fragment = reference.startsWith('#') ? decodeFragment(reference.slice(1)) : undefined;
  if (fragment === undefined) {
    const pointer = pointerOfAnchor(reference);
    return pointer === undefined ? { kind: 'external' } : valueAt(root, pointer);
  }
  if (fragment === '' || fragment.startsWith('/')) return valueAt(root, fragment);
  const pointer = pointerOfAnchor(`#${fragment}`);
  return pointer === undefined ? { kind: 'dangling' } : valueAt(root, pointer);
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function valueAt(root: Json, pointer: string): Target {
  const tokens = splitPointer(pointer);
  let value: Json | undefined = root;
  for (const token of tokens) value = childAt(value, token);
  return value === undefined ? { kind: 'dangling' } : { kind: 'found', value, pointer: joinPointer(tokens) };
}
