import type { Message, SourceLocation } from '@connectory/importer';
import type { DocumentLimits } from '@connectory/document';

/** The document that the child process checks. */
export interface CheckTask {
  /** The path of the file, or a base64 text. */
  readonly source: { readonly path: string } | { readonly base64: string };
  readonly filename: string;
  readonly root?: string;
  readonly limits: DocumentLimits;
  /** Whether messages show the source at their first place. */
  readonly withSource: boolean;
}

/** A document that was checked. */
export interface CheckedDocument {
  readonly openapi?: string;
  readonly counts?: { readonly actions: number; readonly triggers: number; readonly definitions: number };
  /** Why it cannot be imported at all. */
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly details?: string;
    readonly locations: readonly SourceLocation[];
  };
  /** Most severe first. Each states a hundred places at most. */
  readonly messages: readonly CheckedMessage[];
}

export interface CheckedMessage extends Message {
  /** The number of all its places. */
  readonly places: number;
  /** The source at the first place, with a caret below it. */
  readonly source?: string;
}

export interface CheckedFile extends CheckedDocument {
  /** As the user named it, or found in a folder that the user named. */
  readonly file: string;
}
