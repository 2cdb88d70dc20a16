import type { ParsedDocument } from '@connectory/importer';
import type { Json } from '@connectory/json';
import { load } from 'js-yaml';
import {
  applyOverlays,
  type ApplyOutcome,
  type ConflictPolicy,
  type NamedOverlay,
  type Overlay,
  parseOverlay,
  type TreeLimits,
} from '../src/index.ts';

export const wideLimits: TreeLimits = { maxNodes: 1_000_000, maxDepth: 500, maxChars: 10_000_000, maxWritten: 200_000 };

/** The overlay of a text. @throws for an invalid one. */
export function overlayOf(text: string): Overlay {
  const parsed = parseOverlay(load(text) as Json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.overlay;
}

/** An overlay with these actions, YAML text of a list. */
export function overlayWith(actions: string, version = '1.1.0'): Overlay {
  return overlayOf(`overlay: ${version}\ninfo: {title: Test, version: '1'}\nactions:\n${actions}`);
}

export function named(overlay: Overlay, rest: Partial<NamedOverlay> = {}): NamedOverlay {
  return { name: 'fixes', overlay, policy: 'apply', remembered: {}, ...rest };
}

/** A document whose places have no lines. */
export function documentOf(root: Json): ParsedDocument {
  return {
    root,
    openapi: '3.1.0',
    notices: [],
    locate: (names) => new Map([...names].map((name) => [name, { line: 1, column: 1 }])),
  };
}

export function apply(root: Json, overlays: readonly NamedOverlay[], limits = wideLimits): ApplyOutcome {
  return applyOverlays(documentOf(root), overlays, limits);
}

/** Applies actions to YAML text. @throws for a fault. */
export function applied(
  text: string,
  actions: string,
  rest: { readonly policy?: ConflictPolicy; readonly remembered?: { readonly [key: string]: string } } = {},
) {
  const outcome = apply(load(text) as Json, [named(overlayWith(actions), rest)]);
  if (!outcome.ok) throw new Error(outcome.fault.message);
  const codes = outcome.document.notices.flatMap(({ code, places }) => places.map(({ what }) => `${code}: ${what}`));
  return {
    root: outcome.document.root,
    totals: outcome.totals,
    codes,
    remember: outcome.remember['fixes'] ?? {},
    document: outcome.document,
  };
}
