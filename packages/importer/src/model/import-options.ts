import type { ConnectorModel } from './connector-model.ts';
import type { Message } from './message.ts';
import type { DocumentFault } from './parsed-document.ts';

/** Globs for the fields of operations: `*` within a segment, `**` across, `?` for one character. */
export interface OperationFilter {
  readonly tags?: readonly string[];
  /** Of path templates, and of the names of webhooks. */
  readonly paths?: readonly string[];
  readonly methods?: readonly string[];
  readonly operationIds?: readonly string[];
}

/** Which operations to import: those that `include` matches, all without it, but for those that `exclude` matches. */
export interface SelectionOptions {
  readonly include?: OperationFilter;
  readonly exclude?: OperationFilter;
}

export interface ImportOptions extends SelectionOptions {
  /** The URL that the document was fetched from: relative servers are resolved against it. */
  readonly sourceUrl?: string;
}

/** Called with what is done and what is to be done, in operations. */
export type ReportProgress = (done: number, total: number) => void;

export type ImportOutcome =
  | { readonly ok: true; readonly model: ConnectorModel }
  | { readonly ok: false; readonly fault: DocumentFault; readonly messages: readonly Message[] };
