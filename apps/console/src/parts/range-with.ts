import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';

/** Keeps a row of a virtual list and the rows beside it in the page when they are out of sight. @param index -1 for none */
export function rangeWith(index: number): (range: Range) => number[] {
  return (range) => {
    const inSight = defaultRangeExtractor(range);
    if (index < 0) return inSight;
    const kept = [index - 1, index, index + 1].filter((at) => at >= 0 && at < range.count);
    return [...new Set([...inSight, ...kept])].toSorted((a, b) => a - b);
  };
}
