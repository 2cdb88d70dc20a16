import { type DocumentLimits, outputLimit, readTree, redeclareVersion } from '@connectory/document';
import type { DocumentFault, ParsedDocument } from '@connectory/importer';
import type { AppliedOverlays, ImportOverlay } from '@connectory/lifecycle';
import { applyOverlays, type NamedOverlay, parseOverlay } from '@connectory/overlay';

export type OverlaidDocument =
  | { readonly ok: true; readonly document: ParsedDocument; readonly overlays?: AppliedOverlays }
  | { readonly ok: false; readonly fault: DocumentFault };

/** Applies the overlays of an import to its document, between reading and mapping. */
export function overlayDocument(
  document: ParsedDocument,
  overlays: readonly ImportOverlay[],
  limits: DocumentLimits,
): OverlaidDocument {
  if (overlays.length === 0) return { ok: true, document };
  const named: NamedOverlay[] = [];
  for (const overlay of overlays) {
    const parsed = parse(overlay, limits);
    if (!parsed.ok) return parsed;
    named.push(parsed.named);
  }
  const { maxNodes, maxDepth, maxOverlayValues } = limits;
  const applied = applyOverlays(document, named, {
    maxNodes,
    maxDepth,
    maxWritten: maxOverlayValues,
    maxChars: outputLimit(document.bytes ?? 0, limits),
  });
  if (!applied.ok) return applied;
  const { totals, remember } = applied;
  const accepted = redeclareVersion(applied.document);
  return accepted.ok ? { ...accepted, overlays: { totals, remember } } : accepted;
}

type Parsed =
  | { readonly ok: true; readonly named: NamedOverlay }
  | { readonly ok: false; readonly fault: DocumentFault };

function parse({ name, text, policy, remembered }: ImportOverlay, limits: DocumentLimits): Parsed {
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
