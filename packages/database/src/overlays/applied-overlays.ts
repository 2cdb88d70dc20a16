import { type ImportOverlay, parseStored } from '@connectory/lifecycle';

/** Characters of the overlays of one version that are kept with it. */
const maxChars = 4_000_000;

/** The overlays of an import as its version keeps them, for proofs of its exports. Null without any, and when they are too large. */
export function appliedOverlaysJson(overlays: readonly ImportOverlay[]): string | null {
  if (overlays.length === 0) return null;
  const json = JSON.stringify(overlays);
  return json.length > maxChars ? null : json;
}

export function readAppliedOverlays(json: string | null): readonly ImportOverlay[] {
  return json === null ? [] : parseStored<readonly ImportOverlay[]>(json);
}
