/** The distinct strings of a tree, names of members included. */
export function collectStrings(root: unknown): ReadonlySet<string> {
  const strings = new Set<string>();
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') strings.add(value);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        if (!Array.isArray(value)) strings.add(key);
        waiting.push(item);
      }
    }
  }
  return strings;
}
