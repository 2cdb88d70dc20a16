import type { LocatePointers } from '@connectory/importer';
import { shortToken } from '@connectory/json';
import { locateOffsets } from '../places/locate-offsets.ts';
import { buildPointerTree, type PointerTree } from '../places/pointer.ts';
import { JsonCursor } from './json-cursor.ts';

/**
 * Locates pointers in valid JSON text: the key of a member, as editors show it, or the start of an item.
 * One pass, which skips every value that no pointer leads into.
 */
export function locateInJson(text: string): LocatePointers {
  return (pointers) => locateOffsets(text, findOffsets(text, buildPointerTree(pointers)));
}

function findOffsets(text: string, root: PointerTree): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  const cursor = new JsonCursor(text);
  const visit = (wanted: PointerTree, offset: number): void => {
    if (wanted.pointer !== undefined) offsets.set(wanted.pointer, offset);
    const kind = wanted.children.size === 0 ? 'scalar' : cursor.kind();
    if (kind === 'scalar') {
      cursor.skipValue();
      return;
    }
    const visitChild = (token: string | number, at: number): void => {
      const child = wanted.children.get(String(shortToken(token)));
      if (child === undefined) cursor.skipValue();
      else visit(child, at);
    };
    if (kind === 'object') cursor.eachMember(visitChild);
    else cursor.eachItem(visitChild);
  };
  cursor.kind();
  visit(root, cursor.offset);
  return offsets;
}
