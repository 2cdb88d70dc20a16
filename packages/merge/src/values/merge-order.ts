/**
 * Puts the keys of two lists in one order: that of `theirs`, with the keys that only `ours` has after the key that precedes them there.
 * Takes linear time.
 */
export function mergeOrder(ours: readonly string[], theirs: readonly string[]): readonly string[] {
  const shared = new Set(theirs);
  const own = new Map<string | undefined, string[]>();
  let anchor: string | undefined;
  for (const key of ours) {
    if (shared.has(key)) anchor = key;
    else appendTo(own, anchor, key);
  }
  return [...(own.get(undefined) ?? []), ...theirs.flatMap((key) => [key, ...(own.get(key) ?? [])])];
}

function appendTo(lists: Map<string | undefined, string[]>, anchor: string | undefined, key: string): void {
  const list = lists.get(anchor);
  if (list === undefined) lists.set(anchor, [key]);
  else list.push(key);
}
