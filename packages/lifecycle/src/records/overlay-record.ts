/** What happens to an action of an overlay when what it changes is no longer what it was written for. */
export type OverlayPolicy = 'apply' | 'skip' | 'fail';

/** Hashes of what the actions of an overlay changed when they were first applied, by the keys of the actions. */
export interface RememberedActions {
  readonly [actionKey: string]: string;
}

/** An overlay that an import applies. */
export interface ImportOverlay {
  readonly name: string;
  /** The overlay document, JSON or YAML. */
  readonly text: string;
  readonly policy: OverlayPolicy;
  /** Undefined for an overlay that was sent with the document: it is applied once. */
  readonly remembered: RememberedActions | undefined;
}

/** An overlay that was sent with a document. */
export interface UploadedOverlay {
  readonly name: string;
  /** JSON or YAML. */
  readonly text: string;
}

/** How the actions of all overlays of an import ended. `actions` is the sum of the others. */
export interface OverlayTotals {
  readonly actions: number;
  readonly applied: number;
  readonly notNeeded: number;
  readonly conflicting: number;
  readonly missing: number;
}

/** The result of the overlays of an import. */
export interface AppliedOverlays {
  readonly totals: OverlayTotals;
  /** State to remember of the connector's overlays, by their names. */
  readonly remember: { readonly [overlay: string]: RememberedActions };
}

/** An overlay of a connector, as stored. */
export interface OverlayRecord {
  readonly name: string;
  readonly position: number;
  readonly enabled: boolean;
  readonly policy: OverlayPolicy;
  /** JSON text of the overlay document. */
  readonly contentJson: string;
  /** Number of its actions. */
  readonly actions: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
