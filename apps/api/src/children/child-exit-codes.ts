/** Exit codes that children of every kind share. Every other code but 0 and those of its kind is a failure. */
export const childExitCodes = {
  /** The task is larger than its limit, or its output is. */
  tooLarge: 10,
  /** The disk for temporary files is full. */
  storageFull: 20,
} as const;
