import type { CheckedFile } from '../check/checked-file.ts';

export interface Totals {
  files: number;
  /** Files of folders that are no OpenAPI documents. */
  skipped: number;
  /** Files that cannot be imported. */
  failed: number;
  error: number;
  warning: number;
  info: number;
}

/** Writes checked files in a format, one at a time. */
export interface Report {
  readonly start: string;
  /** Whether it shows the source at the places of messages. */
  readonly showsSource: boolean;
  file(checked: CheckedFile): string;
  end(totals: Totals): string;
}
