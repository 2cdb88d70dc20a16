/**
 * Returns a pattern that compiles with the flag `u`, as validators do (JSON Schema 2020-12, section 6.4). Meaningless
 * escapes are an error with `u` and harmless without it: they are removed.
 * @returns undefined when it is not a regular expression of ECMA-262.
 */
export function unicodePattern(pattern: string): string | undefined {
  const known = memo.get(pattern);
  if (known !== undefined) return known === null ? undefined : known;
  const found = compiles(pattern, 'u') ? pattern : repaired(pattern);
  if (memo.size > maxRemembered) memo.clear();
  memo.set(pattern, found ?? null);
  return found;
}

const memo = new Map<string, string | null>();
const maxRemembered = 1_000;

function repaired(pattern: string): string | undefined {
  if (!compiles(pattern, '')) return undefined;
  const candidate = pattern.replace(/\\([^a-zA-Z0-9^$\\.*+?()[\]{}|/-])/g, '$1').replace(/\\-(?![^[]*\])/g, '-');
  return compiles(candidate, 'u') ? candidate : undefined;
}

function compiles(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    return false;
  }
}
