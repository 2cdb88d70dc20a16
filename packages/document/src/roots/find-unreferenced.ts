/**
 * Finds the candidates that no other candidate reaches. Of candidates that reach each other, only the first in the given order can
 * be one of them. Linear in candidates and references (Kosaraju's algorithm, first part).
 * @param candidates in order of preference.
 * @param referencesOf the files that a file references.
 */
export function findUnreferenced(
  candidates: readonly string[],
  referencesOf: (path: string) => readonly string[],
): ReadonlySet<string> {
  const byFinish: string[] = [];
  visitAll(candidates, referencesOf, (path) => byFinish.push(path));
  const wanted = new Set(candidates);
  const starts = byFinish.toReversed().filter((path) => wanted.has(path));
  const unreferenced = new Set<string>();
  visitAll(starts, referencesOf, undefined, (path) => unreferenced.add(path));
  return unreferenced;
}

/** Depth-first, without recursion. Calls `onFinish` after all targets of a file, and `onStart` for files not reached before. */
function visitAll(
  starts: readonly string[],
  referencesOf: (path: string) => readonly string[],
  onFinish?: (path: string) => void,
  onStart?: (path: string) => void,
): void {
  const seen = new Set<string>();
  for (const start of starts) {
    if (seen.has(start)) continue;
    onStart?.(start);
    seen.add(start);
    const open = [{ path: start, targets: referencesOf(start), next: 0 }];
    for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
      const target = frame.targets[frame.next];
      frame.next += 1;
      if (target === undefined) {
        open.pop();
        onFinish?.(frame.path);
      } else if (!seen.has(target)) {
        seen.add(target);
        open.push({ path: target, targets: referencesOf(target), next: 0 });
      }
    }
  }
}
