export {
  applyOverlays,
  type ApplyOutcome,
  type ConflictPolicy,
  type NamedOverlay,
  type OverlayTotals,
} from './apply/apply-overlays.ts';
export {
  type OverlaidDocument,
  overlayDocument,
  type OverlayText,
  type TracedDocument,
  traceOverlays,
} from './documents/overlay-document.ts';
export type { OverlayTrace, RemovedPart } from './places/overlay-trace.ts';
export type { TreeLimits } from './apply/tree-limits.ts';
export type { Overlay, OverlayAction, OverlayProblem } from './parse/overlay.ts';
export { parseOverlay, type ParsedOverlay } from './parse/parse-overlay.ts';
export { overlayRules } from './rules/overlay-rules.ts';
