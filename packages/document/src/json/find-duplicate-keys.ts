import { shorten } from '../faults/fault-error.ts';
import { createJsonCursor } from './json-cursor.ts';
import { joinPointer } from '../places/pointer.ts';

/** The members that an object of a valid JSON text has more than once, in document order. Depth is limited by the caller. */
export function findDuplicateKeys(text: string): readonly { pointer: string; what: string }[] {
  const places: { pointer: string; what: string }[] = [];
  const cursor = createJsonCursor(text);
  const visit = (pointer: string): void => {
    switch (cursor.kind()) {
      case 'object': {
        const seen = new Set<string>();
        const twice = new Set<string>();
        cursor.eachMember((key) => {
          const child = joinPointer(pointer, key);
          if (seen.has(key) && !twice.has(key)) {
            twice.add(key);
            places.push({ pointer: child, what: `the key ${JSON.stringify(shorten(key, 60))} occurs more than once` });
          }
          seen.add(key);
          visit(child);
        });
        return;
      }
      case 'array':
        cursor.eachItem((index) => visit(joinPointer(pointer, index)));
        return;
      case 'scalar':
        cursor.skipValue();
    }
  };
  visit('');
  return places;
}
