import { isArray, isObject, type Json } from '@connectory/json';
import type { ImportContext } from '../context/import-context.ts';
import { member } from '../json/members.ts';
import { writtenText } from '../json/spellings.ts';
import { at, rootPlace } from '../place/place.ts';
import { tagParentInvalid } from '../rules/tag-parent-invalid.ts';
import { tagRepeated } from '../rules/tag-repeated.ts';

/** A tag of the document. */
interface Tag {
  readonly index: number;
  readonly name: string;
  readonly parent: string | undefined;
}

/** Reports tags with the name of an earlier one, and parents that the specification does not allow. */
export function checkTags(context: Pick<ImportContext, 'root' | 'messages' | 'version'>): void {
  const tags = readTags(member(context.root, 'tags'));
  const byName = new Map<string, Tag>();
  for (const tag of tags) {
    // OpenAPI 3.1.1, section 4.8.1: tag names are unique.
    if (byName.has(tag.name)) context.messages.report(tagRepeated, at(rootPlace, 'tags', tag.index), tag.name);
    else byName.set(tag.name, tag);
  }
  if (context.version === '3.2') checkParents(tags, byName, context);
}

function readTags(tags: Json | undefined): readonly Tag[] {
  if (!isArray(tags)) return [];
  return tags.flatMap((tag, index) => {
    const name = isObject(tag) ? writtenText(member(tag, 'name'), tag, 'name') : undefined;
    if (!isObject(tag) || name === undefined) return [];
    return [{ index, name, parent: writtenText(member(tag, 'parent'), tag, 'parent') }];
  });
}

/** OpenAPI 3.2.0, Tag Object: the parent is a tag of the document, and parents are not circular. */
function checkParents(
  tags: readonly Tag[],
  byName: ReadonlyMap<string, Tag>,
  { messages }: Pick<ImportContext, 'messages'>,
): void {
  const circular = findCircular(byName);
  for (const { index, name, parent } of tags) {
    if (parent === undefined) continue;
    const place = at(rootPlace, 'tags', index, 'parent');
    if (!byName.has(parent)) messages.report(tagParentInvalid, place, `${parent} is no tag`);
    else if (circular.has(name)) messages.report(tagParentInvalid, place, `${name} is its own ancestor`);
  }
}

/** The names of tags that are their own ancestors. Visits each tag once. */
function findCircular(byName: ReadonlyMap<string, Tag>): ReadonlySet<string> {
  const circular = new Set<string>();
  const done = new Set<string>();
  for (const start of byName.keys()) {
    const path: string[] = [];
    const onPath = new Set<string>();
    let name: string | undefined = start;
    for (; name !== undefined && !done.has(name) && !onPath.has(name); name = byName.get(name)?.parent) {
      path.push(name);
      onPath.add(name);
    }
    if (name !== undefined && onPath.has(name)) for (const each of path.slice(path.indexOf(name))) circular.add(each);
    for (const each of path) done.add(each);
  }
  return circular;
}
