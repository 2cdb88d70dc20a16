import { isArray, isObject } from '@connectory/json';
import type { ImportContext } from '../context/import-context.ts';
import { member } from '../json/members.ts';
import { at, rootPlace } from '../place/place.ts';
import { tagRepeated } from '../rules/tag-repeated.ts';

/** Reports tags with the name of an earlier one (OpenAPI 3.1.1, section 4.8.1: tag names are unique). */
export function checkTags({ root, messages }: Pick<ImportContext, 'root' | 'messages'>): void {
  const tags = member(root, 'tags');
  if (!isArray(tags)) return;
  const names = new Set<string>();
  for (const [index, tag] of tags.entries()) {
    const name = isObject(tag) ? member(tag, 'name') : undefined;
    if (typeof name !== 'string') continue;
    if (names.has(name)) messages.report(tagRepeated, at(rootPlace, 'tags', index), name);
    names.add(name);
  }
}
