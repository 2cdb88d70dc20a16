import type { Severity, SourceLocation } from '@connectory/importer';
import type { CheckedFile } from '../check/checked-file.ts';

/** One place of a message, or the fault of a document. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly text: string;
  readonly file: string;
  readonly location: SourceLocation;
}

/** The places of all messages of a file. */
export function findingsOf({ file, error, messages }: CheckedFile): readonly Finding[] {
  const faults = error === undefined ? [] : [error];
  const found: Finding[] = faults.map(({ code, message, locations }) => ({
    code,
    severity: 'error',
    text: message,
    file,
    location: locations[0] ?? { pointer: '' },
  }));
  for (const { code, severity, text, detail, locations } of messages) {
    const said = text.startsWith(`[${code}] `) ? text.slice(code.length + 3) : text;
    for (const [index, location] of locations.entries())
      found.push({ code, severity, file, location, text: `${said} ${detail[index] ?? ''}`.trimEnd() });
  }
  return found;
}
