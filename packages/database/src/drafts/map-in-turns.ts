import { setImmediate as nextTurn } from 'node:timers/promises';

/** Characters that are parsed and written before other requests go on. */
const charsPerTurn = 256 * 1024;

/** Entities that are read at a time, where their texts may be too large all together. */
const groupSize = 200;

/** Divides a list into groups, which are read one after the other. */
export function* inGroups<Item>(items: readonly Item[]): Generator<readonly Item[], void, undefined> {
  for (let from = 0; from < items.length; from += groupSize) yield items.slice(from, from + groupSize);
}

/**
 * Maps as `Array.map` does, in turns of the event loop: an edit of one definition can rewrite all that name it.
 * @param charsOf the length of the text that `map` reads.
 */
export async function mapInTurns<Item, Result>(
  items: readonly Item[],
  charsOf: (item: Item) => number,
  map: (item: Item) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  let chars = 0;
  for (const item of items) {
    chars += charsOf(item);
    if (chars > charsPerTurn) {
      await nextTurn();
      chars = charsOf(item);
    }
    results.push(map(item));
  }
  return results;
}
