import type { DocumentLimits } from '@connectory/document';

/** The task of an overlay child: its only argument, as JSON. */
export interface OverlayTask {
  /** File with the overlay, JSON or YAML. */
  readonly path: string;
  readonly limits: DocumentLimits;
  /** Limit of its content as JSON. */
  readonly maxBytes: number;
}

/** The output of an overlay child, as JSON. */
export type OverlayCheck =
  | {
      readonly ok: true;
      /** The overlay document as JSON text. */
      readonly contentJson: string;
      /** The keys of its actions. */
      readonly actionKeys: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly { readonly pointer: string; readonly problem: string }[] };
