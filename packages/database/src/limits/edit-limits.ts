/** How much an edit reads into the memory of the process. Deletions read in batches instead. */
export interface EditLimits {
  /** Bytes of one entity or schema, which takes one turn of the event loop to parse. */
  readonly entityBytes: number;
  /** Bytes of entities or schemas that are held at a time. */
  readonly bytes: number;
}

export const defaultEditLimits: EditLimits = { entityBytes: 4 * 1024 * 1024, bytes: 16 * 1024 * 1024 };
