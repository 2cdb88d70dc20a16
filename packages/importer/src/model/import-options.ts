import type { ConnectorModel } from './connector-model.ts';
import type { Message, PlaceList } from './message.ts';
import type { DocumentFault } from './parsed-document.ts';

/** Globs for fields of operations: `*` within a segment, `**` across segments, `?` for one character. */
export interface OperationFilter {
  readonly tags?: readonly string[];
  /** For path templates and names of webhooks. */
  readonly paths?: readonly string[];
  readonly methods?: readonly string[];
  readonly operationIds?: readonly string[];
}

/** Selects operations: those that `include` matches (all without it), except those that `exclude` matches. */
export interface SelectionOptions {
  readonly include?: OperationFilter;
  readonly exclude?: OperationFilter;
}

export interface ImportOptions extends SelectionOptions {
  /** The URL that the document was fetched from. Relative servers are resolved against it. */
  readonly sourceUrl?: string;
  /** Bytes of the listed places of all messages, as JSON. Each message lists its first places regardless. */
  readonly maxPlacesBytes?: number;
  /** Limit for the characters that the definitions and extras amount to, and for what references repeat. No limit by default. */
  readonly maxOutputChars?: number;
}

/** Called with the number of paths done and their total. */
export type ReportProgress = (done: number, total: number) => void;

export type ImportOutcome =
  /** `places` has the places of each message, in the order of the messages. */
  | { readonly ok: true; readonly model: ConnectorModel; readonly places: readonly PlaceList[] }
  | { readonly ok: false; readonly fault: DocumentFault; readonly messages: readonly Message[] };
