import { appendShortToken } from '@connectory/json';
import { shorten } from '../faults/fault-error.ts';
import { JsonCursor } from './json-cursor.ts';

interface Place {
  readonly pointer: string;
  readonly what: string;
}

/**
 * Finds the keys that an object of a valid JSON text has more than once, in document order.
 * Recursive: the caller limits the depth first.
 */
export function findDuplicateKeys(text: string): readonly Place[] {
  const places: Place[] = [];
  visitValue(new JsonCursor(text), '', places);
  return places;
}

function visitValue(cursor: JsonCursor, pointer: string, places: Place[]): void {
  switch (cursor.kind()) {
    case 'object':
      visitObject(cursor, pointer, places);
      return;
    case 'array':
      cursor.eachItem((index) => visitValue(cursor, appendShortToken(pointer, index), places));
      return;
    case 'scalar':
      cursor.skipValue();
  }
}

function visitObject(cursor: JsonCursor, pointer: string, places: Place[]): void {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  cursor.eachMember((key) => {
    const child = appendShortToken(pointer, key);
    if (seen.has(key) && !repeated.has(key)) {
      repeated.add(key);
      places.push({ pointer: child, what: `the key ${JSON.stringify(shorten(key, 60))} occurs more than once` });
    }
    seen.add(key);
    visitValue(cursor, child, places);
  });
}
