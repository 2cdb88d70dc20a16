import type { DocumentLimits } from '@connectory/document';
import type {
  ClaimedWork,
  EditsOption,
  ImportOverlay,
  ImportStage,
  StoredDocument,
  VersionStanding,
} from '@connectory/lifecycle';

// The calls that a worker makes to an import child, and the replies. A call is one frame: its name, and its arguments, serialized by V8.
// A reply is a sequence of parts in frames, the last of which has `end`. The child is not trusted, so replies hold JSON text and encoded rows only.

/** The arguments of each call. */
export interface ChildCalls {
  /** Finds the files that a document references. Reply: JSON array of URI references. */
  readonly references: { readonly document: Uint8Array; readonly limits: DocumentLimits };
  /**
   * Reads and maps a document, and keeps the model for `plan` and `rows`. Reply: `failure` or `facts`, then `messages`, and `listing` with `places`
   * if the messages do not state all places.
   */
  readonly map: MapInput;
  /** Plans the version. Reply: JSON text of PlannedVersion without `entriesJson`, and `entriesJson` by itself. */
  readonly plan: {
    readonly standing: VersionStanding;
    readonly maxDiffBytes: number;
    readonly edits?: EditsOption | undefined;
  };
  /** Renders the rows of the last plan. Reply: `rows`, repeatedly. */
  readonly rows: { readonly versionId: string; readonly unknownSchemas: readonly string[] };
  /** Drops the model. It has no reply. */
  readonly forget: Record<string, never>;
}

export interface MapInput {
  readonly document: StoredDocument;
  readonly source: Pick<ClaimedWork, 'filename' | 'mediaType' | 'options'>;
  readonly limits: DocumentLimits;
  /** Applied to the document in this order. */
  readonly overlays: readonly ImportOverlay[];
  /** Bytes of the places of messages that are stored. Further ones are counted. */
  readonly maxPlacesBytes: number;
  /** Whether the start of each stage is reported at once, for traces and debug logs. */
  readonly reportStages: boolean;
}

/** The parts of replies. */
export type ReplyPart =
  | 'progress'
  | 'failure'
  | 'facts'
  | 'messages'
  | 'listing'
  | 'places'
  | 'references'
  | 'plan'
  | 'entries'
  | 'rows';

/** The head of a frame of a reply. Its bytes are those of the parts, one behind the other. */
export interface ReplyHead {
  readonly parts: readonly PartHead[];
  /** Set in the last frame. */
  readonly end?: true;
  /** Set in the last frame if the call threw. */
  readonly threw?: { readonly name: string; readonly message: string; readonly stack?: string };
}

export interface PartHead {
  readonly part: ReplyPart;
  /** For `rows`. */
  readonly table?: string;
  /** Number of its bytes. */
  readonly bytes: number;
}

export interface ImportProgress {
  readonly stage: Exclude<ImportStage, 'queued' | 'done'>;
  readonly done: number;
  readonly total: number;
}

export type OnProgress = (progress: ImportProgress) => void;
