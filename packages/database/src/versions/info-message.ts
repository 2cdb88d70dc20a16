import type { Message } from '@connectory/importer';

/** A message of persisting: it is about what was there before, and so has no place in the document. */
export function infoMessage(code: string, text: string, detail: readonly string[] = []): Message {
  return { code, severity: 'info', text: `[${code}] ${text}`, detail, locations: [] };
}
