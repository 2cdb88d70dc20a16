import type { DocumentNotice } from '@connectory/importer';
import { createNotice } from './create-notice.ts';
import { documentRules } from './document-rules.ts';

/** Joins the notices of one rule, as several files of an archive give them, into one with all places. */
export function mergeNotices(notices: readonly DocumentNotice[]): readonly DocumentNotice[] {
  const places = new Map<string, DocumentNotice['places'][number][]>();
  for (const notice of notices) {
    const known = places.get(notice.code);
    if (known === undefined) places.set(notice.code, [...notice.places]);
    else for (const place of notice.places) known.push(place);
  }
  return [...places].flatMap(([code, merged]) => {
    const rule = documentRules.find((each) => each.code === code);
    return rule === undefined ? [] : createNotice(rule, merged);
  });
}
