import type { Message, Rule } from '@connectory/importer';

/** Makes a message of a version rule. It is about stored versions, so it has no location in the document. */
export function toMessage(rule: Rule, count: number, detail: readonly string[]): Message {
  return {
    code: rule.code,
    severity: rule.severity,
    text: `[${rule.code}] ${rule.text(count)}`,
    detail,
    locations: [],
  };
}
