import type { Json } from '@connectory/json';
import type { Query } from '../query/query.ts';

/** An overlay document, checked. */
export interface Overlay {
  readonly title: string;
  readonly actions: readonly OverlayAction[];
}

export type OverlayAction = {
  /** The JSONPath text, for messages. */
  readonly target: string;
  readonly query: Query;
  /** Identifies the action and all before it: what it matches depends on them. Hexadecimal. */
  readonly key: string;
} & Modifier;

export type Modifier =
  | { readonly kind: 'update'; readonly value: Json }
  | { readonly kind: 'copy'; readonly from: string; readonly source: Query }
  | { readonly kind: 'remove' }
  /** An action without a modifier, or one that is switched off, changes nothing. */
  | { readonly kind: 'none'; readonly remark: string };

/** A fault of an overlay document. */
export interface OverlayProblem {
  /** JSON Pointer into the overlay document. */
  readonly pointer: string;
  readonly problem: string;
}
