import type { Message, Severity } from '@connectory/importer';

export type MessageCounts = { readonly [Level in Severity]: number };

/** The messages of an import as they are stored: the text of many messages is written once and never parsed again. */
export interface StoredMessages {
  /** JSON array of Message. */
  readonly json: string;
  readonly counts: MessageCounts;
}

export function storeMessages(messages: readonly Message[]): StoredMessages {
  return { json: JSON.stringify(messages), counts: countMessages(messages) };
}

/** Adds messages at the end. */
export function appendMessages(stored: StoredMessages, messages: readonly Message[]): StoredMessages {
  if (messages.length === 0) return stored;
  const added = storeMessages(messages);
  const separator = stored.json === '[]' ? '' : ',';
  return {
    json: `${stored.json.slice(0, -1)}${separator}${added.json.slice(1)}`,
    counts: {
      info: stored.counts.info + added.counts.info,
      warning: stored.counts.warning + added.counts.warning,
      error: stored.counts.error + added.counts.error,
    },
  };
}

function countMessages(messages: readonly Message[]): MessageCounts {
  const count = (severity: Severity): number => messages.filter((message) => message.severity === severity).length;
  return { info: count('info'), warning: count('warning'), error: count('error') };
}
