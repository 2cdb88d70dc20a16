import { type DocumentLimits, outputLimit, readDocument, showPlaces } from '@connectory/document';
import { importDocument, type Severity } from '@connectory/importer';
import type { CheckedDocument, CheckedMessage } from './checked-file.ts';

export interface CheckOptions {
  readonly filename: string;
  readonly root?: string;
  readonly limits: DocumentLimits;
  /** Whether messages show the source at their first place. */
  readonly withSource: boolean;
}

/** Messages of one document that show the source, the most severe ones. */
const maxSources = 50;

const order: readonly Severity[] = ['error', 'warning', 'info'];

/** Reads and maps a document as an import does, and keeps its messages alone. */
export async function checkDocument(bytes: Uint8Array, options: CheckOptions): Promise<CheckedDocument> {
  const read = await readDocument(bytes, options);
  if (!read.ok) return { error: read.fault, messages: [] };
  const { document } = read;
  const { openapi } = document;
  const maxOutputChars = outputLimit(document.bytes ?? 0, options.limits);
  const mapped = importDocument(document, { maxOutputChars, maxPlacesBytes: 0 });
  if (!mapped.ok) return { openapi, error: mapped.fault, messages: [] };
  const { model, places } = mapped;
  const counted = model.messages.map((message, index) => {
    const { places: listed = [], unlisted = 0 } = places[index] ?? {};
    return { ...message, places: listed.length + unlisted };
  });
  const messages = order.flatMap((severity) => counted.filter((message) => message.severity === severity));
  const { actions, triggers, definitions } = model;
  const counts = { actions: actions.length, triggers: triggers.length, definitions: definitions.length };
  return { openapi, counts, messages: options.withSource ? await addSources(messages, bytes, options) : messages };
}

async function addSources(messages: readonly CheckedMessage[], bytes: Uint8Array, options: CheckOptions) {
  const places = messages.slice(0, maxSources).map(({ locations }) => locations[0] ?? { pointer: '' });
  const sources = await showPlaces(bytes, places, options);
  return messages.map((message, index) => {
    const source = sources[index];
    return source === undefined ? message : { ...message, source };
  });
}
