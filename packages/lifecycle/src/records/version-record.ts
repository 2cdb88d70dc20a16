/** One version of a connector, without its entities and messages. */
export interface VersionRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** Null for a draft. */
  readonly publishedAt: Date | null;
  /** Whether it was published last. */
  readonly isLatest: boolean;
  /** Whether it is the chosen default; the latest version is when no published one was chosen. */
  readonly isDefault: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
