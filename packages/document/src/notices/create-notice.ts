import type { DocumentNotice, Rule } from '@connectory/importer';

/** The notice of one rule for all of its places; none without a place. */
export function createNotice(rule: Rule, places: DocumentNotice['places']): readonly DocumentNotice[] {
  const { code, severity, text } = rule;
  return places.length === 0 ? [] : [{ code, severity, text: text(places.length), places }];
}
