import { type DocumentLimits, outputLimit, readTree, redeclareVersion } from '@connectory/document';
import type { DocumentFault, ParsedDocument } from '@connectory/importer';
import {
  type ApplyOutcome,
  applyOverlays,
  type ConflictPolicy,
  type NamedOverlay,
  type OverlayTotals,
} from '../apply/apply-overlays.ts';
import { parseOverlay } from '../parse/parse-overlay.ts';
import type { OverlayTrace } from '../places/overlay-trace.ts';

/** An overlay as it is stored. */
export interface OverlayText {
  readonly name: string;
  /** JSON or YAML. */
  readonly text: string;
  readonly policy: ConflictPolicy;
  /** Undefined for an overlay whose actions remember nothing. */
  readonly remembered?: { readonly [actionKey: string]: string } | undefined;
}

export type OverlaidDocument =
  | {
      readonly ok: true;
      readonly document: ParsedDocument;
      readonly overlays?: { readonly totals: OverlayTotals; readonly remember: Remember };
    }
  | { readonly ok: false; readonly fault: DocumentFault };

type Remember = Extract<ApplyOutcome, { ok: true }>['remember'];

/** Applies the overlays of an import to its document, between reading and mapping. */
export function overlayDocument(
  document: ParsedDocument,
  overlays: readonly OverlayText[],
  limits: DocumentLimits,
): OverlaidDocument {
  if (overlays.length === 0) return { ok: true, document };
  const applied = apply(document, overlays, limits, false);
  if (!applied.ok) return applied;
  const { totals, remember } = applied;
  const accepted = redeclareVersion(applied.document);
  return accepted.ok ? { ...accepted, overlays: { totals, remember } } : accepted;
}

export type TracedDocument =
  | { readonly ok: true; readonly document: ParsedDocument; readonly trace: OverlayTrace }
  | { readonly ok: false; readonly fault: DocumentFault };

/** The same, with a trace of what overlays changed. */
export function traceOverlays(
  document: ParsedDocument,
  overlays: readonly OverlayText[],
  limits: DocumentLimits,
): TracedDocument {
  const applied = apply(document, overlays, limits, true);
  if (!applied.ok) return applied;
  const { trace } = applied;
  if (trace === undefined) throw new Error('overlays were applied without a trace');
  const accepted = redeclareVersion(applied.document);
  return accepted.ok ? { ...accepted, trace } : accepted;
}

function apply(
  document: ParsedDocument,
  overlays: readonly OverlayText[],
  limits: DocumentLimits,
  traced: boolean,
): ApplyOutcome {
  const named: NamedOverlay[] = [];
  for (const overlay of overlays) {
    const parsed = parse(overlay, limits);
    if (!parsed.ok) return parsed;
    named.push(parsed.named);
  }
  const { maxNodes, maxDepth, maxOverlayValues: maxWritten } = limits;
  const treeLimits = { maxNodes, maxDepth, maxWritten, maxChars: outputLimit(document.bytes ?? 0, limits) };
  return applyOverlays(document, named, treeLimits, { traced });
}

type Parsed =
  | { readonly ok: true; readonly named: NamedOverlay }
  | { readonly ok: false; readonly fault: DocumentFault };

function parse({ name, text, policy, remembered }: OverlayText, limits: DocumentLimits): Parsed {
  const tree = readTree(text, limits);
  if (!tree.ok) return { ok: false, fault: invalid(name, '', tree.fault.message) };
  const parsed = parseOverlay(tree.root);
  if (parsed.ok) return { ok: true, named: { name, overlay: parsed.overlay, policy, remembered } };
  const [first] = parsed.problems;
  return { ok: false, fault: invalid(name, first?.pointer ?? '', first?.problem ?? 'It is not valid.') };
}

function invalid(name: string, pointer: string, problem: string): DocumentFault {
  const place = `overlay ${name}#${pointer}`;
  return { code: 'overlay_invalid', message: `${place}: ${problem}`, locations: [{ pointer: place }] };
}
