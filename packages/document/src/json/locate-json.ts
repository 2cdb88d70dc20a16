import type { LocatePointers } from '@connectory/importer';
import { createJsonCursor } from './json-cursor.ts';
import { createLineCounter } from '../places/line-counter.ts';
import { buildPointerTree, type PointerTree } from '../places/pointer.ts';

/**
 * Where pointers lead in valid JSON text, in one pass that steps over everything else: the key of a member, as editors show it, the
 * start of an item.
 */
export function locateInJson(text: string): LocatePointers {
  return (pointers) => {
    const offsets = new Map<string, number>();
    const cursor = createJsonCursor(text);
    const visit = (wanted: PointerTree, offset: number): void => {
      if (wanted.pointer !== undefined) offsets.set(wanted.pointer, offset);
      const kind = wanted.children.size === 0 ? 'scalar' : cursor.kind();
      if (kind === 'scalar') {
        cursor.skipValue();
        return;
      }
      const each = (token: string | number, at: number): void => {
        const child = wanted.children.get(String(token));
        if (child === undefined) cursor.skipValue();
        else visit(child, at);
      };
      if (kind === 'object') cursor.eachMember(each);
      else cursor.eachItem(each);
    };
    cursor.kind();
    visit(buildPointerTree(pointers), cursor.offset());
    return createLineCounter(text).locateAll(offsets);
  };
}
