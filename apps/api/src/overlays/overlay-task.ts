import type { DocumentLimits } from '@connectory/document';

/** The task of an overlay child. */
export interface OverlayTask {
  /** File with the overlay, JSON or YAML. */
  readonly path: string;
  readonly limits: DocumentLimits;
  /** Limit of its content as JSON. */
  readonly maxBytes: number;
}

/** The result of an overlay child. */
export type OverlayCheck =
  | {
      readonly ok: true;
      /** The overlay document as JSON text. */
      readonly contentJson: string;
      /** The keys of its actions. */
      readonly actionKeys: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly { readonly pointer: string; readonly problem: string }[] };

/** Writes the result as the output of the child: the content of a valid overlay as it is, behind a line of keys, which are hexadecimal. */
export function writeCheck(check: OverlayCheck): string {
  return check.ok ? `${check.actionKeys.join(' ')}\n${check.contentJson}` : JSON.stringify(check.problems);
}

/** Reads the output of the child. The API parses no content on its event loop. */
export function readCheck(output: string): OverlayCheck {
  if (output.startsWith('[')) return { ok: false, problems: JSON.parse(output) };
  const end = output.indexOf('\n');
  const keys = output.slice(0, end);
  return { ok: true, actionKeys: keys === '' ? [] : keys.split(' '), contentJson: output.slice(end + 1) };
}
