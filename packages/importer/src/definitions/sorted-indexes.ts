/** Indexes in ascending order. Most entities name one definition or none. */
export function sortedIndexes(indexes: ReadonlySet<number>): readonly number[] {
  const sorted = [...indexes];
  return sorted.length < 2 ? sorted : sorted.sort((a, b) => a - b);
}
